//! Symmetric equations of a few unknowns, by Cholesky's decomposition.
//!
//! Deliberately not here: large or sparse systems.

/// A pivot below this share of its diagonal means that a column is a mixture of the others.
const PIVOT_MIN: f64 = 1e-9;

/// The normal equations of a weighted regression: a matrix of sums of products, and the sums with the target.
#[derive(Debug, Clone)]
pub(super) struct Equations {
    size: usize,
    matrix: Vec<f64>,
    pub(super) target: Vec<f64>,
}

impl Equations {
    pub(super) fn new(columns: &[&[f64]], weights: &[f64], target: &[f64]) -> Self {
        let size = columns.len();
        let mut matrix = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let sum = product(columns[row], columns[column], weights);
                matrix[row * size + column] = sum;
                matrix[column * size + row] = sum;
            }
        }
        let target = columns.iter().map(|column| product(column, target, weights)).collect();
        Self { size, matrix, target }
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.matrix[row * self.size + column]
    }

    /// The equations of some unknowns, taken apart; none where one of them is a mixture of the others.
    pub(super) fn decomposed(&self, unknowns: &[usize]) -> Option<Decomposed> {
        let size = unknowns.len();
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let known: f64 =
                    (0..column).map(|at| lower[row * size + at] * lower[column * size + at]).sum();
                let whole = self.at(unknowns[row], unknowns[column]);
                let left = whole - known;
                if row != column {
                    lower[row * size + column] = left / lower[column * size + column];
                } else if left > whole * PIVOT_MIN && left > 0.0 {
                    lower[row * size + row] = left.sqrt();
                } else {
                    return None;
                }
            }
        }
        Some(Decomposed { size, lower })
    }
}

/// Equations that are ready to be solved.
#[derive(Debug)]
pub(super) struct Decomposed {
    size: usize,
    lower: Vec<f64>,
}

impl Decomposed {
    pub(super) fn solve(&self, target: &[f64]) -> Vec<f64> {
        let size = self.size;
        let mut solved = target.to_vec();
        for row in 0..size {
            let known: f64 = (0..row).map(|at| self.lower[row * size + at] * solved[at]).sum();
            solved[row] = (solved[row] - known) / self.lower[row * size + row];
        }
        for row in (0..size).rev() {
            let known: f64 =
                (row + 1..size).map(|at| self.lower[at * size + row] * solved[at]).sum();
            solved[row] = (solved[row] - known) / self.lower[row * size + row];
        }
        solved
    }

    /// The inverse, row by row.
    pub(super) fn inverse(&self) -> Vec<Vec<f64>> {
        let unit = |at: usize| {
            let mut column = vec![0.0; self.size];
            column[at] = 1.0;
            column
        };
        (0..self.size).map(|at| self.solve(&unit(at))).collect()
    }
}

/// The weighted sum of products.
pub(super) fn product(a: &[f64], b: &[f64], weights: &[f64]) -> f64 {
    a.iter().zip(b).zip(weights).map(|((a, b), weight)| a * b * weight).sum()
}
