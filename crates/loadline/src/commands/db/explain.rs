//! `loadline db explain`: a plan's tree with the time of each node, and what to do about it.

mod page;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use loadline_postgres::plan::{Explanation, Measured, PlanError, explain, plans_in};
use loadline_postgres::rules::Check;
use loadline_postgres::rules::facts::{count, ms, percent};
use serde_json::{Value, json};

use super::out::{self, ListFormat, OutFormat, file_name};
use super::table::Table;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, note, print};

/// Longer files are no plans.
const BYTES_MAX: u64 = 64 << 20;

/// Read a plan (EXPLAIN (ANALYZE, BUFFERS) as text or JSON, or an entry of auto_explain) and say where its time goes
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The file with the plan; `-` reads standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = OutFormat::Text)]
    format: OutFormat,
}

/// Reads, explains, prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let text = read(&args.file)
        .map_err(|error| failure(&args.file, None, error.to_string(), file_hint(&error)))?;
    let explained = explain(&text)
        .map_err(|error| failure(&args.file, error.line(), error.to_string(), hint(&error)))?;
    let plans = plans_in(&text);
    if plans > 1 {
        note(&format!(
            "it holds {plans} plans, this is the first: `loadline db log` reads them all"
        ));
    }
    print(Stream::Stdout, &rendered(&explained, args.format));
    Ok(Exit::Met)
}

fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than 64 MB"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn failure(path: &Path, line: Option<usize>, why: String, hint: &'static str) -> Failure {
    let line = line.map_or(String::new(), |line| format!(":{line}"));
    Failure::Plan { place: format!("{}{line}", file_name(path)), why, hint }
}

fn file_hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::FileTooLarge => "a log is read by `loadline db log`",
        _ => "name a file with a plan; `-` reads standard input",
    }
}

/// What would be read.
const fn hint(error: &PlanError) -> &'static str {
    match error {
        PlanError::NoPlan => {
            "EXPLAIN (ANALYZE, BUFFERS) as text or with FORMAT JSON is read, as psql or auto_explain writes it; a whole log by `loadline db log`"
        }
        PlanError::OtherFormat { .. } => {
            "text and JSON are read: EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) …"
        }
        PlanError::Json { .. } => {
            "copy the whole document, from its first `[` to its last `]`; psql -XAt -f FILE writes it without a frame"
        }
        PlanError::TooManyNodes(_) => {
            "one plan at a time is read; a whole log by `loadline db log`"
        }
    }
}

fn rendered(explained: &Explanation, format: OutFormat) -> String {
    let measured = &explained.measured;
    let advice = explained.insights.iter().map(|insight| insight.advice(measured)).collect();
    let check = Check { advice, ..Check::default() };
    let head = head(measured);
    match format {
        OutFormat::Json => {
            let nodes: Vec<Value> =
                (0..measured.times.len()).map(|node| json_of(measured, node)).collect();
            let findings = out::json_of(&check, &head);
            let document = json!({
                "total_ms": measured.total_ms,
                "is_timed": measured.is_timed,
                "planning_ms": measured.plan.planning_ms,
                "query": measured.plan.query,
                "nodes": nodes,
                "findings": findings["findings"],
            });
            format!("{document:#}\n")
        }
        OutFormat::Html => page::page(measured, &check, &head),
        OutFormat::Text => {
            format!("{}\n{}", tree(measured, ListFormat::Text), out::check(&check, &head, format))
        }
        OutFormat::Markdown => {
            format!(
                "{}\n{}",
                tree(measured, ListFormat::Markdown),
                out::check(&check, &head, format)
            )
        }
    }
}

/// Where most of the time goes, in a line.
fn head(measured: &Measured) -> String {
    let what =
        if measured.is_timed { "time" } else { "cost (nothing was timed: EXPLAIN ANALYZE does)" };
    let whole = if measured.is_timed {
        format!("{} in all; ", ms(measured.total_ms))
    } else {
        String::new()
    };
    let costliest = measured.costliest().map(|node| {
        let share = measured.times[node].share;
        format!("{} of the {what} in {}", percent(share), measured.plan.nodes[node].title())
    });
    format!("{whole}{}", costliest.unwrap_or_default())
}

/// The tree, one node a line.
fn tree(measured: &Measured, format: ListFormat) -> String {
    let mut table = Table::new(&["own", "share", "rows", "expected", "loops", "node"], 0);
    let mut depths = vec![0_usize; measured.times.len()];
    for (place, node) in in_order(measured) {
        depths[place] = node.parent.map_or(0, |parent| depths[parent] + 1);
        let time = measured.times[place];
        let role = node.role.as_ref().map_or(String::new(), |role| format!("{role}: "));
        let number = |number: f64| count(number.round() as i64);
        let unknown = || "–".to_owned();
        table.row(vec![
            if measured.is_timed { ms(time.self_ms) } else { unknown() },
            percent(time.share),
            node.actual.map_or_else(unknown, |_| number(node.rows_all())),
            number(node.rows_planned * node.loops().max(1.0)),
            node.actual.map_or_else(unknown, |actual| number(actual.loops)),
            format!("{}{role}{}", "  ".repeat(depths[place]), node.title()),
        ]);
    }
    table.render(format)
}

/// Nodes as EXPLAIN prints them: each before those below it, those before its neighbours.
fn in_order(measured: &Measured) -> Vec<(usize, &loadline_postgres::plan::Node)> {
    let nodes = &measured.plan.nodes;
    let mut order = Vec::with_capacity(nodes.len());
    let mut waiting = if nodes.is_empty() { Vec::new() } else { vec![0] };
    while let Some(place) = waiting.pop() {
        order.push((place, &nodes[place]));
        waiting.extend(nodes[place].children.iter().rev());
    }
    order
}

fn json_of(measured: &Measured, place: usize) -> Value {
    let (node, time) = (&measured.plan.nodes[place], measured.times[place]);
    json!({
        "node": node.title(),
        "parent": node.parent,
        "role": node.role,
        "own_ms": time.self_ms,
        "total_ms": time.total_ms,
        "share": time.share,
        "rows": node.actual.map(|_| node.rows_all()),
        "rows_expected": node.rows_planned * node.loops().max(1.0),
        "loops": node.actual.map(|actual| actual.loops),
    })
}
