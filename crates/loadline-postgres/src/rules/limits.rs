//! From where on a figure is worth a word. In come nothing; out go defaults that tests and arguments may change.
//!
//! Deliberately not here: limits that are facts of PostgreSQL, which stand beside their rule.

/// Limits of the rules.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A statement's mean from which it is slow whatever its class (T15).
    pub slow_mean_ms: f64,
    /// Executions before a mean means anything.
    pub slow_calls_min: i64,
    /// How long a transaction may wait for its client.
    pub idle_in_transaction_s: f64,
    /// How long a connection may rest before it counts as forgotten.
    pub idle_s: f64,
    /// How long a session may wait for a lock.
    pub blocked_s: f64,
    /// How long a prepared transaction may stay.
    pub prepared_s: f64,
    /// The share of `max_connections` that may be taken.
    pub connections_share: f64,
    /// Rows of a table from which reading all of it is worth a word.
    pub scanned_rows_min: f64,
    /// Dead rows below which a table is left alone.
    pub dead_rows_min: i64,
    /// Wasted bytes below which a table is left alone.
    pub bloat_bytes_min: i64,
    /// The share of a sequence's numbers that may be used up.
    pub sequence_share: f64,
    /// Transactions since the oldest frozen row, beyond `autovacuum_freeze_max_age`, as a share of what is possible at all.
    pub wraparound_age: i64,
    /// Bytes of the log that a replica may be behind.
    pub lag_bytes: i64,
    /// Seconds that a replica may be behind.
    pub lag_s: f64,
    /// Bytes of the log that a slot may keep.
    pub slot_bytes: i64,
    /// Bytes from which a table is worth cutting into parts.
    pub partition_bytes: i64,
    /// How long a pooler's client may wait.
    pub pool_wait_s: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            slow_mean_ms: 100.0,
            slow_calls_min: 5,
            idle_in_transaction_s: 5.0,
            idle_s: 3_600.0,
            blocked_s: 5.0,
            prepared_s: 300.0,
            connections_share: 0.8,
            scanned_rows_min: 10_000.0,
            dead_rows_min: 50_000,
            bloat_bytes_min: 32 << 20,
            sequence_share: 0.75,
            wraparound_age: 500_000_000,
            lag_bytes: 64 << 20,
            lag_s: 10.0,
            slot_bytes: 1 << 30,
            partition_bytes: 50 << 30,
            pool_wait_s: 1.0,
        }
    }
}
