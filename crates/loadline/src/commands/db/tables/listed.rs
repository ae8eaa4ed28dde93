//! Tables as lines of two tables, one of sizes and one of growth and use, and as JSON.

use loadline_postgres::rules::facts::{
    Growth, Table as Fact, Use, Waste, bytes, count, duration, percent,
};
use serde_json::{Value, json};

use super::super::table::Table;

/// What stands for a figure that nobody knows.
const UNKNOWN: &str = "–";

/// A table with what comes from looking at it twice, or beside the others.
pub(super) struct Listed<'facts> {
    pub(super) table: &'facts Fact,
    pub(super) index_bytes: i64,
    pub(super) growth: Option<Growth>,
    pub(super) usage: Use,
}

/// Sizes, rows, waste.
pub(super) fn sizes(tables: &[Listed<'_>]) -> Table {
    let names = [
        "table",
        "size",
        "indexes",
        "rows",
        "dead",
        "waste",
        "scans",
        "by index",
        "hot updates",
        "vacuumed",
    ];
    let mut lines = Table::new(&names, 1).named_by_first();
    for Listed { table, index_bytes, .. } in tables {
        lines.row(vec![
            table.title(),
            bytes(table.bytes),
            bytes(*index_bytes),
            table.rows.map_or("?".to_owned(), |rows| count(rows as i64)),
            count(table.dead_rows),
            table.waste.as_ref().map_or(UNKNOWN.to_owned(), waste),
            count(table.seq_scans),
            count(table.index_scans),
            if table.updated > 0 {
                percent(table.hot_updated as f64 / table.updated as f64)
            } else {
                UNKNOWN.to_owned()
            },
            table.vacuumed_ago_s.map_or("never".to_owned(), ago),
        ]);
    }
    lines
}

/// Growth and use.
pub(super) fn ways(tables: &[Listed<'_>]) -> Table {
    let names = [
        "table",
        "use",
        "of reads",
        "of writes",
        "inserted/day",
        "updated/day",
        "deleted/day",
        "grows/day",
        "doubles in",
        "last read",
    ];
    let mut lines = Table::new(&names, 2).named_by_first();
    for Listed { table, growth, usage, .. } in tables {
        let figure = |of: fn(&Growth) -> Option<String>| {
            growth.as_ref().and_then(of).unwrap_or_else(|| UNKNOWN.to_owned())
        };
        lines.row(vec![
            table.title(),
            usage.heat.to_string(),
            percent(usage.touched_share),
            percent(usage.written_share),
            figure(|growth| Some(count(growth.inserted_per_day.round() as i64))),
            figure(|growth| Some(count(growth.updated_per_day.round() as i64))),
            figure(|growth| Some(count(growth.deleted_per_day.round() as i64))),
            figure(|growth| growth.bytes_per_day.map(|each| bytes(each.round() as i64))),
            figure(|growth| growth.doubles_in_days.map(|days| duration(days * 86_400.0))),
            table.read_ago_s.map_or(UNKNOWN.to_owned(), ago),
        ]);
    }
    lines
}

/// Everything, with the findings.
pub(super) fn document(tables: &[Listed<'_>], check: &Value, basis: &str) -> Value {
    let tables: Vec<Value> = tables.iter().map(json_of).collect();
    json!({
        "server": check["server"],
        "basis": basis,
        "tables": tables,
        "findings": check["findings"],
        "not_seen": check["not_seen"],
    })
}

fn ago(seconds: f64) -> String {
    format!("{} ago", duration(seconds))
}

fn waste(waste: &Waste) -> String {
    let mark = if waste.is_measured { "" } else { "~" };
    format!("{mark}{} ({})", bytes(waste.bytes), percent(waste.share()))
}

fn json_of(listed: &Listed<'_>) -> Value {
    let Listed { table, index_bytes, growth, usage } = listed;
    json!({
        "schema": table.schema,
        "name": table.name,
        "bytes": table.bytes,
        "index_bytes": index_bytes,
        "rows": table.rows,
        "dead_rows": table.dead_rows,
        "waste": table.waste.map(|waste| json!({
            "bytes": waste.bytes,
            "share": waste.share(),
            "is_measured": waste.is_measured,
        })),
        "seq_scans": table.seq_scans,
        "index_scans": table.index_scans,
        "inserted": table.inserted,
        "updated": table.updated,
        "hot_updated": table.hot_updated,
        "deleted": table.deleted,
        "vacuumed_ago_s": table.vacuumed_ago_s,
        "read_ago_s": table.read_ago_s,
        "frozen_age": table.frozen_age,
        "use": {
            "heat": usage.heat.to_string(),
            "touched_share": usage.touched_share,
            "written_share": usage.written_share,
        },
        "growth": growth.map(|growth| json!({
            "seconds": growth.seconds,
            "is_compared": growth.is_compared,
            "inserted_per_day": growth.inserted_per_day,
            "updated_per_day": growth.updated_per_day,
            "deleted_per_day": growth.deleted_per_day,
            "bytes_per_day": growth.bytes_per_day,
            "doubles_in_days": growth.doubles_in_days,
        })),
    })
}
