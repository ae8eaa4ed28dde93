//! The same windows at several lengths. Short ones show best how pages differ, long ones suffer least from requests that
//! lie in two windows; which of both matters more, the windows themselves do not say. Each loop is taken from where it
//! is told best.
//!
//! Deliberately not here: judging one table (`find`).

use std::collections::HashMap;
use std::sync::Arc;

use super::find::{Found, find};
use super::table::Table;
use crate::n_plus_one::ledger::Window;
use crate::n_plus_one::report::{Growth, Inseparable, StatementLoop};

/// How many of the shortest windows are added up.
const LENGTHS: [usize; 2] = [1, 2];
/// Long windows for each endpoint, below which they are too few to be sure of anything.
const LONG_PER_ENDPOINT_MIN: usize = 3;
/// How much narrower an interval of long windows must be: the narrower of two is too often narrow by luck.
const NARROWER: f64 = 0.7;

/// Loops at the length that tells each best; none where there are too few windows at any.
pub(in crate::n_plus_one) fn judge(
    windows: &[Window],
    endpoints: &[String],
    texts: &HashMap<i64, Arc<str>>,
) -> Option<Found> {
    let tables =
        LENGTHS.iter().map(|length| (*length, Table::new(windows, endpoints, texts, *length)));
    let enough = |(length, table): &(usize, Table)| {
        *length == 1 || table.windows >= LONG_PER_ENDPOINT_MIN * (endpoints.len() + 1)
    };
    let all: Vec<Found> = tables.filter(enough).filter_map(|(_, table)| find(&table)).collect();
    let mut best: Option<Found> = None;
    for found in all {
        best = Some(match best {
            None => found,
            Some(best) => better_of(best, found),
        });
    }
    let mut best = best?;
    let is_told =
        |unknown: &Inseparable| best.loops.iter().any(|found| found.statement == unknown.statement);
    best.inseparable.retain(|unknown| !is_told(unknown));
    Some(best)
}

/// Both together, each loop once.
fn better_of(mut one: Found, other: Found) -> Found {
    for found in other.loops {
        let is_same = |known: &&mut StatementLoop| {
            (&known.endpoint, &known.statement) == (&found.endpoint, &found.statement)
        };
        match one.loops.iter_mut().find(is_same) {
            Some(known) if is_better(&found, known) => *known = found,
            Some(_) => {}
            None => one.loops.push(found),
        }
    }
    for unknown in other.inseparable {
        if !one.inseparable.iter().any(|known| known.statement == unknown.statement) {
            one.inseparable.push(unknown);
        }
    }
    one
}

/// Proof goes before likeness, likeness before none; then the narrower interval.
fn is_better(one: &StatementLoop, other: &StatementLoop) -> bool {
    let rank = |found: &StatementLoop| match found.growth {
        Growth::Proven => 0,
        Growth::Likely | Growth::Follows => 1,
        Growth::Unexplained | Growth::Constant => 2,
    };
    let width = |found: &StatementLoop| {
        let calls = &found.calls_per_request;
        (calls.high - calls.low) / calls.value
    };
    rank(one) < rank(other) || (rank(one) == rank(other) && width(one) < NARROWER * width(other))
}
