//! What a proof is at, for whoever waits.

/// A step. Numbers count from 1.
#[derive(Debug, Clone, PartialEq)]
pub enum ProveStep<'a> {
    /// The database is copied under this name.
    Copying {
        /// The copy.
        name: &'a str,
    },
    /// An index is built.
    Building {
        /// Its place.
        number: usize,
        /// All of them.
        of: usize,
        /// The statement.
        sql: &'a str,
    },
    /// A statement runs as things are.
    Measuring {
        /// Its place among those that run.
        number: usize,
        /// All of them.
        of: usize,
    },
    /// A set of indexes was judged.
    Choosing {
        /// How many are in the set.
        indexes: usize,
        /// The workload's time with it as a share of the time without; far more where it breaks a bound.
        time_share: f64,
    },
    /// A statement runs with and without the set in turns.
    Confirming {
        /// Its place among those whose plan changes.
        number: usize,
        /// All of them.
        of: usize,
    },
    /// Everything is rolled back.
    Undoing,
}
