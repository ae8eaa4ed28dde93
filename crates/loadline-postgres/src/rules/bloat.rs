//! Rule: tables that take far more room than their rows need. An estimate from the statistics of columns, as wide as those
//! are wrong; `pgstattuple` measures.
//!
//! Deliberately not here: indexes, whose deduplication makes such an estimate worthless.

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, bytes, count, percent};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;

pub(super) const RULE: Rule = Rule {
    name: "bloat",
    description: "tables that take far more room than their rows need",
    needs: &[Need::Columns],
    find,
};

/// Bytes of a row before its data, with the pointer to it: 23 rounded up to 24, and 4 (manual, "Database Page Layout").
const ROW_HEAD_BYTES: f64 = 28.0;
/// Bytes of a page that rows can fill.
const PAGE_BYTES: f64 = 8_192.0 - 24.0;
/// The share of a table that must be waste before it is worth rewriting.
const WASTE_SHARE_MIN: f64 = 0.5;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    facts.tables.iter().filter_map(|table| judged(facts, limits, table)).collect()
}

fn judged(facts: &Facts, limits: &Limits, table: &Table) -> Option<Advice> {
    let (rows, width) = (table.rows?, table.row_width?);
    let fill: f64 = table.option("fillfactor").and_then(|fill| fill.parse().ok()).unwrap_or(100.0);
    // Rows begin at multiples of 8 bytes; between their columns some more are lost, half of one alignment on average.
    let row = (ROW_HEAD_BYTES + width + 4.0 + 7.0).div_euclid(8.0) * 8.0;
    let rows_per_page = (PAGE_BYTES * fill / 100.0 / row).floor().max(1.0);
    let needed = (rows / rows_per_page).ceil() * 8_192.0;
    let waste = table.page_bytes as f64 - needed;
    let share = waste / (table.page_bytes as f64).max(1.0);
    if waste < limits.bloat_bytes_min as f64 || share < WASTE_SHARE_MIN {
        return None;
    }
    let measure = match facts.sight.tuples.ready() {
        Some(extension) => format!(
            "SELECT * FROM {}({}::regclass);",
            extension.object("pgstattuple_approx"),
            crate::session::quoted_literal(&table.quoted())
        ),
        None => "CREATE EXTENSION pgstattuple; measures it".to_owned(),
    };
    let all: i64 = facts.tables.iter().map(|table| table.bytes).sum::<i64>().max(1);
    Some(
        Advice::new(RULE.name, Severity::Advice, table.title(), "takes far more room than its rows need")
            .evidence(format!(
                "{} for {} rows of about {width:.0} bytes, which need {}: {} waste, by estimate ({measure})",
                bytes(table.page_bytes),
                count(rows as i64),
                bytes(needed as i64),
                percent(share),
            ))
            .next_step("rewrite it with pg_repack while it is used, or with VACUUM FULL, which locks it all the while")
            .statement(format!("VACUUM (FULL, ANALYZE) {};", table.quoted()))
            .gain(waste / all as f64, format!("about {} of disk and memory", bytes(waste as i64)))
            .topic(table.topic()),
    )
}
