//! `loadline history`: the runs in the store, newest first.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_store::{Ending, Run, Store, StoredOutcome};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{line, note};
use crate::output::when::short;

/// List the runs in the store, newest first.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// How many at most.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    store: PathBuf,
}

/// Prints a line for each run.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let store = Store::open(&args.store)?;
    let runs = store.runs(args.limit)?;
    if runs.is_empty() {
        note("no runs yet; `loadline try` makes one");
        return Ok(Exit::Met);
    }
    let rows: Vec<[String; 6]> = runs.iter().map(row).collect();
    let head = ["run", "started (UTC)", "test", "ended", "objectives", "target"].map(str::to_owned);
    let width = |column: usize| {
        let cells = std::iter::once(&head).chain(&rows).map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for row in std::iter::once(&head).chain(&rows) {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    Ok(Exit::Met)
}

fn row(run: &Run) -> [String; 6] {
    let ended = match run.ended.as_ref().map(|ended| &ended.ending) {
        Some(Ending::Completed) => "completed",
        Some(Ending::Interrupted) => "interrupted",
        Some(Ending::Aborted(_)) => "aborted",
        None => "killed, or going on",
    };
    [
        run.id.to_string(),
        short(run.started_ms),
        run.name.clone(),
        ended.to_owned(),
        objectives(run),
        run.target.clone(),
    ]
}

/// `8 met, 1 missed`.
fn objectives(run: &Run) -> String {
    let kinds = [
        (StoredOutcome::Met, "met"),
        (StoredOutcome::Missed, "missed"),
        (StoredOutcome::Unknown, "unknown"),
    ];
    let counts = kinds.iter().filter_map(|(kind, word)| {
        let count = run.verdicts.iter().filter(|verdict| verdict.outcome == *kind).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    counts.collect::<Vec<_>>().join(", ")
}
