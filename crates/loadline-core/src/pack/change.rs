//! A promise against a baseline: `http p95 -47%`, `http rate x3.2`.

use crate::objective::Statistic;
use crate::quantity::Share;

/// How a figure must have changed since a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The metric's name.
    pub metric: String,
    /// The figure of it, when the text names one.
    pub statistic: Option<Statistic>,
    /// How far it must have moved.
    pub bound: Bound,
}

/// How far a figure must have moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// `-47%`: lower by at least that share.
    Lower(Share),
    /// `+20%`: higher by at least that share.
    Higher(Share),
    /// `x3.2`: at least that many times as much.
    Times(f64),
}
