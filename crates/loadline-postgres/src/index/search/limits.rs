//! When the search ends, and what it had found by then.

/// Bounds of a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Plans asked for at most.
    pub plans_max: u64,
    /// Seconds on the clock at most, by the clock given.
    pub time_max_s: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { plans_max: 20_000, time_max_s: 30.0 }
    }
}

/// A point of the search's course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Seconds since the search began.
    pub time_s: f64,
    /// Plans asked for by then.
    pub plans: u64,
    /// The cost of the best choice by then.
    pub cost: f64,
    /// Its size.
    pub size_bytes: f64,
}
