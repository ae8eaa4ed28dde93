//! `--prove`: indexes are built where somebody says, statements run with and without them in turns, and what does not help
//! is withdrawn. In comes the choice; out go measured times.

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::index::{
    AdviseOptions, Change, Consent, Fate, Interval, Origin, Proof, ProveOptions, ProveStep,
    StatementProof, Withdrawal, prove, prove_on_copy,
};
use loadline_postgres::rules::facts::{Choice, bytes, count, duration, ms, percent};
use loadline_postgres::rules::{Advice, Check, Gain};
use loadline_postgres::session::{Session, SessionOptions};
use serde_json::{Value, json};

use super::super::table::Table;
use super::Args;
use crate::failure::Failure;
use crate::output::print::{note, printable};

/// Whether, where and for how long.
#[derive(Debug, ClapArgs)]
pub(super) struct ProveArgs {
    /// Build and measure: `copy` in a copy of the database made for it (nobody else may be connected to it meanwhile); `here` in a transaction that is rolled back (writers of those tables wait until it ends; superusers only).
    #[arg(long = "prove", value_name = "PLACE", value_enum)]
    pub(super) place: Option<Place>,
    /// The longest the proof may take.
    #[arg(long, value_name = "DURATION", default_value = "10m", requires = "place")]
    prove_time: Span,
    /// Keep indexes that make a statement more than 10% slower, if they save more elsewhere.
    #[arg(long, requires = "place")]
    accept_slower: bool,
    /// Build indexes of other budgets, too, and keep whichever set is the quickest: a planner's cost is a poor judge. Takes three times the budget on disk, and longer.
    #[arg(long, requires = "place")]
    alternatives: bool,
}

/// Where the indexes are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Place {
    Copy,
    Here,
}

/// Proves the choice.
pub(super) async fn prove_at(
    place: Place,
    args: &Args,
    choice: &Choice,
    advise: &AdviseOptions,
) -> Result<Proof, Failure> {
    let session_options = SessionOptions { can_write: true, ..args.server.options() };
    let options = ProveOptions {
        consent: if place == Place::Here { Consent::WritersWait } else { Consent::None },
        budget_bytes: advise.budget_bytes,
        advise: *advise,
        alternatives: args.prove.alternatives,
        time_max: args.prove.prove_time.duration(),
        accept_slower: args.prove.accept_slower,
        ..ProveOptions::default()
    };
    let (workload, advice) = (&choice.workload, &choice.advice);
    let mut told = Told::default();
    let mut report = |step: ProveStep<'_>| told.tell(&step);
    let proof = match place {
        Place::Here => {
            let session = Session::connect(&args.server.url, &session_options).await?;
            prove(&session, workload, advice, &options, &mut report).await?
        }
        Place::Copy => {
            let url = &args.server.url;
            prove_on_copy(url, &session_options, workload, advice, &options, &mut report).await?
        }
    };
    Ok(proof)
}

/// What was told last: a step of many is told once.
#[derive(Debug, Default)]
struct Told(&'static str);

impl Told {
    fn tell(&mut self, step: &ProveStep<'_>) {
        let (kind, text) = match step {
            ProveStep::Copying { name } => ("copying", format!("copying the database as {name}")),
            ProveStep::Building { number, of, sql } => {
                note(&printable(&format!("building {number} of {of}: {sql}")));
                return;
            }
            ProveStep::Measuring { of, .. } => {
                ("measuring", format!("running {of} statements as things are"))
            }
            ProveStep::Choosing { .. } => ("choosing", "running them with the indexes".to_owned()),
            ProveStep::Confirming { of, .. } => {
                ("confirming", format!("running {of} with and without in turns"))
            }
            ProveStep::Undoing => ("undoing", "rolling everything back".to_owned()),
        };
        if self.0 != kind {
            self.0 = kind;
            note(&printable(&text));
        }
    }
}

/// Findings speak of measured time where there is some.
pub(super) fn put_into(check: &mut Check, proof: &Proof) {
    for index in &proof.indexes {
        let statement = format!("{};", index.sql);
        let own = |advice: &&mut Advice| advice.statement.as_ref() == Some(&statement);
        let Some(advice) = check.advice.iter_mut().find(own) else { continue };
        if let Fate::Kept { saves_s, needs } = &index.fate {
            let (saves, s) = (time(*saves_s), if needs.len() == 1 { "" } else { "s" });
            let share = saves_s / proof.before_s.max(*saves_s).max(f64::MIN_POSITIVE);
            let words = format!("measured: it saves {saves} for {} statement{s}", needs.len());
            advice.gain = Gain::new(share, words);
            if index.origin != Origin::Chosen {
                let size = bytes(index.size_bytes as i64);
                advice.evidence =
                    format!("{size} as built; found by the proof, not by the planner");
            }
        }
    }
}

/// `measured: …`.
pub(super) fn sureness(proof: &Proof) -> String {
    let mut text = match proof.ratio {
        Some(ratio) => format!(
            "measured: the statements that were run take {} instead of {}, {}",
            time(proof.after_s),
            time(proof.before_s),
            of_before(ratio)
        ),
        None => "measured, but no statement ended in time both with and without".to_owned(),
    };
    if proof.rescued > 0 {
        let (rescued, s) = (proof.rescued, if proof.rescued == 1 { "" } else { "s" });
        text.push_str(&format!(
            "; {rescued} statement{s} more end{} in time now",
            if s.is_empty() { "s" } else { "" }
        ));
    }
    text.push_str(&format!("; {} runs in {}", count(proof.runs as i64), duration(proof.took_s)));
    if proof.out_of_time {
        text.push_str("; time ended before everything was measured (`--prove-time`)");
    }
    text
}

/// `45% of before (44% to 47%)`.
fn of_before(ratio: Interval) -> String {
    format!(
        "{} of before ({} to {})",
        percent(ratio.estimate),
        percent(ratio.low),
        percent(ratio.high)
    )
}

/// What became of the indexes, and of the statements.
pub(super) fn tables(choice: &Choice, proof: &Proof) -> Vec<(&'static str, Table)> {
    let mut indexes = Table::new(&["fate", "size", "expected", "built in", "index"], 1);
    for index in &proof.indexes {
        let is_built = index.size_bytes > 0;
        let none = || "–".to_owned();
        let cells = vec![
            fate(choice, &index.fate),
            if is_built { bytes(index.size_bytes as i64) } else { none() },
            if index.origin == Origin::Rule { none() } else { bytes(index.estimated_bytes as i64) },
            if is_built { duration(index.build_s) } else { none() },
        ];
        indexes.row_of(cells, &index.sql);
    }
    let mut statements = Table::new(&["change", "calls", "before", "after", "statement"], 1);
    for statement in proof.statements.iter().filter(|one| one.change != Change::SamePlan) {
        let time = |seconds: Option<f64>| seconds.map_or_else(|| "–".to_owned(), time);
        let cells = vec![
            change(statement),
            count(statement.calls as i64),
            time(statement.before_s),
            time(statement.after_s),
        ];
        statements.row_of(cells, choice.text(statement.number));
    }
    vec![("Indexes, as built and measured", indexes), ("Statements, as measured", statements)]
}

/// Times of statements, which may be short.
fn time(seconds: f64) -> String {
    ms(seconds * 1_000.0)
}

fn fate(choice: &Choice, fate: &Fate) -> String {
    let shown = |number: usize| super::super::slow::shown(choice.text(number));
    match fate {
        Fate::Kept { saves_s, needs } => {
            let s = if needs.len() == 1 { "" } else { "s" };
            format!("kept: saves {} for {} statement{s}", time(*saves_s), needs.len())
        }
        Fate::Unproven => {
            "unproven: no statement that ran uses it, or time ended before it was measured"
                .to_owned()
        }
        Fate::Withdrawn(Withdrawal::NotBuilt { why }) => format!("not built: {why}"),
        Fate::Withdrawn(Withdrawal::Unused) => "withdrawn: no plan uses it".to_owned(),
        Fate::Withdrawn(Withdrawal::NothingSlower) => {
            "withdrawn: nothing is slower without it".to_owned()
        }
        Fate::Withdrawn(Withdrawal::Slows { statement, ratio }) => {
            format!("withdrawn: {ratio:.1} times as slow with it: {}", shown(*statement))
        }
        Fate::Withdrawn(Withdrawal::OverBudget) => "withdrawn: others save more".to_owned(),
    }
}

fn change(statement: &StatementProof) -> String {
    match &statement.change {
        Change::SamePlan => "same plan".to_owned(),
        Change::Measured { ratio, pairs } => format!("{}, {pairs} pairs", of_before(*ratio)),
        Change::Rescued { at_most } => format!("ends in time now, at most {}", percent(*at_most)),
        Change::TooSlow => "ends in time neither way".to_owned(),
        Change::OutOfTime => "not measured: time ended".to_owned(),
        Change::NotRun { why } => format!("not run: {why}"),
    }
}

/// The proof for programs.
pub(super) fn json_of(choice: &Choice, proof: &Proof) -> Value {
    let interval = |interval: &Interval| json!({ "estimate": interval.estimate, "low": interval.low, "high": interval.high });
    let indexes = proof.indexes.iter().map(|index| {
        json!({
            "statement": index.sql,
            "size_bytes": index.size_bytes,
            "estimated_bytes": index.estimated_bytes,
            "build_s": index.build_s,
            "is_kept": matches!(index.fate, Fate::Kept { .. }),
            "fate": fate(choice, &index.fate),
        })
    });
    let statements = proof.statements.iter().map(|statement| {
        json!({
            "text": choice.text(statement.number),
            "calls": statement.calls,
            "before_s": statement.before_s,
            "after_s": statement.after_s,
            "ratio": match &statement.change {
                Change::Measured { ratio, .. } => interval(ratio),
                _ => Value::Null,
            },
            "change": change(statement),
        })
    });
    json!({
        "indexes": indexes.collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(),
        "before_s": proof.before_s,
        "after_s": proof.after_s,
        "ratio": proof.ratio.as_ref().map(interval),
        "rescued": proof.rescued,
        "size_bytes": proof.size_bytes,
        "runs": proof.runs,
        "took_s": proof.took_s,
        "is_out_of_time": proof.out_of_time,
    })
}
