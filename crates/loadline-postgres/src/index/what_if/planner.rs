//! The question: what does this statement cost under these indexes, and which of them does its plan use?

use std::future::Future;

use crate::index::search::Set;

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The planner's cost.
    pub cost: f64,
    /// The candidates its plan uses.
    pub used: Set,
}

/// Whoever answers.
pub trait WhatIf {
    /// What goes wrong.
    type Error;

    /// Plans a statement while exactly those candidates exist that are in `configuration`, among the ones `relevant` to
    /// the statement; others do not matter to it.
    fn plan(
        &mut self,
        statement: usize,
        relevant: &Set,
        configuration: &Set,
    ) -> impl Future<Output = Result<Planned, Self::Error>>;
}
