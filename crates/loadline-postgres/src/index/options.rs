//! What the choice of indexes may be told.

use super::candidate::CandidateOptions;
use super::search::Limits;

/// Whose sizes fill the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sizes {
    /// What an index takes once it is built.
    #[default]
    Built,
    /// What HypoPG says, which is some three times as much: to compare with other tools.
    HypoPg,
}

/// The choice's options.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdviseOptions {
    /// Kinds of indexes to think of.
    pub candidates: CandidateOptions,
    /// Bytes all new indexes may take together.
    pub budget_bytes: f64,
    /// Whose sizes fill the budget.
    pub sizes: Sizes,
    /// When to stop.
    pub limits: Limits,
    /// Statements looked at, those with the most calls first.
    pub statements_max: usize,
    /// Where chance begins: the same seed gives the same choice, as long as no limit ends it.
    pub seed: u64,
}

impl Default for AdviseOptions {
    fn default() -> Self {
        Self {
            candidates: CandidateOptions::default(),
            budget_bytes: f64::from(1 << 30),
            sizes: Sizes::Built,
            limits: Limits::default(),
            statements_max: 500,
            seed: 17,
        }
    }
}
