//! `loadline db slow`: statements by what they cost.

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::rules::facts::{bytes, count, ms, percent};
use loadline_postgres::session::Session;
use loadline_postgres::statements::{
    Reading, Statement, StatementKind, StatementOrder, StatementReader, between,
};
use serde_json::json;

use super::html;
use super::out::ListFormat;
use super::server::{ServerArgs, head};
use super::table::Table;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, note, print};

/// What the columns mean.
const LEGEND: &str = "rows and pages are of one call; ! is over the limit of the class: simple 10 ms, join 100 ms, write 50 ms, bulk 1 s";

/// Characters of a statement in a table.
const SHOWN_MAX: usize = 100;

/// List statements by time, calls, rows, pages, temporary files or log: since their statistics began, or over some seconds
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// What to sort by: total, mean, calls, rows, buffers, temp, wal.
    #[arg(long, value_name = "FIGURE", default_value = "total")]
    by: StatementOrder,
    /// How many at most.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Watch that long and list what ran meanwhile.
    #[arg(long, value_name = "DURATION")]
    over: Option<Span>,
    /// How to write them.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
}

/// Reads once, or twice, and prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (runtime, session) = args.server.open()?;
    let reader = StatementReader::new(&session).ok_or_else(|| {
        Failure::usage(
            "this database has no statistics of statements",
            "load pg_stat_statements (shared_preload_libraries, then restart) and CREATE EXTENSION pg_stat_statements; `loadline db check` says what is missing",
        )
    })?;
    let (mut statements, hidden) = runtime.block_on(read(args.over, &session, reader))?;
    args.by.sort(&mut statements);
    let all_ms: f64 = statements.iter().map(|statement| statement.counters.total_ms).sum();
    statements.truncate(args.limit as usize);
    print(Stream::Stdout, &rendered(&statements, all_ms, &head(&session), args.format));
    if hidden > 0 {
        note(&format!(
            "{hidden} statements of other roles are hidden: GRANT pg_read_all_stats shows them"
        ));
    }
    Ok(Exit::Met)
}

/// Statements since their statistics began or over that long, and how many are hidden.
pub(super) async fn read(
    over: Option<Span>,
    session: &Session,
    mut reader: StatementReader,
) -> Result<(Vec<Statement>, usize), Failure> {
    let mut now = reader.read(session).await?;
    if let Some(over) = over {
        // Texts first, so that fetching them does not count as part of what ran.
        reader.fill(session, &mut now).await?;
        tokio::time::sleep(over.duration()).await;
        let later = reader.read(session).await?;
        let between = between(&now, &later);
        if between.was_reset {
            note("the statistics were reset meanwhile: figures count from there");
        }
        if between.evicted > 0 {
            note(&format!(
                "{} statements were thrown out meanwhile: pg_stat_statements.max is too small",
                between.evicted
            ));
        }
        now = Reading { counters: between.counters, hidden: later.hidden, ..Reading::default() };
    }
    Ok((reader.fill(session, &mut now).await?, now.hidden))
}

fn rendered(statements: &[Statement], all_ms: f64, head: &str, format: ListFormat) -> String {
    if format == ListFormat::Json {
        return format!(
            "{:#}\n",
            json!({ "server": head, "statements": statements.iter().map(json_of).collect::<Vec<_>>() })
        );
    }
    let names = [
        "class",
        "calls",
        "total",
        "share",
        "mean",
        "longest",
        "rows",
        "pages",
        "temp",
        "wal",
        "statement",
    ];
    let mut table = Table::new(&names, 1);
    for statement in statements {
        let counters = &statement.counters;
        let kind = StatementKind::of(&statement.text, counters.rows_per_call());
        let is_slow = kind.class.mean_max_ms().is_some_and(|limit| counters.mean_ms() > limit);
        let cells = vec![
            kind.class.to_string(),
            count(counters.calls),
            ms(counters.total_ms),
            percent(counters.total_ms / all_ms.max(f64::MIN_POSITIVE)),
            format!("{}{}", ms(counters.mean_ms()), if is_slow { " !" } else { "" }),
            if counters.max_ms > 0.0 { ms(counters.max_ms) } else { "–".to_owned() },
            count(counters.rows_per_call().round() as i64),
            count(counters.blocks_per_call().round() as i64),
            bytes(counters.temp_blocks * 8_192),
            bytes(counters.wal_bytes),
        ];
        table.row_of(cells, &statement.text);
    }
    let nothing = "no statement ran that this role may see";
    let legend = if table.is_empty() { nothing } else { LEGEND };
    match format {
        ListFormat::Html => html::list("Statements by what they cost", head, &table, legend),
        _ if table.is_empty() => format!("{head}\n\n{nothing}\n"),
        _ => format!("{head}\n\n{}\n{legend}\n", table.render(format)),
    }
}

fn json_of(statement: &Statement) -> serde_json::Value {
    let counters = &statement.counters;
    let kind = StatementKind::of(&statement.text, counters.rows_per_call());
    json!({
        "query_id": statement.key.query_id.to_string(),
        "class": kind.class.to_string(),
        "calls": counters.calls,
        "total_ms": counters.total_ms,
        "mean_ms": counters.mean_ms(),
        "longest_ms": counters.max_ms,
        "stddev_ms": counters.stddev_ms,
        "rows": counters.rows,
        "hit_blocks": counters.hit_blocks,
        "read_blocks": counters.read_blocks,
        "temp_blocks": counters.temp_blocks,
        "wal_bytes": counters.wal_bytes,
        "text": statement.text.to_string(),
    })
}

/// The beginning of a text on one line.
pub(super) fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_MAX {
        return line;
    }
    line.chars().take(SHOWN_MAX).chain(['…']).collect()
}
