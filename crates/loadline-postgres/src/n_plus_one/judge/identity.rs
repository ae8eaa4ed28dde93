//! Loops whose calls other counters give exactly: as many calls as a statement returned rows, less the rows of those of its
//! calls that another one follows (an endpoint that lists the same and then asks once for all). The server counts all of
//! them in the same moment, so that this needs no endpoints whose rates move apart: on a busy machine they all move alike.
//!
//! Deliberately not here: pages of one size, whose rows say nothing that calls do not say, and loops that two endpoints
//! share (`explain`).

use super::controls::free;
use super::table::{Series, Table};
use crate::n_plus_one::bounds::{CALLS_MIN, REQUESTS_MIN};
use crate::n_plus_one::fit::{fit, t_95};
use crate::n_plus_one::report::Estimate;
use crate::statements::StatementKey;

/// The part by which rows and calls may differ in the whole run: requests at its ends are not whole.
const DIFFERENCE_MAX: f64 = 0.02;
/// What rows leave of the squares that calls alone leave, at most.
const LEFT_MAX: f64 = 0.25;
/// Calls of a parent at most, as a part of the loop's.
const CALLS_MAX: f64 = 0.5;
/// Windows, below which such a likeness may be luck.
const WINDOWS_MIN: usize = 8;

/// A loop that is counted by its parent's rows.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) parent: StatementKey,
    pub(super) endpoint: usize,
    /// The loop's calls in a request.
    pub(super) calls: Estimate,
    /// The parent's rows in a request that loops.
    pub(super) rows: f64,
}

/// The parent's calls that loop, and their rows, window by window.
struct Looping {
    calls: Vec<f64>,
    rows: Vec<f64>,
    /// What is left of the loop's calls.
    left: f64,
}

/// The identity that fits best, where exactly one endpoint is called as often as the parent's calls that loop.
pub(super) fn identity(table: &Table, key: StatementKey) -> Option<Identity> {
    if table.windows < WINDOWS_MIN {
        return None;
    }
    let target = &table.statements[&key];
    let others = table.statements.iter().filter(|(other, series)| {
        **other != key && series.all.calls <= target.all.calls * CALLS_MAX
    });
    let mut best: Option<(StatementKey, Looping)> = None;
    for (parent, series) in others.clone().filter(|(_, series)| !lacks(series, target)) {
        let spared =
            others.clone().filter(|(other, _)| *other != parent).map(|(_, other)| Some(other));
        for spared in std::iter::once(None).chain(spared) {
            let Some(looping) = looping(target, series, spared) else { continue };
            if best.as_ref().is_none_or(|(_, best)| looping.left < best.left) {
                best = Some((*parent, looping));
            }
        }
    }
    let (parent, looping) = best?;
    let calls: f64 = looping.calls.iter().sum();
    let endpoint = endpoint(table, calls)?;
    Some(Identity {
        parent,
        endpoint,
        calls: per_request(table, target, &looping, endpoint),
        rows: looping.rows.iter().sum::<f64>() / calls,
    })
}

/// Whether a statement returns too few rows to be the parent.
fn lacks(series: &Series, target: &Series) -> bool {
    series.all.rows < target.all.calls * (1.0 - DIFFERENCE_MAX)
}

/// The calls of `parent` that loop, without those that `spared` follows; none where its rows do not give the loop's calls.
fn looping(target: &Series, parent: &Series, spared: Option<&Series>) -> Option<Looping> {
    let of_spared = spared.map(|spared| spared.all).unwrap_or_default();
    let rows = parent.all.rows - of_spared.rows;
    let calls = parent.all.calls - of_spared.calls;
    let is_alike = (rows - target.all.calls).abs() <= DIFFERENCE_MAX * target.all.calls;
    if !is_alike || calls < REQUESTS_MIN || target.all.calls < CALLS_MIN * calls {
        return None;
    }
    let less = |of: &[f64], by: Option<&[f64]>| -> Vec<f64> {
        of.iter().enumerate().map(|(at, of)| of - by.map_or(0.0, |by| by[at])).collect()
    };
    let rows = less(&parent.rows, spared.map(|spared| &spared.rows[..]));
    let calls = less(&parent.calls, spared.map(|spared| &spared.calls[..]));
    let mut columns = vec![free(&parent.calls)];
    columns.extend(spared.map(|spared| free(&spared.calls)));
    let by_calls = fit(&columns, &target.calls, None);
    let square = |at: usize| by_calls.weights[at] * (target.calls[at] - rows[at]).powi(2);
    let left: f64 = (0..rows.len()).map(square).sum();
    (left <= LEFT_MAX * by_calls.left).then_some(Looping { calls, rows, left })
}

/// The only endpoint with that many requests.
fn endpoint(table: &Table, calls: f64) -> Option<usize> {
    let fits = |place: &usize| (table.requests_of(*place) - calls).abs() <= DIFFERENCE_MAX * calls;
    let mut fitting = (0..table.endpoints.len()).filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Calls a request, with what windows and their ends leave open.
fn per_request(table: &Table, target: &Series, looping: &Looping, endpoint: usize) -> Estimate {
    let requests = table.requests_of(endpoint);
    let value = target.all.calls / requests;
    let windows = looping.rows.len() as f64;
    let off = |at: usize| (target.calls[at] - looping.rows[at]).powi(2);
    let deviation = ((0..looping.rows.len()).map(off).sum::<f64>() / windows).sqrt();
    let of_windows = t_95(windows - 1.0) * deviation * windows.sqrt() / requests;
    let of_ends = (looping.calls.iter().sum::<f64>() / requests - 1.0).abs() * value;
    let half = of_windows + of_ends;
    Estimate { value, low: (value - half).max(0.0), high: value + half }
}
