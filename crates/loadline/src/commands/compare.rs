//! `loadline compare A B`: two kept runs side by side, with what chance alone could have done.

mod out;

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_core::Comparison;
use loadline_core::comparison::ComparedRun;
use loadline_report::{Report, comparison_summary};
use loadline_stats::RunSample;
use loadline_stats::compare::{CONFIDENCE, compare, objectives};
use loadline_store::{Run, Store, StoreError};

use self::out::ComparisonOut;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, note, print};
use crate::session::{replay, sample};

/// Hold run B against run A: each figure with the interval its difference is known within
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The run to hold against: its id, the beginning of it, `last`, or `last~1` for the one before.
    #[arg(value_name = "A", default_value = "last~1")]
    a: String,
    /// The run in question.
    #[arg(value_name = "B", default_value = "last")]
    b: String,
    /// End with exit code 99 when a figure is surely worse, or an objective that A met is missed.
    #[arg(long)]
    fail_on_regression: bool,
    /// Write the comparison: json=compare.json, markdown=comment.md, text=compare.txt. May be given several times.
    #[arg(long = "out", value_name = "KIND=PATH")]
    outs: Vec<ComparisonOut>,
    /// The seed that decides which stretches of the runs are drawn for the intervals.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    store: PathBuf,
}

/// A run with everything that is compared of it.
struct Side {
    run: Run,
    report: Report,
    sample: RunSample,
}

/// Prints the comparison and writes the files asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    if !args.store.exists() {
        return Err(StoreError::NoSuchRun { reference: args.a.clone() }.into());
    }
    let store = Store::open(&args.store)?;
    ComparisonOut::check_all(&args.outs)?;
    let side = |reference: &str| -> Result<Side, Failure> {
        let run = store.find(reference)?;
        let (report, sample) = (replay(&store, &run, &[])?, sample(&store, &run)?);
        Ok(Side { run, report, sample })
    };
    let comparison = comparison(&side(&args.a)?, &side(&args.b)?, args.seed);
    print(Stream::Stdout, &comparison_summary(&comparison, Stream::Stdout.has_colour()));
    for out in &args.outs {
        out.write(&comparison)?;
        note(&format!("written: {}", out.path().display()));
    }
    let is_worse = args.fail_on_regression && comparison.has_regressed();
    Ok(if is_worse { Exit::Missed } else { Exit::Met })
}

fn comparison(a: &Side, b: &Side, seed: u64) -> Comparison {
    let is_open = a.run.description.open && b.run.description.open;
    Comparison {
        a: compared(a),
        b: compared(b),
        confidence: CONFIDENCE,
        figures: compare(&a.sample, &b.sample, is_open, seed),
        objectives: objectives(&a.report.verdicts, &b.report.verdicts),
        notes: notes(a, b),
    }
}

fn compared(side: &Side) -> ComparedRun {
    let run = &side.report.run;
    ComparedRun {
        id: run.id.clone(),
        name: run.name.clone(),
        started: run.started.clone(),
        target: run.target.clone(),
        traffic: run.traffic.clone(),
        seconds: side.sample.seconds(),
    }
}

/// What must be known before the figures are believed.
fn notes(a: &Side, b: &Side) -> Vec<String> {
    let mut notes = Vec::new();
    if a.run.id == b.run.id {
        notes.push("both are the same run".to_owned());
    }
    let (traffic_a, traffic_b) = (&a.run.description.traffic, &b.run.description.traffic);
    if traffic_a != traffic_b {
        notes
            .push("the runs had different traffic; their figures differ for that alone".to_owned());
    }
    for (name, side) in [("A", a), ("B", b)] {
        if !side.report.findings.is_empty() {
            notes.push(format!(
                "the figures of {name} cannot be trusted (loadline show {})",
                side.run.id
            ));
        }
        if side.sample.is_cut() {
            notes.push(format!("{name} has more names and series than are told apart; the rest counts among all requests"));
        }
    }
    let machine = |side: &Side| side.run.description.environment.get("processor").cloned();
    if machine(a) != machine(b) {
        notes.push("the generators ran on different processors".to_owned());
    }
    notes
}
