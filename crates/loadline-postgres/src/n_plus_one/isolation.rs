//! One endpoint alone: a number of its requests, and the same again with pages of another size. What ran divided by the
//! requests is the number of calls, without any regression; that it moves with a statement's rows proves the growth.
//!
//! In come two observations of the same endpoint; out goes a report. Deliberately not here: sending the requests, and
//! keeping others away from the server meanwhile.

use std::collections::HashMap;
use std::sync::Arc;

use super::bounds::{CALLS_MIN, ROWS_PER_CALL_MAX};
use super::observation::{Calls, Observation};
use super::report::{Estimate, Growth, LoopReport, Parent, Source, StatementLoop};
use crate::statements::{StatementClass, StatementKey, StatementKind};

/// The part by which a figure must differ to have changed.
const CHANGE_MIN: f64 = 0.03;
/// The part by which calls and rows may disagree.
const DIFFERENCE_MAX: f64 = 0.15;
/// The same where neither changed.
const ALIKE_MAX: f64 = 0.05;

/// A statement in both observations, each for a request.
#[derive(Debug, Clone, Copy)]
struct Pair {
    key: StatementKey,
    first: Calls,
    second: Calls,
}

impl Pair {
    fn calls(&self) -> f64 {
        f64::midpoint(self.first.calls, self.second.calls)
    }

    fn rows(&self) -> f64 {
        f64::midpoint(self.first.rows, self.second.rows)
    }

    /// Whether the number of rows changed.
    fn rows_changed(&self) -> bool {
        changed(self.first.rows, self.second.rows)
    }
}

/// The loops of an endpoint that was called alone, first with one page size, then with another. Torn observations show
/// nothing.
#[must_use]
pub fn isolated(
    endpoint: &str,
    first: &Observation,
    second: &Observation,
    texts: &HashMap<i64, Arc<str>>,
    round_trip_ms: Option<f64>,
) -> LoopReport {
    let both = [first, second];
    let requests = both.map(|one| one.requests.get(endpoint).copied().unwrap_or_default());
    let dropped = both.iter().filter(|one| one.is_torn).count();
    let mut report = LoopReport { looked_at: 2 - dropped, dropped, ..LoopReport::default() };
    if dropped > 0 || requests.contains(&0) {
        report.is_too_short = true;
        return report;
    }
    let pairs = pairs(both, requests, texts);
    let is_loop = |pair: &&Pair| {
        pair.first.calls.max(pair.second.calls) >= CALLS_MIN
            && pair.rows() <= pair.calls() * ROWS_PER_CALL_MAX
    };
    for pair in pairs.iter().filter(is_loop) {
        let (parent, growth) = parent(pair, &pairs);
        let text = |key: &StatementKey| texts.get(&key.query_id).cloned().unwrap_or_default();
        let (low, high) =
            (pair.first.calls.min(pair.second.calls), pair.first.calls.max(pair.second.calls));
        report.loops.push(StatementLoop {
            source: Source::Isolation,
            endpoint: endpoint.to_owned(),
            statement: text(&pair.key),
            calls_per_request: Estimate { value: pair.calls(), low, high },
            rows_per_call: Some(pair.rows() / pair.calls()),
            mean_ms: f64::midpoint(pair.first.total_ms, pair.second.total_ms) / pair.calls(),
            requests: requests[0] + requests[1],
            parent: parent.map(|parent| Parent {
                statement: text(&parent.key),
                rows_per_request: Some(parent.rows()),
            }),
            growth,
            round_trip_ms: None,
        });
    }
    report.finish(round_trip_ms);
    report
}

/// Statements that read, by their calls in a request.
fn pairs(both: [&Observation; 2], requests: [u64; 2], texts: &HashMap<i64, Arc<str>>) -> Vec<Pair> {
    let of = |at: usize, key: &StatementKey| {
        let calls = both[at].statements.get(key).copied().unwrap_or_default();
        let requests = requests[at] as f64;
        Calls {
            calls: calls.calls / requests,
            rows: calls.rows / requests,
            total_ms: calls.total_ms / requests,
        }
    };
    let mut keys: Vec<StatementKey> =
        both.iter().flat_map(|one| one.statements.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    let is_read = |key: &StatementKey| {
        let class = texts.get(&key.query_id).map(|text| StatementKind::of(text, 1.0).class);
        key.is_top_level && matches!(class, Some(StatementClass::Simple | StatementClass::Join))
    };
    let keys = keys.into_iter().filter(is_read);
    keys.map(|key| Pair { key, first: of(0, &key), second: of(1, &key) }).collect()
}

fn parent<'p>(of: &Pair, all: &'p [Pair]) -> (Option<&'p Pair>, Growth) {
    let others =
        all.iter().filter(|other| other.key != of.key && other.calls() <= of.calls() * 0.5);
    if changed(of.first.calls, of.second.calls) {
        let best =
            nearest(others.filter(|other| other.rows_changed()), |other| slope_off(of, other));
        let found = best.filter(|(off, _)| *off <= DIFFERENCE_MAX).map(|(_, other)| other);
        return (found, if found.is_some() { Growth::Proven } else { Growth::Unexplained });
    }
    let best = nearest(others.filter(|other| !other.rows_changed()), |other| {
        (other.rows() / of.calls() - 1.0).abs()
    });
    let found = best.filter(|(off, _)| *off <= ALIKE_MAX).map(|(_, other)| other);
    (found, if found.is_some() { Growth::Likely } else { Growth::Constant })
}

fn nearest<'p>(
    pairs: impl Iterator<Item = &'p Pair>,
    off: impl Fn(&Pair) -> f64,
) -> Option<(f64, &'p Pair)> {
    pairs.map(|pair| (off(pair), pair)).min_by(|a, b| a.0.total_cmp(&b.0))
}

/// By which part the calls differ from what the rows' change would make of all rows.
fn slope_off(of: &Pair, parent: &Pair) -> f64 {
    let slope = (of.second.calls - of.first.calls) / (parent.second.rows - parent.first.rows);
    if slope <= 0.0 { f64::INFINITY } else { (slope * parent.rows() / of.calls() - 1.0).abs() }
}

fn changed(first: f64, second: f64) -> bool {
    (first - second).abs() > CHANGE_MIN * first.max(second)
}
