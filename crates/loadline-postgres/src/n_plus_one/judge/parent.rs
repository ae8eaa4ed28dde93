//! The statement whose rows are looped over, and whether the loop grows with them.

use super::controls::{Control, Measure, free};
use super::explain::{Explained, Share, callers};
use super::table::Table;
use crate::n_plus_one::fit::{Column, fit, needed, t_95};
use crate::n_plus_one::report::{Growth, Parent};
use crate::statements::StatementKey;

/// Standard errors by which rows must move calls beside the parent's own calls, which move with everything else.
const GROWTH_ERRORS: f64 = 4.0;
/// The part of the loop's calls from which on rows are their reason.
const REASON_MIN: f64 = 0.3;
/// The part of the rows that an endpoint's own calls come to at least: an endpoint that lists the same and does not loop
/// has a few by mistake of the arithmetic.
const USED_MIN: f64 = 0.5;
/// The part by which rows and calls may differ where neither changed.
const DIFFERENCE_MAX: f64 = 0.05;
/// The most that an uncertain figure may add to that.
const UNCERTAIN_MAX: f64 = 0.15;
/// The part by which a counter varies from window to window, below which it does not.
const SPREAD_MIN: f64 = 0.02;
/// The part by which it varies where that is no matter of windows that end a little later.
const SPREAD_CLEAR: f64 = 0.15;

/// The parent of a statement's loop in an endpoint, and how calls go with it.
pub(super) fn parent(
    table: &Table,
    key: StatementKey,
    explained: &Explained,
    share: &Share,
) -> (Option<Parent>, Growth) {
    let found = explained
        .controls
        .iter()
        .filter(|control| is_reason(table, key, explained, share, control))
        .max_by(|a, b| weight(table, a).total_cmp(&weight(table, b)));
    if let Some(control) = found {
        return (Some(named(table, control.key, share.endpoint)), Growth::Proven);
    }
    if let Some(parent) = alike(table, key, share) {
        return (Some(parent), Growth::Likely);
    }
    let own = table.statements[&key].calls.as_slice();
    let growth = if spread(own, &table.columns()) > SPREAD_CLEAR {
        Growth::Unexplained
    } else {
        Growth::Constant
    };
    (None, growth)
}

fn weight(table: &Table, control: &Control) -> f64 {
    control.coefficient * control.values(table).iter().sum::<f64>()
}

/// Whether the rows of a control move the calls: more rows, more calls, beside the number of its own calls.
fn is_reason(
    table: &Table,
    key: StatementKey,
    explained: &Explained,
    share: &Share,
    control: &Control,
) -> bool {
    if control.measure != Measure::Rows || control.coefficient <= 0.0 {
        return false;
    }
    let series = &table.statements[&control.key];
    let rows = rows_per_request(table, control.key, share.endpoint);
    let explained_calls = control.coefficient * rows.0;
    if explained_calls < REASON_MIN * share.calls.value
        || share.calls.value < USED_MIN * explained_calls
    {
        return false;
    }
    let mut columns = table.columns();
    // Where rows go with calls in step, the later column is not used.
    columns.push(free(&series.calls));
    columns.push(free(&series.rows));
    let place = columns.len() - 1;
    let others = explained.controls.iter().filter(|other| *other != control);
    let others = others.filter(|other| (other.key, other.measure) != (control.key, Measure::Calls));
    columns.extend(others.map(|other| free(other.values(table))));
    let found = fit(&columns, &table.statements[&key].calls, None);
    found.coefficients[place] > 0.0 && found.distance(place) >= GROWTH_ERRORS
}

/// A statement of the endpoint that returns as many rows a request as the loop has calls, where neither changed.
fn alike(table: &Table, key: StatementKey, share: &Share) -> Option<Parent> {
    let calls = share.calls.value;
    let uncertain = share.calls.high - calls;
    let others = table.statements.iter().filter(|(other, series)| {
        **other != key
            && series.all.rows >= share.calls.low
            && series.all.calls <= table.statements[&key].all.calls * 0.5
    });
    let fits = |other: &StatementKey| {
        let (rows, error) = rows_per_request(table, *other, share.endpoint);
        let margin = (DIFFERENCE_MAX * calls).max((error + uncertain).min(UNCERTAIN_MAX * calls));
        let off = (rows - calls).abs();
        (off <= margin && !varies(table, *other)).then_some(off)
    };
    let best = others
        .filter_map(|(other, _)| fits(other).map(|off| (other, off)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    best.map(|(other, _)| named(table, *other, share.endpoint))
}

fn named(table: &Table, key: StatementKey, endpoint: usize) -> Parent {
    let (rows, _) = rows_per_request(table, key, endpoint);
    Parent { statement: table.statements[&key].text.clone(), rows_per_request: Some(rows) }
}

/// Rows that a statement returns in a request of an endpoint, and half the interval.
fn rows_per_request(table: &Table, key: StatementKey, endpoint: usize) -> (f64, f64) {
    let callers = callers(table, key);
    let Some(place) = callers.iter().position(|caller| *caller == endpoint) else {
        return (0.0, 0.0);
    };
    let columns: Vec<Column<'_>> = callers.iter().map(|caller| table.columns()[*caller]).collect();
    let found = needed(&columns, &table.statements[&key].rows);
    let half = t_95(found.freedom) * found.errors[place];
    (found.coefficients[place], if half.is_finite() { half } else { 0.0 })
}

/// Whether the rows of a statement's call change: its calls, read in the same moment, do not explain them.
fn varies(table: &Table, key: StatementKey) -> bool {
    let series = &table.statements[&key];
    let mut columns = table.columns();
    columns.push(free(&series.calls));
    spread(&series.rows, &columns) > SPREAD_MIN
}

/// The part of a counter's mean that columns leave unexplained in a window.
fn spread(values: &[f64], columns: &[Column<'_>]) -> f64 {
    let found = fit(columns, values, None);
    let weights: f64 = found.weights.iter().sum();
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    (found.variance() * values.len() as f64 / weights.max(f64::MIN_POSITIVE)).sqrt()
        / mean.max(f64::MIN_POSITIVE)
}
