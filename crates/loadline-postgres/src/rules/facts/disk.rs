//! What the server's disk is like, as far as the server itself measured: with `track_io_timing` on it times each page that
//! it asks the system for. In comes a session; out go the reads, the time of one, and the disk that would explain it.
//!
//! Deliberately not here: the disks of this machine (the binary looks at those, where the server runs on it).

use super::machine::Disk;
use crate::session::{Cells as _, Session, SessionError};

/// Reads below which a mean says nothing.
const READS_MIN: i64 = 10_000;
/// The mean below which no disk at all can have served the reads: the system's cache did, and nobody knows what is behind it.
const DISK_MS_MIN: f64 = 0.02;
/// The mean up to which no disk with a moving head can have served the reads: it needs some 5 to 10 ms to get to a page. What
/// is faster comes from flash, or from the system's cache in front of whatever disk; random reads are cheap in either case.
const FLASH_MS_MAX: f64 = 0.2;
/// The mean from which most reads must have waited for a head.
const SPINNING_MS_MIN: f64 = 2.0;

/// Reads that were timed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiskReads {
    /// How many.
    pub reads: i64,
    /// The time of one on average.
    pub mean_ms: f64,
    /// The view that says so.
    pub source: &'static str,
}

impl DiskReads {
    /// The disk that explains it; none where there are too few reads, none went to a disk, or the time fits several.
    #[must_use]
    pub fn disk(&self) -> Option<Disk> {
        match self.mean_ms {
            _ if self.reads < READS_MIN || self.is_from_cache() => None,
            ms if ms <= FLASH_MS_MAX => Some(Disk::Ssd),
            ms if ms >= SPINNING_MS_MIN => Some(Disk::Hdd),
            _ => None,
        }
    }

    /// Whether they were so fast that the system's cache must have served them.
    #[must_use]
    pub fn is_from_cache(&self) -> bool {
        self.mean_ms < DISK_MS_MIN
    }

    /// Asks the server; none where it times nothing.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn read(session: &Session) -> Result<Option<Self>, SessionError> {
        // Large scans have a context of their own from 16 on; what is left are reads of single pages.
        let (statement, source) = if session.sight().version.major() >= 16 {
            (IO, "pg_stat_io, single pages read for clients")
        } else {
            (DATABASES, "pg_stat_database, all pages read")
        };
        let row = session.query_one(statement, &[]).await?;
        let (reads, total_ms) = (row.int("reads")?, row.float("total_ms")?);
        // Reads from before the switch was on have no time, and would make the mean too good.
        let is_timed = row.bool("is_timed")? && total_ms > 0.0 && reads > 0;
        Ok(is_timed.then(|| Self { reads, mean_ms: total_ms / reads as f64, source }))
    }
}

const IO: &str = "\
SELECT current_setting('track_io_timing') = 'on' AS is_timed, coalesce(sum(reads), 0)::int8 AS reads,
       coalesce(sum(read_time), 0)::float8 AS total_ms
  FROM pg_stat_io WHERE backend_type = 'client backend' AND object = 'relation' AND context = 'normal'";

const DATABASES: &str = "\
SELECT current_setting('track_io_timing') = 'on' AS is_timed, coalesce(sum(blks_read), 0)::int8 AS reads,
       coalesce(sum(blk_read_time), 0)::float8 AS total_ms
  FROM pg_stat_database WHERE blk_read_time > 0";
