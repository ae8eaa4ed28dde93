//! Counters of one statement, and a reading of all.
//!
//! Deliberately not here: where they come from (`reader`), and differences (`delta`).

use std::collections::HashMap;
use std::sync::Arc;

/// What tells counters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementKey {
    /// The role, as its number.
    pub role: i64,
    /// The database, as its number.
    pub database: i64,
    /// The server's fingerprint of the statement.
    pub query_id: i64,
    /// Whether a client sent it, rather than a function.
    pub is_top_level: bool,
}

/// What the server counted. Times are milliseconds, blocks are pages of the server (8 KB as a rule).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counters {
    /// Executions.
    pub calls: i64,
    /// Time of all executions.
    pub total_ms: f64,
    /// The longest since the statistics began; a difference of two readings has none.
    pub max_ms: f64,
    /// Standard deviation since the statistics began; a difference of two readings has none.
    pub stddev_ms: f64,
    /// Rows returned or changed.
    pub rows: i64,
    /// Pages found in the server's own memory.
    pub hit_blocks: i64,
    /// Pages asked of the system.
    pub read_blocks: i64,
    /// Pages of temporary files written, by sorts and hashes that did not fit.
    pub temp_blocks: i64,
    /// Bytes written to the log.
    pub wal_bytes: i64,
    /// Time spent reading and writing, where `track_io_timing` is on.
    pub io_ms: f64,
}

impl Counters {
    /// Time of an execution on average.
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        per_call(self.total_ms, self.calls)
    }

    /// Rows of an execution on average.
    #[must_use]
    pub fn rows_per_call(&self) -> f64 {
        per_call(self.rows as f64, self.calls)
    }

    /// Pages touched by an execution on average.
    #[must_use]
    pub fn blocks_per_call(&self) -> f64 {
        per_call((self.hit_blocks + self.read_blocks) as f64, self.calls)
    }

    /// What was counted since `earlier`.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            calls: self.calls - earlier.calls,
            total_ms: (self.total_ms - earlier.total_ms).max(0.0),
            max_ms: 0.0,
            stddev_ms: 0.0,
            rows: self.rows - earlier.rows,
            hit_blocks: self.hit_blocks - earlier.hit_blocks,
            read_blocks: self.read_blocks - earlier.read_blocks,
            temp_blocks: self.temp_blocks - earlier.temp_blocks,
            wal_bytes: self.wal_bytes - earlier.wal_bytes,
            io_ms: (self.io_ms - earlier.io_ms).max(0.0),
        }
    }
}

fn per_call(total: f64, calls: i64) -> f64 {
    if calls > 0 { total / calls as f64 } else { 0.0 }
}

/// A statement with its counters.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What tells it apart.
    pub key: StatementKey,
    /// Its text with `$1` for values, cut at the reader's limit; empty where the server had none left.
    pub text: Arc<str>,
    /// What was counted.
    pub counters: Counters,
}

/// All counters at one moment.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Seconds of the server's clock.
    pub at_s: f64,
    /// When the statistics began, in seconds of the server's clock, where the server says so (14 and later).
    pub began_s: Option<f64>,
    /// Statements that were thrown out because too many different ones came, since the statistics began.
    pub evicted: i64,
    /// Statements of others whose identity this role may not see.
    pub hidden: usize,
    /// Whether no text can be read, as one of them does not fit this database's encoding.
    pub are_texts_unreadable: bool,
    /// Counters by statement.
    pub counters: HashMap<StatementKey, Counters>,
}

impl Reading {
    /// The statements, each with its text.
    #[must_use]
    pub fn statements(&self, texts: &HashMap<i64, Arc<str>>) -> Vec<Statement> {
        let statement = |(key, counters): (&StatementKey, &Counters)| Statement {
            key: *key,
            text: texts.get(&key.query_id).cloned().unwrap_or_default(),
            counters: *counters,
        };
        self.counters.iter().map(statement).collect()
    }
}
