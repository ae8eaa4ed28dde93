//! What is asked of the database: statements and how often, as pg_stat_statements, a log or a file of queries gives them.

/// A statement of the workload.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkloadStatement {
    /// Its text; values may be replaced by `$1`.
    pub text: String,
    /// How often it ran.
    pub calls: f64,
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
        let statement = |text: T| WorkloadStatement { text: text.into(), calls: 1.0 };
        Self { statements: texts.into_iter().map(statement).collect(), writes_share: 0.0 }
    }
}
