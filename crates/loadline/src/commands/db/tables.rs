//! `loadline db tables`: tables by size, with what was done to them, how they grow and who uses them.

mod listed;

use std::collections::HashMap;

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::rules::facts::{Facts, Growth, Table, TableReading, duration, uses};
use loadline_postgres::rules::{Check, Limits, check};
use loadline_postgres::session::Session;

use self::listed::Listed;
use super::html;
use super::out::{self, ListFormat};
use super::server::{ServerArgs, head};
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

/// List tables by size with rows, waste, scans and writes, how they grow, which are hot, and what the rules say about them
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// How many at most.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Watch that long: growth and use are then what happened meanwhile, rather than since the statistics began.
    #[arg(long, value_name = "DURATION")]
    over: Option<Span>,
    /// How to write them.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
}

/// Gathers and prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (runtime, session) = args.server.open()?;
    let (facts, changes) = runtime.block_on(gather(args, &session))?;
    let mut check = check(&facts, &Limits::default());
    check.advice.retain(|advice| RULES.contains(&advice.rule));
    check.hidden.retain(|hidden| hidden.rules.iter().any(|rule| RULES.contains(rule)));
    let mut tables = listed(&facts, changes.as_ref());
    tables.truncate(args.limit as usize);
    let basis = basis(&facts, changes.as_ref());
    print(Stream::Stdout, &rendered(&tables, &check, &head(&session), &basis, args.format));
    Ok(Exit::Met)
}

/// What tables did between two readings, in the facts' order.
struct Changes {
    seconds: f64,
    tables: Vec<Table>,
}

async fn gather(args: &Args, session: &Session) -> Result<(Facts, Option<Changes>), Failure> {
    let mut readings = None;
    if let Some(over) = args.over {
        let earlier = TableReading::read(session).await?;
        tokio::time::sleep(over.duration()).await;
        readings = Some((earlier, TableReading::read(session).await?));
    }
    // Last, so that sizes are those of now and the looking is none of what happened.
    let mut facts = Facts::gather(session, None).await?;
    let changes = readings.map(|(earlier, later)| between(&facts, &earlier, &later));
    let indexes = index_bytes(&facts);
    let size = |table: &Table| table.bytes + indexes.get(&table.id).copied().unwrap_or(0);
    let mut sizes: Vec<(i64, i64)> =
        facts.tables.iter().map(|table| (size(table), table.id)).collect();
    sizes.sort_unstable_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
    sizes.truncate(args.limit as usize);
    let is_listed = |table: &Table| sizes.iter().any(|(_, id)| *id == table.id);
    facts.measure_waste(session, is_listed).await?;
    Ok((facts, changes))
}

/// A table that was made or dropped meanwhile did nothing that can be compared.
fn between(facts: &Facts, earlier: &TableReading, later: &TableReading) -> Changes {
    let by_id = |reading: &TableReading| -> HashMap<i64, Table> {
        reading.tables.iter().map(|table| (table.id, table.clone())).collect()
    };
    let (earlier_by_id, later_by_id) = (by_id(earlier), by_id(later));
    let change = |table: &Table| match (earlier_by_id.get(&table.id), later_by_id.get(&table.id)) {
        (Some(then), Some(now)) => now.since(then),
        _ => table.since(table),
    };
    Changes {
        seconds: later.at_s - earlier.at_s,
        tables: facts.tables.iter().map(change).collect(),
    }
}

/// Tables with their growth and use, the largest first.
fn listed<'facts>(facts: &'facts Facts, changes: Option<&Changes>) -> Vec<Listed<'facts>> {
    let uses = uses(changes.map_or(&facts.tables, |changes| &changes.tables));
    let indexes = index_bytes(facts);
    let one = |(at, table): (usize, &'facts Table)| {
        let index_bytes = indexes.get(&table.id).copied().unwrap_or(0);
        let growth = match changes {
            Some(changes) => Growth::between(&changes.tables[at], index_bytes, changes.seconds),
            None => Growth::since_statistics(table, index_bytes, facts.server.counted_s),
        };
        Listed { table, index_bytes, growth, usage: uses[at] }
    };
    let mut all: Vec<Listed<'facts>> = facts.tables.iter().enumerate().map(one).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.table.bytes + one.index_bytes));
    all
}

/// Bytes of the indexes of each table.
fn index_bytes(facts: &Facts) -> HashMap<i64, i64> {
    let mut bytes = HashMap::new();
    for index in &facts.indexes {
        *bytes.entry(index.table).or_default() += index.bytes;
    }
    bytes
}

/// What growth and use rest on.
fn basis(facts: &Facts, changes: Option<&Changes>) -> String {
    match (changes, facts.server.counted_s) {
        (Some(changes), _) => format!("growth and use over {}", duration(changes.seconds)),
        (None, Some(seconds)) if seconds >= 3_600.0 => format!(
            "growth and use since the statistics began, {} ago; `--over 60s` watches instead",
            duration(seconds)
        ),
        _ => "use since the statistics began, which is too short a time to tell growth; `--over 60s` watches"
            .to_owned(),
    }
}

fn rendered(
    tables: &[Listed<'_>],
    check: &Check,
    head: &str,
    basis: &str,
    format: ListFormat,
) -> String {
    let (sizes, ways) = (listed::sizes(tables), listed::ways(tables));
    let legend = "waste is measured by pgstattuple, or with ~ estimated; per day means: if every day were like that";
    match format {
        ListFormat::Json => {
            format!("{:#}\n", listed::document(tables, &out::json_of(check, head), basis))
        }
        ListFormat::Html => html::page("Tables by size", head, |page| {
            html::section("Tables", &sizes, page);
            html::section("Growth and use", &ways, page);
            page.leaf("p", &[("class", "lead below")], &format!("{basis}; {legend}"));
            html::findings(check, &out::counted(check), page);
        }),
        ListFormat::Text | ListFormat::Markdown => format!(
            "{}\n{}\n{}\n{basis}\n{legend}\n",
            out::check(check, head, format.into()),
            sizes.render(format),
            ways.render(format)
        ),
    }
}
