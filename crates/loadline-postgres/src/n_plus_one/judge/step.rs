//! Endpoints in step: where the load called them always in the same proportion, nobody can say which of them sends a
//! statement.

use super::table::Table;
use crate::n_plus_one::fit::{Column, fit};

/// Standard errors by which an explanation without the endpoint must be worse.
const ERRORS_MIN: f64 = 3.0;
/// The part of the calls from which on an endpoint is one that could send them.
const SHARE_MIN: f64 = 0.2;

/// The endpoints among `places` that explain `target` as well without this one; none where it is needed.
pub(super) fn stand_ins(
    table: &Table,
    target: &[f64],
    places: &[usize],
    endpoint: usize,
) -> Vec<usize> {
    let all = table.columns();
    let mut columns: Vec<Column<'_>> = places.iter().map(|place| all[*place]).collect();
    let whole = fit(&columns, target, None);
    let nothing = vec![0.0; target.len()];
    for (column, place) in columns.iter_mut().zip(places) {
        if *place == endpoint {
            column.values = &nothing;
        }
    }
    let without = fit(&columns, target, Some(&whole.weights));
    let worse = (without.left - whole.left) / whole.variance().max(f64::MIN_POSITIVE);
    if worse > ERRORS_MIN.powi(2) {
        return Vec::new();
    }
    let sum: f64 = target.iter().sum();
    let share = |at: usize| without.coefficients[at] * table.requests_of(places[at]) / sum;
    (0..places.len()).filter(|at| share(*at) >= SHARE_MIN).map(|at| places[at]).collect()
}
