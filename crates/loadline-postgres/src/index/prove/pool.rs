//! The indexes to build: those the advice chose, and, where wanted, those that a choice under other limits or a rule
//! offers. The planner's cost says little about time, so more than fit are built and the measured time decides.

use super::error::ProveError;
use super::options::ProveOptions;
use super::proof::Origin;
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
    /// The statement that makes it for good.
    pub(super) sql: String,
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
        let is_known = pool.iter().any(|one| one.sql == *sql);
        if !is_known && rule.extension.is_none() && pool.len() < INDEXES_MAX {
            pool.push(Wanted {
                sql: sql.clone(),
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
        let is_known = pool.iter().any(|wanted| wanted.sql == one.sql);
        if is_known || pool.len() >= INDEXES_MAX || bytes + one.size_bytes > bytes_max {
            continue;
        }
        pool.push(Wanted {
            sql: one.sql.clone(),
            origin,
            estimated_bytes: one.size_bytes,
            statements: one.statements.iter().map(|gain| gain.number).collect(),
        });
    }
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
