//! The indexes to build: those the advice chose, and, where wanted, those that a choice under other limits or a rule
//! offers. The planner's cost says little about time, so more than fit are built and the measured time decides.

use super::error::ProveError;
use super::options::ProveOptions;
use super::proof::Origin;
use super::stage::named;
use crate::index::{Advice, AdviseOptions, Workload, advise};
use crate::session::Session;

/// Indexes built at most.
const INDEXES_MAX: usize = 60;
/// Bytes built at most, in budgets.
const BUDGETS_MAX: f64 = 3.0;
/// Plans asked for by each further choice.
const PLANS_MAX: u64 = 1_500;
/// Budgets of further choices, in budgets.
const BUDGETS: [f64; 2] = [0.5, 2.0];

/// An index to build.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    /// The statements that make it for good, as one text.
    pub(super) sql: String,
    /// The one that makes it within a transaction, with the parts of a partitioned table.
    pub(super) build: String,
    pub(super) origin: Origin,
    pub(super) estimated_bytes: f64,
    /// Places of the statements whose plans use it, as the advice has them.
    pub(super) statements: Vec<usize>,
}

/// What to build, in the order of the advice.
pub(super) async fn gather(
    session: &Session,
    workload: &Workload,
    advice: &Advice,
    options: &ProveOptions,
) -> Result<Vec<Wanted>, ProveError> {
    let mut pool = Vec::new();
    add(&mut pool, advice, Origin::Chosen, f64::INFINITY);
    if !options.alternatives {
        return Ok(pool);
    }
    let most = options.budget_bytes * BUDGETS_MAX;
    for more in other_limits(options) {
        let advice = advise(session, workload, &more).await?;
        add(&mut pool, &advice, Origin::Alternative, most);
    }
    for (rule, sql) in &advice.by_rule {
        if !is_known(&pool, sql) && rule.extension.is_none() && pool.len() < INDEXES_MAX {
            pool.push(Wanted {
                sql: sql.clone(),
                build: sql.clone(),
                origin: Origin::Rule,
                estimated_bytes: 0.0,
                statements: Vec::new(),
            });
        }
    }
    Ok(pool)
}

fn add(pool: &mut Vec<Wanted>, advice: &Advice, origin: Origin, bytes_max: f64) {
    for one in &advice.create {
        let bytes: f64 = pool.iter().map(|wanted| wanted.estimated_bytes).sum();
        let (Some(build), parts) = (one.creation.last(), one.creation.len()) else { continue };
        // Names were chosen apart from those of the advice and may be the same: the server finds one. Parts of a
        // partitioned table need names to be joined by, so that other indexes than the chosen ones are not tried there.
        let sql = match origin {
            Origin::Chosen => one.sql.clone(),
            _ if parts > 1 => continue,
            // The word in the place of a name.
            _ => named(build, "CONCURRENTLY"),
        };
        let is_known = is_known(pool, build);
        if is_known || pool.len() >= INDEXES_MAX || bytes + one.size_bytes > bytes_max {
            continue;
        }
        pool.push(Wanted {
            sql,
            build: build.clone(),
            origin,
            estimated_bytes: one.size_bytes,
            statements: one.statements.iter().map(|gain| gain.number).collect(),
        });
    }
}

/// Whether the same index is there under whatever name.
fn is_known(pool: &[Wanted], build: &str) -> bool {
    pool.iter().any(|wanted| named(&wanted.build, "x") == named(build, "x"))
}

/// Statements of the caller's own.
pub(super) fn given(statements: &[String]) -> Vec<Wanted> {
    let wanted = |sql: &String| Wanted {
        sql: sql.clone(),
        build: sql.clone(),
        origin: Origin::Chosen,
        estimated_bytes: 0.0,
        statements: Vec::new(),
    };
    statements.iter().map(wanted).collect()
}

/// Larger and smaller budgets, and indexes without columns carried along.
fn other_limits(options: &ProveOptions) -> Vec<AdviseOptions> {
    let mut all = Vec::new();
    let mut usual = options.advise;
    usual.limits.plans_max = usual.limits.plans_max.min(PLANS_MAX);
    for budget in BUDGETS {
        all.push(AdviseOptions { budget_bytes: options.budget_bytes * budget, ..usual });
    }
    let mut plain = AdviseOptions { budget_bytes: options.budget_bytes, ..usual };
    plain.candidates.covering = false;
    all.push(plain);
    all
}
