//! What a proof may do and how long it may take.

use std::time::Duration;

use crate::index::AdviseOptions;

/// What others on the database may have to put up with while the proof runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Consent {
    /// Nothing: no proof is made.
    #[default]
    None,
    /// Who writes to a table with a new index waits until the end, as with any `CREATE INDEX`. Needs a superuser, since
    /// only one can hide an index from plans without locking readers out.
    WritersWait,
    /// Readers wait too. Right for a copy or a staging server, where nobody else works; needs no more than ownership of
    /// the tables.
    AllWait,
}

/// The proof's options.
#[derive(Debug, Clone)]
pub struct ProveOptions {
    /// What others may have to put up with; nothing is built without.
    pub consent: Consent,
    /// Bytes the kept indexes may take together, as built.
    pub budget_bytes: f64,
    /// The longest the whole may take; what is not measured by then is said.
    pub time_max: Duration,
    /// The longest one statement may run. One that exceeds it only without the indexes is rescued.
    pub statement_time_max: Duration,
    /// A statement may become slower by this share.
    pub slower_share_max: f64,
    /// Keep indexes even where they make a statement slower than that; it is shown.
    pub accept_slower: bool,
    /// Try other indexes than the chosen ones, too: those of other budgets and those that carry no columns along. Takes more
    /// time and disk, and finds a better set, since the planner's cost is a poor judge.
    pub alternatives: bool,
    /// How candidates for alternatives are thought of.
    pub advise: AdviseOptions,
    /// The longest wait for a lock.
    pub lock_timeout: Duration,
}

impl Default for ProveOptions {
    fn default() -> Self {
        let advise = AdviseOptions::default();
        Self {
            consent: Consent::None,
            budget_bytes: advise.budget_bytes,
            time_max: Duration::from_secs(600),
            statement_time_max: Duration::from_secs(60),
            slower_share_max: 0.10,
            accept_slower: false,
            alternatives: false,
            advise,
            lock_timeout: Duration::from_secs(1),
        }
    }
}
