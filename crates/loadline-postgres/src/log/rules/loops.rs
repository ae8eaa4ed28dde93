//! Rule: a statement that sessions call again and again behind another one: a loop where one statement would do.
//!
//! A log tells neither requests nor rows. A loop is told from a session that happens to be asked the same thing several
//! times by what stands before it: always the same statement, which is seldom called without a loop behind it. Whether it
//! grows shows in rows of different lengths (`n_plus_one::Growth`).

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::log::analysis::Statement;
use crate::n_plus_one::{Estimate, Growth, Parent, Source, StatementLoop};
use crate::rules::Advice;

const NAME: &str = "loops";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "statements called again and again in a row (N+1)", find };

/// Rows of calls, so that a loop somebody typed is not one.
const ROWS_MIN: u64 = 10;
/// The part of the rows by which the statement before them outnumbers all others.
const LEAD_MIN: f64 = 0.5;
/// The part of that statement's calls that a row follows: it may be called elsewhere, and lists may be short.
const FOLLOWED_MIN: f64 = 0.2;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let statements = analysis.statements.by_total();
    let mut loops: Vec<StatementLoop> =
        statements.iter().filter_map(|found| judged(found, &statements)).collect();
    loops.sort_by(|a, b| {
        let cost = |found: &StatementLoop| found.gain_ms() * found.requests as f64;
        cost(b).total_cmp(&cost(a))
    });
    loops.iter().map(|found| Advice { rule: NAME, ..found.advice() }).collect()
}

/// The loop that a statement's rows of calls are, if they are one.
fn judged(found: &Statement, all: &[&Statement]) -> Option<StatementLoop> {
    let repeats = found.repeats;
    let is_read = found.form.starts_with("select") || found.form.starts_with("with");
    if !is_read || repeats.rows < ROWS_MIN || (repeats.lead as f64) < repeats.rows as f64 * LEAD_MIN
    {
        return None;
    }
    let parent = all.iter().find(|other| Some(other.fingerprint) == repeats.parent)?;
    let is_followed = repeats.rows as f64 >= parent.times.count() as f64 * FOLLOWED_MIN;
    let is_growing = repeats.longest > repeats.shortest;
    is_followed.then(|| StatementLoop {
        source: Source::Log,
        endpoint: String::new(),
        statement: found.form.as_str().into(),
        calls_per_request: Estimate {
            value: repeats.calls as f64 / repeats.rows as f64,
            low: repeats.shortest as f64,
            high: repeats.longest as f64,
        },
        rows_per_call: None,
        mean_ms: found.times.mean().unwrap_or_default() * 1_000.0,
        requests: repeats.rows,
        parent: Some(Parent { statement: parent.form.as_str().into(), rows_per_request: None }),
        growth: if is_growing { Growth::Follows } else { Growth::Constant },
    })
}
