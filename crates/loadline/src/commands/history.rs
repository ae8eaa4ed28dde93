//! `loadline history`: the runs in the store, newest first.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_core::Origin;
use loadline_store::{Ending, Run, Store, StoredOutcome, StoredVerdict};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{line, note};
use crate::output::when::short;

/// List the runs in the store, newest first.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// How many at most.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    store: PathBuf,
}

/// Prints a line for each run.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    // Looking must not make a store where there is none.
    let runs = if args.store.exists() {
        Store::open(&args.store)?.runs(args.limit as usize)?
    } else {
        Vec::new()
    };
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

/// `8 met, 1 missed`, and whether the generator kept its own promises.
fn objectives(run: &Run) -> String {
    let generator = Origin::Generator.to_string();
    let is_own = |verdict: &&StoredVerdict| {
        let promises = &run.description.promises;
        let mut same = promises.iter().filter(|promise| promise.sentence == verdict.sentence);
        same.any(|promise| promise.origin == generator)
    };
    let (own, asked): (Vec<_>, Vec<_>) = run.verdicts.iter().partition(is_own);
    let kinds = [
        (StoredOutcome::Met, "met"),
        (StoredOutcome::Missed, "missed"),
        (StoredOutcome::Unknown, "unknown"),
    ];
    let counts = kinds.iter().filter_map(|(kind, word)| {
        let count = asked.iter().filter(|verdict| verdict.outcome == *kind).count();
        (count > 0).then(|| format!("{count} {word}"))
    });
    let is_doubtful = own.iter().any(|verdict| verdict.outcome == StoredOutcome::Missed);
    counts.chain(is_doubtful.then(|| "not to be trusted".to_owned())).collect::<Vec<_>>().join(", ")
}
