//! Room of a table that holds no rows: estimated from the statistics of columns, which is as wrong as those are, or
//! measured by the extension pgstattuple, which reads the table.
//!
//! Deliberately not here: indexes, whose deduplication makes such an estimate worthless, and how much waste is too much.

use super::table::Table;
use crate::session::{Cells as _, Session, SessionError};

/// Bytes of a row before its data, with the pointer to it: 23 rounded up to 24, and 4 (manual, "Database Page Layout").
const ROW_HEAD_BYTES: f64 = 28.0;
/// Bytes of a page that rows can fill.
const PAGE_BYTES: f64 = 8_192.0 - 24.0;

/// A table up to this size is measured, where it can be: half a second of reading at 500 MB a second.
const MEASURED_BYTES_MAX: i64 = 256 << 20;
/// What measuring may read in all.
const MEASURED_BYTES_IN_ALL: i64 = 1 << 30;
/// The waste by estimate from which a table is measured unasked.
const WORTH_BYTES: i64 = 16 << 20;

/// Room without rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waste {
    /// Bytes of the table's own pages, as they were looked at.
    pub of_bytes: i64,
    /// Bytes of them that hold nothing that anybody can see.
    pub bytes: i64,
    /// Whether pgstattuple measured it.
    pub is_measured: bool,
}

impl Waste {
    /// The share of the table's own pages.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.bytes as f64 / (self.of_bytes as f64).max(1.0)
    }

    /// What its size and the statistics of its columns tell; none where they may not be read.
    pub(super) fn estimated(table: &Table) -> Option<Self> {
        let (rows, width) = (table.rows?, table.row_width?);
        // Rows begin at multiples of 8 bytes; between their columns some more are lost, half of one alignment on average.
        let row = (ROW_HEAD_BYTES + width + 4.0 + 7.0).div_euclid(8.0) * 8.0;
        let rows_per_page = (PAGE_BYTES * table.fill_share() / row).floor().max(1.0);
        let needed = (rows / rows_per_page).ceil() * 8_192.0;
        let bytes = (table.page_bytes as f64 - needed).max(0.0) as i64;
        Some(Self { of_bytes: table.page_bytes, bytes, is_measured: false })
    }
}

/// Whether so much is wasted by estimate that measuring is worth its reading.
pub(super) fn is_worth(table: &Table) -> bool {
    table.waste.is_some_and(|waste| waste.bytes >= WORTH_BYTES && waste.share() >= 0.25)
}

/// Measures tables that are wanted and small enough, the first ones first, as far as the extension is there and may be used.
///
/// # Errors
///
/// When the server is lost.
pub(super) async fn measure(
    session: &Session,
    tables: &mut [Table],
    is_wanted: impl Fn(&Table) -> bool,
) -> Result<(), SessionError> {
    let Some(extension) = session.sight().tuples.ready() else { return Ok(()) };
    let statement = format!(
        "SELECT table_len::int8 AS bytes, (dead_tuple_len + free_space)::int8 AS waste FROM {}($1::int8::oid::regclass)",
        extension.object("pgstattuple")
    );
    let mut left = MEASURED_BYTES_IN_ALL;
    for table in tables.iter_mut().filter(|table| is_wanted(table)) {
        // Statistics may have seen less than is there now.
        let size = table.page_bytes.max(table.bytes);
        if size > MEASURED_BYTES_MAX.min(left) {
            continue;
        }
        left -= size;
        let row = match session.query(&statement, &[&table.id]).await {
            Ok(rows) => rows.into_iter().next(),
            // Locked, dropped meanwhile, of a kind it does not read, or too slow: the estimate stays.
            Err(SessionError::TimedOut { .. } | SessionError::Statement { .. }) => None,
            // The next one would be refused as well.
            Err(SessionError::Forbidden { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let Some(row) = row else { continue };
        let of_bytes = row.int("bytes")?;
        // Room that `fillfactor` leaves on purpose is none that is wasted.
        let kept = of_bytes as f64 * (1.0 - table.fill_share());
        let bytes = (row.int("waste")? as f64 - kept).max(0.0) as i64;
        table.waste = Some(Waste { of_bytes, bytes, is_measured: true });
    }
    Ok(())
}
