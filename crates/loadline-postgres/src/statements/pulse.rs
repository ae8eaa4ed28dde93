//! What a server does right now: two or three cheap statements a look, and what happened between two looks. In comes a
//! session; out go rates, connections by state, and the statements that took the time.
//!
//! Deliberately not here: texts of statements that were seen before, and drawing.

use std::collections::BTreeMap;

use super::classes::Classes;
use super::counters::{Counters, Reading, Statement};
use super::delta::between;
use super::kind::StatementClass;
use super::lag::LagWatch;
use super::order::StatementOrder;
use super::reader::StatementReader;
use crate::session::{Cells as _, Session, SessionError};

/// Statements kept of a look.
const TOP_MAX: usize = 10;

const TOTALS: &str = "\
SELECT extract(epoch FROM clock_timestamp())::float8 AS at, sum(xact_commit + xact_rollback)::int8 AS transactions,
       sum(blks_hit)::int8 AS hit_blocks, sum(blks_read)::int8 AS read_blocks, sum(temp_bytes)::int8 AS temp_bytes,
       sum(tup_inserted + tup_updated + tup_deleted)::int8 AS rows_written, sum(deadlocks)::int8 AS deadlocks
  FROM pg_stat_database";

const STATES: &str = "\
SELECT count(*) FILTER (WHERE state = 'active') AS active, count(*) FILTER (WHERE state = 'idle') AS idle,
       count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS in_transaction,
       count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting, count(*) AS connections,
       extract(epoch FROM max(clock_timestamp() - xact_start))::float8 AS oldest_s,
       current_setting('max_connections')::int8 AS connections_max,
       (SELECT count(*) FROM pg_stat_replication) AS replicas,
       (SELECT extract(epoch FROM max(replay_lag))::float8 FROM pg_stat_replication) AS replay_lag_s,
       (SELECT min(pg_wal_lsn_diff(replay_lsn, '0/0'))::int8 FROM pg_stat_replication) AS shown,
       CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::int8 END AS written,
       (CASE WHEN NOT pg_is_in_recovery() THEN NULL
             WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
                  AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0
             ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END)::float8 AS own_lag_s
  FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

/// Connections by what they do.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct States {
    /// All of clients.
    pub connections: i64,
    /// Running a statement.
    pub active: i64,
    /// At rest.
    pub idle: i64,
    /// At rest in a transaction.
    pub in_transaction: i64,
    /// Waiting for a lock.
    pub waiting: i64,
    /// Seconds of the oldest transaction.
    pub oldest_s: f64,
    /// As many as the server allows.
    pub connections_max: i64,
    /// Replicas that stream from here.
    pub replicas: i64,
    /// Seconds that the slowest replica is behind, or the server itself where it is one; none where nobody says so.
    pub lag_s: Option<f64>,
}

/// What a server did since the last look, or what it does.
#[derive(Debug, Clone, Default)]
pub struct Pulse {
    /// Seconds between the looks, by the server's clock.
    pub seconds: f64,
    /// Connections now.
    pub states: States,
    /// Transactions a second.
    pub transactions_per_s: f64,
    /// Rows written a second.
    pub rows_written_per_s: f64,
    /// The share of pages found in the server's memory; none where none was touched.
    pub hit_share: Option<f64>,
    /// Pages found in the server's memory since the last look.
    pub hit_blocks: u64,
    /// Pages asked of the system since the last look.
    pub read_blocks: u64,
    /// Bytes of temporary files a second.
    pub temp_bytes_per_s: f64,
    /// Deadlocks since the last look.
    pub deadlocks: i64,
    /// Executions a second, where statements are counted.
    pub calls_per_s: Option<f64>,
    /// Time of an execution on average.
    pub mean_ms: f64,
    /// Whether somebody reset the statistics of statements since the last look.
    pub was_reset: bool,
    /// Statements that the server threw out since the last look, with their counters.
    pub evicted: i64,
    /// What statements of each class came to.
    pub classes: BTreeMap<StatementClass, Counters>,
    /// The statements that took most of the time.
    pub top: Vec<Statement>,
    /// All statements that ran, those that took most of the time first.
    pub ran: Vec<Statement>,
}

/// Totals of a look.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    at_s: f64,
    transactions: i64,
    hit_blocks: i64,
    read_blocks: i64,
    temp_bytes: i64,
    rows_written: i64,
    deadlocks: i64,
}

/// Looks at a server again and again.
#[derive(Debug)]
pub struct PulseReader {
    reader: Option<StatementReader>,
    totals: Totals,
    reading: Reading,
    classes: Classes,
    lag: LagWatch,
}

impl PulseReader {
    /// Takes a first look, which the second is held against.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn start(session: &Session) -> Result<Self, SessionError> {
        let mut reader = StatementReader::new(session);
        let reading = match &mut reader {
            Some(reader) => reader.read(session).await?,
            None => Reading::default(),
        };
        let (classes, lag) = (Classes::default(), LagWatch::default());
        Ok(Self { reader, totals: totals(session).await?, reading, classes, lag })
    }

    /// What happened since the last look.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn look(&mut self, session: &Session) -> Result<Pulse, SessionError> {
        let (before, now) = (self.totals, totals(session).await?);
        self.totals = now;
        let seconds = (now.at_s - before.at_s).max(f64::MIN_POSITIVE);
        // Statistics that were set back show what was counted since.
        let since = |now: i64, before: i64| if now >= before { now - before } else { now };
        let (hit, read) =
            (since(now.hit_blocks, before.hit_blocks), since(now.read_blocks, before.read_blocks));
        let mut pulse = Pulse {
            seconds,
            states: self.states(session, now.at_s).await?,
            transactions_per_s: since(now.transactions, before.transactions) as f64 / seconds,
            rows_written_per_s: since(now.rows_written, before.rows_written) as f64 / seconds,
            hit_share: (hit + read > 0).then(|| hit as f64 / (hit + read) as f64),
            hit_blocks: hit.unsigned_abs(),
            read_blocks: read.unsigned_abs(),
            temp_bytes_per_s: since(now.temp_bytes, before.temp_bytes) as f64 / seconds,
            deadlocks: since(now.deadlocks, before.deadlocks),
            ..Pulse::default()
        };
        self.statements(session, &mut pulse).await?;
        Ok(pulse)
    }

    async fn statements(
        &mut self,
        session: &Session,
        pulse: &mut Pulse,
    ) -> Result<(), SessionError> {
        let Some(reader) = &mut self.reader else { return Ok(()) };
        let now = reader.read(session).await?;
        let between = between(&self.reading, &now);
        let mut ran = Reading { counters: between.counters, ..Reading::default() };
        pulse.was_reset = between.was_reset;
        pulse.ran = reader.fill(session, &mut ran).await?;
        pulse.evicted = between.evicted;
        self.reading = now;
        let mut all = Counters::default();
        for statement in &pulse.ran {
            all.calls += statement.counters.calls;
            all.total_ms += statement.counters.total_ms;
        }
        pulse.calls_per_s = Some(all.calls as f64 / between.seconds.max(f64::MIN_POSITIVE));
        pulse.mean_ms = all.mean_ms();
        pulse.classes = self.classes.of(pulse.ran.iter());
        StatementOrder::Total.sort(&mut pulse.ran);
        pulse.top = pulse.ran.iter().take(TOP_MAX).cloned().collect();
        Ok(())
    }

    async fn states(&mut self, session: &Session, at_s: f64) -> Result<States, SessionError> {
        let row = session.query_one(STATES, &[]).await?;
        let said = row.float_or_none("replay_lag_s")?;
        let behind = match (row.int_or_none("written")?, row.int_or_none("shown")?) {
            (Some(written), Some(shown)) if shown >= written => Some(0.0),
            (Some(written), Some(shown)) => {
                Some(self.lag.behind_s(at_s, written, shown).max(said.unwrap_or(0.0)))
            }
            _ => None,
        };
        Ok(States {
            connections: row.int("connections")?,
            active: row.int("active")?,
            idle: row.int("idle")?,
            in_transaction: row.int("in_transaction")?,
            waiting: row.int("waiting")?,
            oldest_s: row.float("oldest_s")?,
            connections_max: row.int("connections_max")?,
            replicas: row.int("replicas")?,
            lag_s: behind.or(row.float_or_none("own_lag_s")?),
        })
    }
}

async fn totals(session: &Session) -> Result<Totals, SessionError> {
    let row = session.query_one(TOTALS, &[]).await?;
    Ok(Totals {
        at_s: row.float("at")?,
        transactions: row.int("transactions")?,
        hit_blocks: row.int("hit_blocks")?,
        read_blocks: row.int("read_blocks")?,
        temp_bytes: row.int("temp_bytes")?,
        rows_written: row.int("rows_written")?,
        deadlocks: row.int("deadlocks")?,
    })
}
