//! Weighted regression: counts vary the more the larger they are, so windows weigh by the inverse of what is expected in
//! them; with one column the coefficient is then the plain quotient of the sums.
//!
//! Deliberately not here: the equations (`solve`) and signs (`non_negative`).

use super::non_negative::non_negative;
use super::solve::Equations;

/// Rounds in which weights follow the fit.
const ROUNDS: usize = 3;
/// What no window is surer of: the share by which even a perfect fit may be off. Requests and counters are not read at
/// the same moment.
const DOUBT: f64 = 0.002;

/// A column of a regression.
#[derive(Debug, Clone, Copy)]
pub(in crate::n_plus_one) struct Column<'c> {
    pub(in crate::n_plus_one) values: &'c [f64],
    /// Whether its coefficient may be below zero.
    pub(in crate::n_plus_one) is_free: bool,
    /// How many standard errors its coefficient must be above zero to be needed.
    pub(in crate::n_plus_one) errors_min: f64,
}

/// What a regression found.
#[derive(Debug, Clone)]
pub(in crate::n_plus_one) struct Fit {
    /// By column.
    pub(in crate::n_plus_one) coefficients: Vec<f64>,
    /// Standard errors by column; infinite where the column is not used.
    pub(in crate::n_plus_one) errors: Vec<f64>,
    /// The weighted sum of squares that is left.
    pub(in crate::n_plus_one) left: f64,
    /// Windows beyond those that the coefficients use up.
    pub(in crate::n_plus_one) freedom: f64,
    /// What is left of each window.
    pub(in crate::n_plus_one) residuals: Vec<f64>,
    /// The weights it ended with.
    pub(in crate::n_plus_one) weights: Vec<f64>,
}

impl Fit {
    /// How many standard errors a coefficient is from zero.
    pub(in crate::n_plus_one) fn distance(&self, column: usize) -> f64 {
        self.coefficients[column].abs() / self.errors[column].max(f64::MIN_POSITIVE)
    }

    /// The variance of a window of weight one.
    pub(in crate::n_plus_one) fn variance(&self) -> f64 {
        self.left / self.freedom.max(1.0)
    }
}

/// The fit with all columns. `weights` are those of another fit that this one is to be compared with.
pub(in crate::n_plus_one) fn fit(
    columns: &[Column<'_>],
    target: &[f64],
    weights: Option<&[f64]>,
) -> Fit {
    let values: Vec<&[f64]> = columns.iter().map(|column| column.values).collect();
    let is_free: Vec<bool> = columns.iter().map(|column| column.is_free).collect();
    let mut weights =
        weights.map_or_else(|| (vec![1.0; target.len()], ROUNDS), |weights| (weights.to_vec(), 1));
    let mut first: Vec<usize> = Vec::new();
    loop {
        let equations = Equations::new(&values, &weights.0, target);
        let coefficients = non_negative(&equations, &is_free, &first);
        let expected = mixture(&values, &coefficients, target.len());
        if weights.1 <= 1 {
            return Fit::of(&values, coefficients, &expected, target, weights.0);
        }
        first = (0..coefficients.len()).filter(|at| coefficients[*at] != 0.0).collect();
        weights = (weights_of(&expected), weights.1 - 1);
    }
}

/// The fit with the columns that are needed: the weakest goes until all that are left stand. Errors are at least those
/// of the fit with all columns: which ones are needed is not known for certain either.
pub(in crate::n_plus_one) fn needed(columns: &[Column<'_>], target: &[f64]) -> Fit {
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    loop {
        let of_kept: Vec<Column<'_>> = kept.iter().map(|at| columns[*at]).collect();
        let found = fit(&of_kept, target, None);
        let standing = |at: usize| found.distance(at) / columns[kept[at]].errors_min.max(1e-9);
        let weakest = (0..kept.len())
            .filter(|at| !of_kept[*at].is_free)
            .map(|at| (at, standing(at)))
            .filter(|(_, standing)| *standing < 1.0)
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match weakest {
            Some((at, _)) => {
                kept.remove(at);
            }
            None => return found.spread(&kept, columns.len()).widened(columns, target),
        }
    }
}

impl Fit {
    fn of(
        values: &[&[f64]],
        coefficients: Vec<f64>,
        expected: &[f64],
        target: &[f64],
        weights: Vec<f64>,
    ) -> Self {
        let used: Vec<usize> = (0..values.len()).filter(|at| coefficients[*at] != 0.0).collect();
        let residuals: Vec<f64> =
            target.iter().zip(expected).map(|(target, expected)| target - expected).collect();
        let left: f64 =
            residuals.iter().zip(&weights).map(|(left, weight)| left * left * weight).sum();
        let doubt: f64 = expected
            .iter()
            .zip(&weights)
            .map(|(mean, weight)| (DOUBT * mean).powi(2) * weight)
            .sum();
        let freedom = target.len().saturating_sub(used.len()) as f64;
        let mut found = Self {
            errors: vec![f64::INFINITY; values.len()],
            coefficients,
            left: left.max(doubt),
            freedom,
            residuals,
            weights,
        };
        let columns: Vec<&[f64]> = used.iter().map(|at| values[*at]).collect();
        for (at, error) in used.iter().zip(errors(&columns, &found.residuals, &found)) {
            found.errors[*at] = error;
        }
        found
    }

    /// The same fit with places for columns that were left out.
    fn spread(mut self, kept: &[usize], size: usize) -> Self {
        let (mut coefficients, mut errors) = (vec![0.0; size], vec![f64::INFINITY; size]);
        for (at, column) in kept.iter().enumerate() {
            coefficients[*column] = self.coefficients[at];
            errors[*column] = self.errors[at];
        }
        self.coefficients = coefficients;
        self.errors = errors;
        self
    }

    /// With the errors of the fit with all columns, and what both fits differ by.
    fn widened(mut self, columns: &[Column<'_>], target: &[f64]) -> Self {
        let free: Vec<Column<'_>> =
            columns.iter().map(|column| Column { is_free: true, ..*column }).collect();
        let whole = fit(&free, target, Some(&self.weights));
        for (at, error) in self.errors.iter_mut().enumerate() {
            let wide = whole.errors[at].hypot(whole.coefficients[at] - self.coefficients[at]);
            if wide.is_finite() && whole.freedom > 0.0 {
                *error = error.max(wide);
            }
        }
        self
    }
}

/// Standard errors: the larger of the usual ones and of those that hold when windows differ in how much they vary
/// (White 1980, with the small-sample factor of MacKinnon and White 1985, HC1).
fn errors(columns: &[&[f64]], residuals: &[f64], found: &Fit) -> Vec<f64> {
    let all: Vec<usize> = (0..columns.len()).collect();
    let equations = Equations::new(columns, &found.weights, residuals);
    let Some(decomposed) = equations.decomposed(&all) else {
        return vec![f64::INFINITY; columns.len()];
    };
    let inverse = decomposed.inverse();
    let squares: Vec<f64> = residuals
        .iter()
        .zip(&found.weights)
        .map(|(left, weight)| (left * weight).powi(2))
        .collect();
    let meat = Equations::new(columns, &squares, residuals);
    let factor = residuals.len() as f64 / found.freedom.max(1.0);
    let robust = |at: usize| {
        let row = &inverse[at];
        let sum = |first: usize| -> f64 {
            row.iter().enumerate().map(|(second, value)| meat.at(first, second) * value).sum()
        };
        factor * row.iter().enumerate().map(|(first, value)| value * sum(first)).sum::<f64>()
    };
    all.iter()
        .map(|at| (found.variance() * inverse[*at][*at]).max(robust(*at)).max(0.0).sqrt())
        .collect()
}

fn mixture(values: &[&[f64]], coefficients: &[f64], length: usize) -> Vec<f64> {
    let mut sums = vec![0.0; length];
    for (column, coefficient) in values.iter().zip(coefficients).filter(|(_, value)| **value != 0.0)
    {
        for (sum, value) in sums.iter_mut().zip(*column) {
            *sum += coefficient * value;
        }
    }
    sums
}

/// The inverse of what is expected; windows in which nothing is expected weigh no more than a twentieth of the mean would.
fn weights_of(expected: &[f64]) -> Vec<f64> {
    let mean = expected.iter().sum::<f64>() / expected.len().max(1) as f64;
    let least = (mean * 0.05).max(1e-6);
    expected.iter().map(|mean| 1.0 / mean.max(least)).collect()
}
