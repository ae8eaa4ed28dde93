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

/// From where on an index is worth having. All four limits hold at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Plans below this cost are all the same, in units of the planner's cost (a page read in order is 1): the way to the
    /// server and back takes longer.
    pub quick_cost: f64,
    /// The share of its own cost that a statement must save.
    pub statement_share_min: f64,
    /// The share that any index must save of what the workload costs once each statement has its best plan.
    pub workload_share_min: f64,
    /// The share of the same that an index as large as all tables together must save; smaller ones in proportion. Disk, memory, backups and replicas pay for each byte.
    pub rent_share: f64,
}

impl Worth {
    /// Whatever saves anything at all: to compare with tools that know no such limits.
    pub const ANYTHING: Self = Self {
        quick_cost: 0.0,
        statement_share_min: 0.0,
        workload_share_min: 0.0,
        rent_share: 0.0,
    };

    /// Whether a statement's cost fell far enough.
    #[must_use]
    pub(crate) fn is_saving(&self, before: f64, after: f64) -> bool {
        before - after >= self.statement_share_min * before
    }

    /// The share of the workload's cost that an index of this size must save before it is worth having.
    #[must_use]
    pub(crate) fn rent_of(&self, size_bytes: f64, tables_bytes: f64) -> f64 {
        self.workload_share_min + self.rent_share * size_bytes / tables_bytes.max(1.0)
    }
}

impl Default for Worth {
    fn default() -> Self {
        Self {
            quick_cost: 20.0,
            statement_share_min: 0.05,
            workload_share_min: 0.005,
            rent_share: 0.05,
        }
    }
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
    /// From where on an index is worth having.
    pub worth: Worth,
    /// When to stop.
    pub limits: Limits,
    /// Statements looked at: those that took the most time first, or where nobody measured that, had the most calls.
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
            worth: Worth::default(),
            limits: Limits::default(),
            statements_max: 500,
            seed: 17,
        }
    }
}
