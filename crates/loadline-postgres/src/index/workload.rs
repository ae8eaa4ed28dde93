//! What is asked of the database: statements and how often, as pg_stat_statements, a log or a file of queries gives them.
//!
//! Deliberately not here: where they come from (`source`).

/// A statement of the workload.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkloadStatement {
    /// Its text; values may be replaced by `$1`.
    pub text: String,
    /// How often it ran.
    pub calls: f64,
    /// The time all its runs took, in milliseconds; 0 where nobody measured it.
    pub total_ms: f64,
}

impl WorkloadStatement {
    /// A statement whose time nobody measured.
    #[must_use]
    pub fn new(text: impl Into<String>, calls: f64) -> Self {
        Self { text: text.into(), calls, total_ms: 0.0 }
    }
}

/// All of them, over some stretch of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workload {
    /// The statements.
    pub statements: Vec<WorkloadStatement>,
    /// The share of the tables' written rows, as the server counts them, that falls into the same stretch; 0 when
    /// writes are not to count.
    pub writes_share: f64,
}

impl Workload {
    /// Statements that each run once, without writes.
    pub fn once<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        let statements = texts.into_iter().map(|text| WorkloadStatement::new(text, 1.0)).collect();
        Self { statements, writes_share: 0.0 }
    }
}
