//! Least squares with coefficients of zero and above, by the active sets of Lawson and Hanson (Solving Least Squares
//! Problems, 1974, chapter 23), on the normal equations. Some coefficients may be let go below zero.
//!
//! Deliberately not here: weights and intervals (`regression`).

use super::solve::Equations;

/// A gradient below this share of what it could be is none.
const GRADIENT_MIN: f64 = 1e-10;

/// The coefficients; those of columns that are not needed are zero. `first` names columns to begin with.
pub(super) fn non_negative(equations: &Equations, is_free: &[bool], first: &[usize]) -> Vec<f64> {
    let size = is_free.len();
    let mut found = vec![0.0; size];
    let mut banned = vec![false; size];
    let mut chosen: Vec<usize> = Vec::with_capacity(size);
    for column in first {
        try_to_add(equations, &mut chosen, &mut banned, *column);
    }
    for column in (0..size).filter(|column| is_free[*column] && !first.contains(column)) {
        try_to_add(equations, &mut chosen, &mut banned, column);
    }
    settle(equations, is_free, &mut chosen, &mut found);
    // Each round adds a column; one that comes back too often would be a matter of rounding.
    for _ in 0..3 * size {
        let Some(next) = steepest(equations, &chosen, &banned, &found) else { break };
        if try_to_add(equations, &mut chosen, &mut banned, next) {
            settle(equations, is_free, &mut chosen, &mut found);
            banned[next] |= !chosen.contains(&next);
        }
    }
    found
}

fn try_to_add(
    equations: &Equations,
    chosen: &mut Vec<usize>,
    banned: &mut [bool],
    column: usize,
) -> bool {
    chosen.push(column);
    let is_fine = equations.decomposed(chosen).is_some();
    if !is_fine {
        chosen.pop();
        banned[column] = true;
    }
    is_fine
}

/// The column that would better the fit most.
fn steepest(
    equations: &Equations,
    chosen: &[usize],
    banned: &[bool],
    found: &[f64],
) -> Option<usize> {
    let gradient = |column: usize| {
        let explained: f64 =
            found.iter().enumerate().map(|(at, value)| equations.at(column, at) * value).sum();
        let scale = equations.at(column, column).sqrt();
        (equations.target[column] - explained) / scale.max(f64::MIN_POSITIVE)
    };
    let least =
        GRADIENT_MIN * equations.target.iter().fold(0.0_f64, |most, sum| most.max(sum.abs()));
    (0..found.len())
        .filter(|column| !chosen.contains(column) && !banned[*column])
        .map(|column| (column, gradient(column)))
        .filter(|(column, gradient)| *gradient * equations.at(*column, *column).sqrt() > least)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(column, _)| column)
}

/// Solves for the chosen columns and drops those that would go below zero, until none does.
fn settle(equations: &Equations, is_free: &[bool], chosen: &mut Vec<usize>, found: &mut [f64]) {
    while let Some(decomposed) = equations.decomposed(chosen) {
        let target: Vec<f64> = chosen.iter().map(|column| equations.target[*column]).collect();
        let solved = decomposed.solve(&target);
        let is_below = |at: usize| solved[at] <= 0.0 && !is_free[chosen[at]];
        // How far the way leads before the first coefficient reaches zero.
        let step = (0..chosen.len())
            .filter(|at| is_below(*at))
            .map(|at| found[chosen[at]] / (found[chosen[at]] - solved[at]).max(f64::MIN_POSITIVE))
            .fold(1.0_f64, f64::min);
        let reached = (0..chosen.len()).any(is_below);
        for (at, column) in chosen.iter().enumerate() {
            found[*column] += step * (solved[at] - found[*column]);
        }
        if !reached {
            break;
        }
        let before = chosen.len();
        let below: Vec<usize> =
            (0..chosen.len()).filter(|at| is_below(*at)).map(|at| chosen[at]).collect();
        let zero = |column: &usize| below.contains(column) && found[*column] <= 1e-12;
        chosen.retain(|column| !zero(column));
        if chosen.len() == before {
            chosen.retain(|column| !below.contains(column));
        }
        for column in below.iter().filter(|column| !chosen.contains(column)) {
            found[*column] = 0.0;
        }
    }
}
