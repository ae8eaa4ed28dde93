//! How tables change with time. In come two readings, or one with the time since the statistics began; out go rows and bytes
//! a day, and when the table will be twice as large.
//!
//! Deliberately not here: how much growth is too much.

use super::table::{self, Table};
use crate::session::{Cells as _, Session, SessionError};

const DAY_S: f64 = 86_400.0;
/// Statistics younger than that say nothing about a day.
const COUNTED_S_MIN: f64 = 3_600.0;
/// A table that needs longer to double does not grow.
const DOUBLES_DAYS_MAX: f64 = 36_500.0;

/// What happens to a table in a day, if all days are like the time that was looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Seconds it was looked at.
    pub seconds: f64,
    /// Whether two readings were compared, rather than totals divided by the age of the statistics.
    pub is_compared: bool,
    /// Rows inserted a day.
    pub inserted_per_day: f64,
    /// Rows updated a day.
    pub updated_per_day: f64,
    /// Rows deleted a day.
    pub deleted_per_day: f64,
    /// Bytes a day with indexes: rows that stay, each as large as those that are there. Negative where it shrinks.
    pub bytes_per_day: Option<f64>,
    /// Days until it is twice as large, where it grows.
    pub doubles_in_days: Option<f64>,
}

/// Tables at a moment.
#[derive(Debug, Clone, Default)]
pub struct TableReading {
    /// Seconds of the server's clock.
    pub at_s: f64,
    /// Tables, the largest first.
    pub tables: Vec<Table>,
}

impl TableReading {
    /// Reads the tables of the session's database.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn read(session: &Session) -> Result<Self, SessionError> {
        let (tables, _) = table::read(session).await?;
        let clock = "SELECT extract(epoch FROM clock_timestamp())::float8 AS at";
        Ok(Self { at_s: session.query_one(clock, &[]).await?.float("at")?, tables })
    }
}

impl Growth {
    /// From totals: `counted_s` is the age of the statistics. None where they are too young to say anything.
    #[must_use]
    pub fn since_statistics(
        table: &Table,
        index_bytes: i64,
        counted_s: Option<f64>,
    ) -> Option<Self> {
        let seconds = counted_s.filter(|seconds| *seconds >= COUNTED_S_MIN)?;
        Some(Self::over(table, index_bytes, seconds, false))
    }

    /// From what was done between two readings, `change` being a table with the differences of its counters.
    #[must_use]
    pub fn between(change: &Table, index_bytes: i64, seconds: f64) -> Option<Self> {
        (seconds > 0.0).then(|| Self::over(change, index_bytes, seconds, true))
    }

    fn over(table: &Table, index_bytes: i64, seconds: f64, is_compared: bool) -> Self {
        let per_day = |rows: i64| rows as f64 / seconds * DAY_S;
        let stay = per_day(table.inserted - table.deleted);
        let bytes = (table.bytes + index_bytes) as f64;
        let rows = table.rows.filter(|rows| *rows > 0.0);
        let bytes_per_day = rows.map(|rows| stay * bytes / rows);
        let doubles = rows.filter(|_| stay > 0.0).map(|rows| rows / stay);
        Self {
            seconds,
            is_compared,
            inserted_per_day: per_day(table.inserted),
            updated_per_day: per_day(table.updated),
            deleted_per_day: per_day(table.deleted),
            bytes_per_day,
            doubles_in_days: doubles.filter(|days| *days <= DOUBLES_DAYS_MAX),
        }
    }
}

impl Table {
    /// This table with the counters that were added since an earlier reading; counters that went back count from their reset.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let since = |now: i64, then: i64| if now >= then { now - then } else { now };
        Self {
            seq_scans: since(self.seq_scans, earlier.seq_scans),
            seq_rows: since(self.seq_rows, earlier.seq_rows),
            index_scans: since(self.index_scans, earlier.index_scans),
            inserted: since(self.inserted, earlier.inserted),
            updated: since(self.updated, earlier.updated),
            hot_updated: since(self.hot_updated, earlier.hot_updated),
            deleted: since(self.deleted, earlier.deleted),
            read_blocks: since(self.read_blocks, earlier.read_blocks),
            touched_blocks: since(self.touched_blocks, earlier.touched_blocks),
            ..self.clone()
        }
    }
}
