//! Counters of other statements that make a blurred mixture sharp. Pages of different sizes move the calls of a loop in
//! ways that requests do not tell; the rows of its parent move alike. Found one by one, the best first.
//!
//! Deliberately not here: what a control means (`parent`).

use super::table::{Series, Table};
use crate::n_plus_one::fit::{Column, Projection, fit};
use crate::statements::StatementKey;

/// Controls of a statement at most.
const CONTROLS_MAX: usize = 4;
/// Counters that are tried with a second one, at most.
const PAIRED_MAX: usize = 16;
/// Products that looking for a second one may take: with hundreds of statements and dozens of endpoints fewer are tried.
const PAIRING_WORK_MAX: usize = 20_000_000;
/// Standard errors from which on a control is one.
const ERRORS_MIN: f64 = 4.0;
/// What a control leaves of the sum of squares at most.
const LEFT_MAX: f64 = 0.85;
/// What a control leaves where no second one is looked for beside it.
const ENOUGH: f64 = 0.1;
/// What all of them leave where no more are looked for.
const LEFT_ENOUGH: f64 = 0.001;
/// What two controls leave of what one leaves, at most.
const SECOND_LEFT_MAX: f64 = 0.5;
/// Calls of a control at most, as a part of the statement's own: who is called as often is in the same loop.
const CALLS_MAX: f64 = 0.5;

/// What of a statement is the control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Rows,
    Calls,
}

/// A counter beside which a statement's calls are explained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Control {
    pub(super) key: StatementKey,
    pub(super) measure: Measure,
    /// What each unit of it adds to the calls.
    pub(super) coefficient: f64,
}

impl Control {
    pub(super) fn values<'t>(&self, table: &'t Table) -> &'t [f64] {
        self.measure.of(&table.statements[&self.key])
    }
}

impl Measure {
    pub(super) fn of(self, series: &Series) -> &[f64] {
        match self {
            Self::Rows => &series.rows,
            Self::Calls => &series.calls,
        }
    }
}

/// A column whose coefficient may have any sign.
pub(super) fn free(values: &[f64]) -> Column<'_> {
    Column { values, is_free: true, errors_min: 0.0 }
}

/// The controls of a statement.
pub(super) fn controls(table: &Table, key: StatementKey) -> Vec<Control> {
    let target = &table.statements[&key];
    let mut columns = table.columns();
    let endpoints = columns.len();
    let base = fit(&columns, &target.calls, None);
    let candidates = candidates(table, key, target);
    let mut found: Vec<Control> = Vec::new();
    let mut left = base.left;
    while found.len() < CONTROLS_MAX && left > base.left * LEFT_ENOUGH {
        let search = Search { table, columns: &columns, target, weights: &base.weights };
        let one = search.best(&candidates).and_then(|first| search.checked(vec![first.1], left));
        let is_enough = one.as_ref().is_some_and(|(of_one, _)| *of_one <= left * ENOUGH);
        let two = (!is_enough).then(|| search.best_pair(&candidates)).flatten();
        let two = two.and_then(|pair| search.checked(pair, left));
        let is_two = |(left, _): &(f64, Vec<Control>)| {
            one.as_ref().is_none_or(|(of_one, _)| *left <= of_one * SECOND_LEFT_MAX)
        };
        let Some((better, by)) = two.filter(is_two).or(one) else { break };
        left = better;
        columns.extend(by.iter().map(|control| free(control.values(table))));
        found.extend(by);
    }
    let all = fit(&columns, &target.calls, Some(&base.weights));
    for (at, control) in found.iter_mut().enumerate() {
        control.coefficient = all.coefficients[endpoints + at];
    }
    found
}

/// Counters of statements that are called less often. Calls come first: where rows say the same, they say nothing new.
fn candidates(table: &Table, key: StatementKey, target: &Series) -> Vec<Control> {
    let others = table.statements.iter().filter(|(other, series)| {
        **other != key && series.all.calls <= target.all.calls * CALLS_MAX
    });
    let of = |measure: Measure| {
        let others = others.clone();
        others.map(move |(other, _)| Control { key: *other, measure, coefficient: 0.0 })
    };
    of(Measure::Calls).chain(of(Measure::Rows)).collect()
}

/// What is looked for next, beside the columns that are there.
struct Search<'s> {
    table: &'s Table,
    columns: &'s [Column<'s>],
    target: &'s Series,
    weights: &'s [f64],
}

impl Search<'_> {
    /// The candidate that explains most of what is left, and that part.
    fn best(&self, candidates: &[Control]) -> Option<(f64, Control)> {
        self.ranked(candidates, None).into_iter().next()
    }

    /// Two at once: a parent that two endpoints share is sharp only beside what the other one sends.
    fn best_pair(&self, candidates: &[Control]) -> Option<Vec<Control>> {
        let work = candidates.len() * self.columns.len() * self.table.windows;
        let tried = (PAIRING_WORK_MAX / work.max(1)).clamp(1, PAIRED_MAX);
        let firsts = self.ranked(candidates, None).into_iter().take(tried);
        let pair = |(part, first): (f64, Control)| {
            let (second_part, second) = self.ranked(candidates, Some(&first)).into_iter().next()?;
            Some(((1.0 - part) * (1.0 - second_part), vec![first, second]))
        };
        firsts.filter_map(pair).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, pair)| pair)
    }

    fn ranked(&self, candidates: &[Control], beside: Option<&Control>) -> Vec<(f64, Control)> {
        let mut columns: Vec<&[f64]> = self.columns.iter().map(|column| column.values).collect();
        columns.extend(beside.map(|control| control.values(self.table)));
        let projection = Projection::new(&columns, self.weights);
        let left = projection.left(&self.target.calls);
        let part = |control: &Control| projection.explains(control.values(self.table), &left);
        let mut all: Vec<(f64, Control)> =
            candidates.iter().map(|control| (part(control), *control)).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all
    }

    /// The choice, where it leaves clearly less and each part of it is needed; and what it leaves.
    fn checked(&self, choice: Vec<Control>, left: f64) -> Option<(f64, Vec<Control>)> {
        let mut columns = self.columns.to_vec();
        columns.extend(choice.iter().map(|control| free(control.values(self.table))));
        let fit = fit(&columns, &self.target.calls, Some(self.weights));
        let is_clear = fit.left <= left * LEFT_MAX.powi(choice.len() as i32);
        let mut new = self.columns.len()..columns.len();
        (is_clear && new.all(|at| fit.distance(at) >= ERRORS_MIN)).then_some((fit.left, choice))
    }
}
