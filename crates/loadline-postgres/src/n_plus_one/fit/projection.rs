//! What columns leave of a counter, by plain weighted least squares with coefficients of any sign: cheap for many counters
//! beside the same columns.
//!
//! Deliberately not here: intervals (`regression`).

use super::solve::{Decomposed, Equations, product};

/// Columns, ready to be taken out of counters.
#[derive(Debug)]
pub(in crate::n_plus_one) struct Projection<'c> {
    columns: Vec<&'c [f64]>,
    weights: &'c [f64],
    decomposed: Option<Decomposed>,
}

impl<'c> Projection<'c> {
    /// Columns that are mixtures of those before them are left out.
    pub(in crate::n_plus_one) fn new(columns: &[&'c [f64]], weights: &'c [f64]) -> Self {
        let equations = Equations::new(columns, weights, &[]);
        let mut used: Vec<usize> = Vec::with_capacity(columns.len());
        let mut decomposed = None;
        for at in 0..columns.len() {
            used.push(at);
            match equations.decomposed(&used) {
                Some(better) => decomposed = Some(better),
                None => {
                    used.pop();
                }
            }
        }
        let columns = used.into_iter().map(|at| columns[at]).collect();
        Self { columns, weights, decomposed }
    }

    /// What the columns leave of these values.
    pub(in crate::n_plus_one) fn left(&self, values: &[f64]) -> Vec<f64> {
        let mut left = values.to_vec();
        let Some(decomposed) = &self.decomposed else { return left };
        let target: Vec<f64> =
            self.columns.iter().map(|column| product(column, values, self.weights)).collect();
        for (column, coefficient) in self.columns.iter().zip(decomposed.solve(&target)) {
            for (left, value) in left.iter_mut().zip(*column) {
                *left -= coefficient * value;
            }
        }
        left
    }

    /// The part of the squares of `left` that these values explain beside the columns, from 0 to 1.
    pub(in crate::n_plus_one) fn explains(&self, values: &[f64], left: &[f64]) -> f64 {
        /// What rounding leaves of a column that is a mixture of the others.
        const NOTHING: f64 = 1e-9;
        let own = self.left(values);
        let (squares, whole) =
            (product(&own, &own, self.weights), product(values, values, self.weights));
        if squares <= whole * NOTHING {
            return 0.0;
        }
        let of_left = product(left, left, self.weights);
        product(&own, left, self.weights).powi(2) / (squares * of_left).max(f64::MIN_POSITIVE)
    }
}
