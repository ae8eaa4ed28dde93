//! `loadline db tables`: tables by size, with what was done to them.

use clap::Args as ClapArgs;
use loadline_postgres::rules::facts::{Facts, Table as Fact, bytes, count, duration, percent};
use loadline_postgres::rules::{Check, Limits, check};
use serde_json::json;

use super::html;
use super::out::{self, ListFormat};
use super::server::{ServerArgs, head};
use super::table::Table;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, print};

/// Rules that speak of tables.
const RULES: [&str; 7] = [
    "missing-primary-key",
    "foreign-key-index",
    "sequence-end",
    "dead-rows",
    "bloat",
    "stale-statistics",
    "partition",
];

/// List tables by size with rows, dead rows, scans and writes, and what the rules say about them
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// How many at most.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// How to write them.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
}

/// Gathers and prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (runtime, session) = args.server.open()?;
    let facts = runtime.block_on(Facts::gather(&session, None))?;
    let mut check = check(&facts, &Limits::default());
    check.advice.retain(|advice| RULES.contains(&advice.rule));
    check.hidden.retain(|hidden| hidden.rules.iter().any(|rule| RULES.contains(rule)));
    let mut tables: Vec<(&Fact, i64)> =
        facts.tables.iter().map(|table| (table, index_bytes(&facts, table))).collect();
    tables.sort_by_key(|(table, indexes)| std::cmp::Reverse(table.bytes + indexes));
    tables.truncate(args.limit as usize);
    print(Stream::Stdout, &rendered(&tables, &check, &head(&session), args.format));
    Ok(Exit::Met)
}

fn index_bytes(facts: &Facts, table: &Fact) -> i64 {
    facts.indexes.iter().filter(|index| index.table == table.id).map(|index| index.bytes).sum()
}

fn rendered(tables: &[(&Fact, i64)], check: &Check, head: &str, format: ListFormat) -> String {
    if format == ListFormat::Json {
        let tables: Vec<_> =
            tables.iter().map(|(table, indexes)| json_of(table, *indexes)).collect();
        let document = json!({ "server": head, "tables": tables });
        return format!("{document:#}\n");
    }
    let names = [
        "table", "size", "indexes", "rows", "dead", "scans", "by index", "inserted", "updated",
        "hot", "deleted", "vacuumed",
    ];
    let mut lines = Table::new(&names, 1).named_by_first();
    for (table, indexes) in tables {
        lines.row(vec![
            table.title(),
            bytes(table.bytes),
            bytes(*indexes),
            table.rows.map_or("?".to_owned(), |rows| count(rows as i64)),
            count(table.dead_rows),
            count(table.seq_scans),
            count(table.index_scans),
            count(table.inserted),
            count(table.updated),
            if table.updated > 0 {
                percent(table.hot_updated as f64 / table.updated as f64)
            } else {
                "–".to_owned()
            },
            count(table.deleted),
            table.vacuumed_ago_s.map_or("never".to_owned(), |ago| format!("{} ago", duration(ago))),
        ]);
    }
    if format == ListFormat::Html {
        return html::page("Tables by size", head, |page| {
            html::section("Tables", &lines, page);
            html::findings(check, &out::counted(check), page);
        });
    }
    format!("{}\n{}", out::check(check, head, format.into()), lines.render(format))
}

fn json_of(table: &Fact, index_bytes: i64) -> serde_json::Value {
    json!({
        "schema": table.schema,
        "name": table.name,
        "bytes": table.bytes,
        "index_bytes": index_bytes,
        "rows": table.rows,
        "dead_rows": table.dead_rows,
        "seq_scans": table.seq_scans,
        "index_scans": table.index_scans,
        "inserted": table.inserted,
        "updated": table.updated,
        "hot_updated": table.hot_updated,
        "deleted": table.deleted,
        "vacuumed_ago_s": table.vacuumed_ago_s,
        "frozen_age": table.frozen_age,
    })
}
