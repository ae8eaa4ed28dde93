//! Loops among all statements.

use super::explain::{Explained, Share, explain};
use super::identity::{Identity, identity};
use super::parent::parent;
use super::table::{Series, Table};
use crate::n_plus_one::bounds::{
    CALLS_MIN, LOOKED_INTO_MAX, REQUESTS_MIN, ROWS_PER_CALL_MAX, SPARE_WINDOWS_MIN,
};
use crate::n_plus_one::report::{Estimate, Growth, Inseparable, Parent, Source, StatementLoop};
use crate::statements::StatementKey;

/// The lower end of the interval must not be below this part of the smallest loop.
const LOW_MIN: f64 = 0.5;
/// In the later half of an endpoint's requests a loop must still have this part of its calls: a cache fills and is quiet.
const LATE_MIN: f64 = 0.5;

/// What a table shows.
#[derive(Debug)]
pub(in crate::n_plus_one) struct Found {
    pub(in crate::n_plus_one) loops: Vec<StatementLoop>,
    pub(in crate::n_plus_one) inseparable: Vec<Inseparable>,
}

/// Loops and what could not be told apart; none where there are too few windows.
pub(super) fn find(table: &Table) -> Option<Found> {
    if table.windows < table.endpoints.len() + SPARE_WINDOWS_MIN {
        return None;
    }
    let (mut loops, mut inseparable) = (Vec::new(), Vec::new());
    for key in suspects(table) {
        if let Some(identity) = identity(table, key) {
            loops.push(counted(table, key, &identity));
            continue;
        }
        let explained = explain(table, key);
        for share in explained.shares.iter().filter(|share| is_loop(table, share)) {
            let mut endpoints = explained.stand_ins(table, key, share.endpoint);
            if endpoints.is_empty() {
                loops.extend(found(table, key, &explained, share));
                continue;
            }
            endpoints.push(share.endpoint);
            let unknown = unknown(table, key, endpoints);
            if !inseparable.iter().any(|other: &Inseparable| is_same(other, &unknown)) {
                inseparable.push(unknown);
            }
        }
    }
    Some(Found { loops, inseparable })
}

/// Statements that run often enough to be a loop of some endpoint, those that run most first.
fn suspects(table: &Table) -> Vec<StatementKey> {
    let requests = (0..table.endpoints.len()).map(|place| table.requests_of(place));
    let fewest =
        requests.filter(|requests| *requests >= REQUESTS_MIN).fold(f64::INFINITY, f64::min);
    let is_suspect = |series: &Series| {
        series.all.calls >= fewest * CALLS_MIN * LOW_MIN
            && series.all.rows <= series.all.calls * ROWS_PER_CALL_MAX
    };
    let mut all: Vec<(&StatementKey, f64)> = table
        .statements
        .iter()
        .filter(|(_, series)| is_suspect(series))
        .map(|(key, series)| (key, series.all.calls))
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.into_iter().take(LOOKED_INTO_MAX).map(|(key, _)| *key).collect()
}

fn is_loop(table: &Table, share: &Share) -> bool {
    share.calls.value >= CALLS_MIN
        && share.calls.low >= CALLS_MIN * LOW_MIN
        && table.requests_of(share.endpoint) >= REQUESTS_MIN
}

fn found(
    table: &Table,
    key: StatementKey,
    explained: &Explained,
    share: &Share,
) -> Option<StatementLoop> {
    if !lasts(table, key, explained, share) {
        return None;
    }
    let (parent, growth) = parent(table, key, explained, share);
    let own = statement_loop(table, key, share.endpoint);
    Some(StatementLoop { calls_per_request: share.calls, parent, growth, ..own })
}

/// A loop that grows with its parent's rows to the very number.
fn counted(table: &Table, key: StatementKey, identity: &Identity) -> StatementLoop {
    let statement = table.statements[&identity.parent].text.clone();
    StatementLoop {
        calls_per_request: identity.calls,
        parent: Some(Parent { statement, rows_per_request: Some(identity.rows) }),
        growth: Growth::Proven,
        ..statement_loop(table, key, identity.endpoint)
    }
}

fn statement_loop(table: &Table, key: StatementKey, endpoint: usize) -> StatementLoop {
    let series = &table.statements[&key];
    StatementLoop {
        source: Source::Windows,
        endpoint: table.endpoints[endpoint].clone(),
        statement: series.text.clone(),
        calls_per_request: Estimate::default(),
        rows_per_call: Some(series.all.rows / series.all.calls.max(1.0)),
        mean_ms: series.all.total_ms / series.all.calls.max(1.0),
        requests: table.requests_of(endpoint) as u64,
        parent: None,
        growth: Growth::Unexplained,
    }
}

/// Whether the loop still runs in the later half of the endpoint's requests.
fn lasts(table: &Table, key: StatementKey, explained: &Explained, share: &Share) -> bool {
    let requests = &table.requests[share.endpoint];
    let half = requests.iter().sum::<f64>() / 2.0;
    let (mut before, mut late, mut calls) = (0.0, 0.0, 0.0);
    for (at, requests) in requests.iter().enumerate() {
        if before >= half {
            let others = explained.shares.iter().filter(|other| other.endpoint != share.endpoint);
            let of_others: f64 =
                others.map(|other| other.calls.value * table.requests[other.endpoint][at]).sum();
            late += requests;
            calls += table.statements[&key].calls[at] - of_others;
        }
        before += requests;
    }
    late <= 0.0 || calls / late >= LATE_MIN * share.calls.value
}

fn unknown(table: &Table, key: StatementKey, mut endpoints: Vec<usize>) -> Inseparable {
    endpoints.sort_unstable_by(|a, b| table.endpoints[*a].cmp(&table.endpoints[*b]));
    endpoints.dedup();
    let series = &table.statements[&key];
    let all: f64 = endpoints.iter().map(|place| table.requests_of(*place)).sum();
    Inseparable {
        statement: series.text.clone(),
        calls_per_request: series.all.calls / all.max(1.0),
        endpoints: endpoints.iter().map(|place| table.endpoints[*place].clone()).collect(),
    }
}

fn is_same(one: &Inseparable, other: &Inseparable) -> bool {
    one.statement == other.statement
        && one.endpoints.iter().all(|name| other.endpoints.contains(name))
}
