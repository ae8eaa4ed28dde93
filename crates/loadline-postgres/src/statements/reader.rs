//! Reads `pg_stat_statements`. In comes a session; out go counters without texts, and texts only of statements that were
//! not seen before: the server keeps all texts in one file and reads it whole when asked for any.
//!
//! Deliberately not here: statements of our own, which carry a mark and are left out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio_postgres::Row;

use super::counters::{Counters, Reading, Statement, StatementKey};
use crate::session::{Cells as _, Extension, Session, SessionError, is_marked};

/// Statements taken of a reading. The server's own limit is 5,000 unless somebody raised it; sorting them each second would
/// cost it more than sending them.
const STATEMENTS_MAX: i64 = 20_000;

/// Characters of a text that are fetched: enough to know a statement of 10 MB again.
pub(crate) const TEXT_MAX: usize = 10_000;

/// Codes of errors about characters: bytes that are no text in an encoding, or have no counterpart in another.
const ENCODING: [&str; 2] = ["22021", "22P05"];

/// Reads counters again and again, and remembers texts.
#[derive(Debug)]
pub struct StatementReader {
    statement: String,
    texts_of: String,
    info: Option<String>,
    texts: HashMap<i64, Arc<str>>,
    own: HashSet<i64>,
}

impl StatementReader {
    /// A reader for the server of this session; none where `pg_stat_statements` does not work.
    #[must_use]
    pub fn new(session: &Session) -> Option<Self> {
        let extension = session.sight().statements.ready()?;
        let has_info = extension.number() >= (1, 9);
        Some(Self {
            statement: reading(extension),
            texts_of: format!(
                "SELECT DISTINCT ON (queryid) queryid::int8 AS query_id, left(query, {TEXT_MAX})::text AS text \
                 FROM {}(true) WHERE queryid = ANY($1)",
                extension.object("pg_stat_statements")
            ),
            info: has_info.then(|| {
                let info = extension.object("pg_stat_statements_info");
                format!("SELECT dealloc::int8 AS evicted, extract(epoch FROM stats_reset)::float8 AS began FROM {info}")
            }),
            texts: HashMap::new(),
            own: HashSet::new(),
        })
    }

    /// Counters now. One statement, two where the server tells when statistics began.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn read(&mut self, session: &Session) -> Result<Reading, SessionError> {
        let mut reading = Reading::default();
        if let Some(info) = &self.info {
            let row = session.query_one(info, &[]).await?;
            reading.evicted = row.int("evicted")?;
            reading.began_s = row.float_or_none("began")?;
        }
        for row in session.query(&self.statement, &[&STATEMENTS_MAX]).await? {
            reading.at_s = row.float("at")?;
            match row.int_or_none("query_id")? {
                Some(id) if self.own.contains(&id) => {}
                Some(id) => {
                    reading.counters.insert(key(&row, id)?, counters(&row)?);
                }
                None => reading.hidden += 1,
            }
        }
        Ok(reading)
    }

    /// Fetches the texts that are still missing for these statements; ours leave the reading.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn fill(
        &mut self,
        session: &Session,
        reading: &mut Reading,
    ) -> Result<Vec<Statement>, SessionError> {
        let missing: Vec<i64> = reading
            .counters
            .keys()
            .map(|key| key.query_id)
            .filter(|id| !self.texts.contains_key(id))
            .collect::<HashSet<_>>()
            .into_iter()
            .collect();
        if !missing.is_empty() {
            let rows = match session.query(&self.texts_of, &[&missing]).await {
                // The server would turn every text into this database's encoding, and one of them cannot be.
                Err(SessionError::Statement { code, .. }) if ENCODING.contains(&&*code) => {
                    reading.are_texts_unreadable = true;
                    Vec::new()
                }
                rows => rows?,
            };
            for row in rows {
                let (id, text) = (row.int("query_id")?, row.text("text")?);
                if is_marked(text.as_bytes()) {
                    self.own.insert(id);
                } else {
                    self.texts.insert(id, text.into());
                }
            }
            // A statement thrown out meanwhile has no text any more, and is not asked for again.
            for id in missing {
                if !self.own.contains(&id) {
                    self.texts.entry(id).or_default();
                }
            }
        }
        reading.counters.retain(|key, _| !self.own.contains(&key.query_id));
        Ok(reading.statements(&self.texts))
    }

    /// The texts known so far.
    #[must_use]
    pub fn texts(&self) -> &HashMap<i64, Arc<str>> {
        &self.texts
    }
}

/// The statement that reads counters, as the extension's version names its columns.
fn reading(extension: &Extension) -> String {
    let version = extension.number();
    let (time, most, spread) = if version >= (1, 8) {
        ("total_exec_time", "max_exec_time", "stddev_exec_time")
    } else {
        ("total_time", "max_time", "stddev_time")
    };
    let wal = if version >= (1, 8) { "wal_bytes::int8" } else { "0::int8" };
    let top_level = if version >= (1, 9) { "toplevel" } else { "true" };
    let io = if version >= (1, 11) {
        "shared_blk_read_time + shared_blk_write_time"
    } else {
        "blk_read_time + blk_write_time"
    };
    // The time is asked for once, not for each row: that alone took a third of this statement's time.
    format!(
        "SELECT (SELECT extract(epoch FROM clock_timestamp())::float8) AS at, userid::int8 AS role, dbid::int8 AS database, \
         queryid::int8 AS query_id, {top_level} AS is_top_level, calls::int8 AS calls, {time}::float8 AS total_ms, \
         {most}::float8 AS max_ms, {spread}::float8 AS stddev_ms, rows::int8 AS rows, \
         shared_blks_hit::int8 AS hit_blocks, shared_blks_read::int8 AS read_blocks, \
         temp_blks_written::int8 AS temp_blocks, {wal} AS wal_bytes, ({io})::float8 AS io_ms \
         FROM {}(false) LIMIT $1",
        extension.object("pg_stat_statements")
    )
}

fn key(row: &Row, query_id: i64) -> Result<StatementKey, SessionError> {
    Ok(StatementKey {
        role: row.int("role")?,
        database: row.int("database")?,
        query_id,
        is_top_level: row.bool("is_top_level")?,
    })
}

fn counters(row: &Row) -> Result<Counters, SessionError> {
    Ok(Counters {
        calls: row.int("calls")?,
        total_ms: row.float("total_ms")?,
        max_ms: row.float("max_ms")?,
        stddev_ms: row.float("stddev_ms")?,
        rows: row.int("rows")?,
        hit_blocks: row.int("hit_blocks")?,
        read_blocks: row.int("read_blocks")?,
        temp_blocks: row.int("temp_blocks")?,
        wal_bytes: row.int("wal_bytes")?,
        io_ms: row.float("io_ms")?,
    })
}
