//! What comes out: each index with its fate, each statement with its time before and after, and the total.

use std::collections::BTreeMap;

use super::interval::Interval;
use crate::index::{Recommended, SkipReason};

/// Where an index comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The advice chose it.
    Chosen,
    /// A choice under other limits has it.
    Alternative,
    /// A rule offers it.
    Rule,
}

/// A statement that needs an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// The statement's place in the workload.
    pub statement: usize,
    /// Its time without this index, all other kept ones there, to its time with all kept ones. None where it does not end
    /// in time without.
    pub without: Option<Interval>,
}

/// Why an index was withdrawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Withdrawal {
    /// The server would not build it.
    NotBuilt {
        /// What it said.
        why: String,
    },
    /// No plan of a statement that was run uses it.
    Unused,
    /// Nothing becomes measurably slower without it.
    NothingSlower,
    /// It makes a statement slower than is accepted.
    Slows {
        /// The statement's place in the workload.
        statement: usize,
        /// Its time with the index to its time without any.
        ratio: f64,
    },
    /// Others save more in the same space.
    OverBudget,
}

/// What became of an index.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It helps.
    Kept {
        /// Seconds of the workload that it saves, all other kept ones there; at least, where a statement does not end in
        /// time without it.
        saves_s: f64,
        /// Statements that are slower without it.
        needs: Vec<Need>,
    },
    /// Only statements that could not be run use it, or time ended before it was looked at: neither proven nor withdrawn.
    Unproven,
    /// It is not recommended any more.
    Withdrawn(Withdrawal),
}

/// An index that was built.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvenIndex {
    /// The statement that makes it for good.
    pub sql: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The same as advice has it. None where a caller gave the statement alone.
    pub recommended: Option<Recommended>,
    /// Its size as the advice had it.
    pub estimated_bytes: f64,
    /// Its size on disk; 0 where it was not built.
    pub size_bytes: u64,
    /// Seconds its building took.
    pub build_s: f64,
    /// What became of it.
    pub fate: Fate,
}

/// How a statement's time changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Its plan is the same, so nothing was run again.
    SamePlan,
    /// Run with and without in turns.
    Measured {
        /// Its time after to its time before.
        ratio: Interval,
        /// Pairs of runs.
        pairs: usize,
    },
    /// It did not end in time before and does now.
    Rescued {
        /// Its time after to the time limit: the ratio is at most that.
        at_most: f64,
    },
    /// It did not end in time before and does not now, and its plan changed.
    TooSlow,
    /// Its plan changes, and time ended before it could be run.
    OutOfTime,
    /// It was not run.
    NotRun {
        /// What the server said, or what is missing.
        why: String,
    },
}

/// A statement, with and without the kept indexes.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementProof {
    /// Its place in the workload.
    pub number: usize,
    /// How often the workload has it.
    pub calls: f64,
    /// Seconds of one run before. None where it was not run or did not end in time.
    pub before_s: Option<f64>,
    /// Seconds of one run after.
    pub after_s: Option<f64>,
    /// What changed.
    pub change: Change,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Indexes in the order of the advice, alternatives after them.
    pub indexes: Vec<ProvenIndex>,
    /// Statements in the order of the workload; those skipped are not among them.
    pub statements: Vec<StatementProof>,
    /// Statements left out before anything was run, by reason.
    pub skipped: BTreeMap<SkipReason, usize>,
    /// Seconds of the workload before, calls counted, over statements with a time before and after.
    pub before_s: f64,
    /// Seconds of the same after.
    pub after_s: f64,
    /// `after_s` to `before_s`. None where no statement has both.
    pub ratio: Option<Interval>,
    /// Statements that did not end in time before and do now.
    pub rescued: usize,
    /// Bytes of the kept indexes, as built.
    pub size_bytes: u64,
    /// Runs of statements.
    pub runs: usize,
    /// Seconds the proof took.
    pub took_s: f64,
    /// Whether time ended before everything was measured as well as wanted.
    pub out_of_time: bool,
}

impl Proof {
    /// The indexes that helped.
    pub fn kept(&self) -> impl Iterator<Item = &ProvenIndex> {
        self.indexes.iter().filter(|index| matches!(index.fate, Fate::Kept { .. }))
    }
}
