//! A statement's calls as a mixture of requests.
//!
//! What controls do not touch is read off beside them, where it is sharp; what is left belongs to the endpoints that
//! send the controls, and with one such endpoint it is a plain quotient.

use std::collections::BTreeSet;

use super::controls::{Control, controls, free};
use super::step::stand_ins;
use super::table::Table;
use crate::n_plus_one::fit::{Fit, needed, t_95};
use crate::n_plus_one::report::Estimate;
use crate::statements::StatementKey;

/// Standard errors from which on an endpoint of a group has a share: who sends the controls need not run the loop.
const GROUP_ERRORS: f64 = 3.0;
/// The same for an endpoint that alone sends a control which takes calls away: its rows are those that are not looped over.
const SPARED_ERRORS: f64 = 6.0;
/// Standard errors from which on an endpoint is a caller.
const CALLER_ERRORS: f64 = 3.0;
/// The part of a statement's calls that a caller sends at least.
const CALLER_SHARE: f64 = 0.03;

/// A statement's calls in a request of an endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) endpoint: usize,
    pub(super) calls: Estimate,
}

/// Where a statement's calls come from.
#[derive(Debug)]
pub(super) struct Explained {
    pub(super) shares: Vec<Share>,
    pub(super) controls: Vec<Control>,
    groups: Vec<Group>,
}

/// Endpoints that send the same controls, and the calls that all of them together account for.
#[derive(Debug)]
struct Group {
    endpoints: BTreeSet<usize>,
    calls: Vec<f64>,
    /// Endpoints that alone send a control which takes calls away.
    spared: BTreeSet<usize>,
}

/// Explains the calls of a statement.
pub(super) fn explain(table: &Table, key: StatementKey) -> Explained {
    let calls = &table.statements[&key].calls;
    let controls = controls(table, key);
    let mut columns = table.columns();
    columns.extend(controls.iter().map(|control| free(control.values(table))));
    let beside = needed(&columns, calls);
    let groups = groups(table, &controls, &beside);
    let is_alone = |place: &usize| !groups.iter().any(|group| group.endpoints.contains(place));
    let alone = (0..table.endpoints.len()).filter(is_alone);
    let mut shares: Vec<Share> = alone.filter_map(|place| share(&beside, place, place)).collect();
    for group in &groups {
        let places: Vec<usize> = group.endpoints.iter().copied().collect();
        let mut columns: Vec<_> = places.iter().map(|place| table.columns()[*place]).collect();
        for (column, place) in columns.iter_mut().zip(&places) {
            column.errors_min =
                if group.spared.contains(place) { SPARED_ERRORS } else { GROUP_ERRORS };
        }
        let found = needed(&columns, &group.calls);
        shares
            .extend(places.iter().enumerate().filter_map(|(at, place)| share(&found, at, *place)));
    }
    Explained { shares, controls, groups }
}

/// Controls by the endpoints that send them: those that share an endpoint are one group.
fn groups(table: &Table, controls: &[Control], beside: &Fit) -> Vec<Group> {
    let first = table.requests.len();
    let mut groups: Vec<Group> = Vec::new();
    for (at, control) in controls.iter().enumerate() {
        let mut group = Group {
            endpoints: callers(table, control.key).into_iter().collect(),
            calls: vec![0.0; table.windows],
            spared: BTreeSet::new(),
        };
        let coefficient = beside.coefficients[first + at];
        add(&mut group.calls, control.values(table), coefficient);
        if coefficient < 0.0 && group.endpoints.len() == 1 {
            group.spared.clone_from(&group.endpoints);
        }
        let is_apart = |other: &Group| other.endpoints.is_disjoint(&group.endpoints);
        let (apart, joined): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(is_apart);
        groups = apart;
        for other in joined {
            group.endpoints.extend(other.endpoints);
            group.spared.extend(other.spared);
            add(&mut group.calls, &other.calls, 1.0);
        }
        groups.push(group);
    }
    for group in &mut groups {
        for place in &group.endpoints {
            add(&mut group.calls, &table.requests[*place], beside.coefficients[*place]);
        }
    }
    groups
}

fn add(sum: &mut [f64], values: &[f64], factor: f64) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += factor * value;
    }
}

impl Explained {
    /// The endpoints that could stand in for this one: where the load called them in step, or where a parent's callers
    /// are not told apart.
    pub(super) fn stand_ins(
        &self,
        table: &Table,
        key: StatementKey,
        endpoint: usize,
    ) -> Vec<usize> {
        let all: Vec<usize> = (0..table.endpoints.len()).collect();
        let Some(group) = self.groups.iter().find(|group| group.endpoints.contains(&endpoint))
        else {
            return stand_ins(table, &table.statements[&key].calls, &all, endpoint);
        };
        let places: Vec<usize> = group.endpoints.iter().copied().collect();
        let mut found = stand_ins(table, &group.calls, &places, endpoint);
        for control in self.controls.iter().filter(|control| control.coefficient > 0.0) {
            if callers(table, control.key).contains(&endpoint) {
                let calls = &table.statements[&control.key].calls;
                found.extend(stand_ins(table, calls, &all, endpoint));
            }
        }
        found
    }
}

/// The endpoints that send a statement, each a part of its calls that counts.
pub(super) fn callers(table: &Table, key: StatementKey) -> Vec<usize> {
    let series = &table.statements[&key];
    let mut columns = table.columns();
    for column in &mut columns {
        column.errors_min = column.errors_min.max(CALLER_ERRORS);
    }
    let found = needed(&columns, &series.calls);
    let share = |place: usize| found.coefficients[place] * table.requests_of(place);
    let least = CALLER_SHARE * series.all.calls;
    (0..table.endpoints.len()).filter(|place| share(*place) > least).collect()
}

fn share(found: &Fit, column: usize, place: usize) -> Option<Share> {
    let value = found.coefficients[column];
    if value <= 0.0 {
        return None;
    }
    let half = t_95(found.freedom) * found.errors[column];
    let calls = Estimate { value, low: (value - half).max(0.0), high: value + half };
    Some(Share { endpoint: place, calls })
}
