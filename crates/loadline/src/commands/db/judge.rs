//! Objectives held against the statements of logs, by the judge of every load test. In come sentences and the course of a
//! log, out go verdicts, how they are written, and the exit code.
//!
//! Deliberately not here: what else a log tells (`log`).

use loadline_core::{Judge, Origin, Outcome, Promise, Quantity, Verdict};
use loadline_postgres::log::Analysis;
use loadline_postgres::rules::facts::count;
use serde_json::{Value, json};

use super::out::{ListFormat, printable};
use super::table::Table;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plan::sentences;

/// What is promised of logs.
#[derive(Debug, Default, clap::Args)]
pub(super) struct JudgeArgs {
    /// Hold the statements against this objective: 'sql p95 < 100ms where class = simple'. Missed, it ends with exit code 99.
    /// May be given several times.
    #[arg(long = "objective", short = 'o', value_name = "SENTENCE")]
    objectives: Vec<String>,
}

/// What became of each objective.
#[derive(Debug, Default)]
pub(super) struct Judged(Vec<Verdict>);

impl JudgeArgs {
    /// Reads the sentences: what is wrong with one is said before a log is read.
    pub(super) fn judge(&self) -> Result<Judge, Failure> {
        let promise = |objective| Promise { objective, origin: Origin::CommandLine };
        Ok(Judge::new(sentences(&self.objectives)?.into_iter().map(promise)))
    }
}

impl Judged {
    /// Holds a log against the promises.
    pub(super) fn of(mut judge: Judge, analysis: &Analysis) -> Self {
        analysis.windows().for_each(|window| judge.observe(&window));
        Self(judge.verdicts())
    }

    /// How the command ends: what was asked of a log by name and is not in it is not kept either.
    pub(super) fn exit(&self) -> Exit {
        let is_met = |verdict: &Verdict| verdict.outcome == Outcome::Met;
        if self.0.iter().all(is_met) { Exit::Met } else { Exit::Missed }
    }

    /// What to do about objectives that the log says nothing about.
    pub(super) fn hints(&self) -> Vec<String> {
        let unknown = self.0.iter().filter(|own| matches!(own.outcome, Outcome::Unknown(_)));
        let hint = |own: &Verdict| {
            let sentence = printable(&own.promise.objective.to_string());
            if own.promise.objective.metric == "sql" {
                format!(
                    "`{sentence}`: the log has no times of such statements; `log_min_duration_statement = 0` logs them, and their class is simple, join, write or bulk"
                )
            } else {
                format!("`{sentence}`: a log has `sql` and `sql_errors` alone")
            }
        };
        unknown.map(hint).collect()
    }

    /// A row for each objective.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(&["outcome", "figure", "statements", "objective"], 1);
        for verdict in &self.0 {
            let (sign, figure) = (sign(verdict).to_owned(), figure(verdict));
            let samples = count(verdict.evidence.samples as i64);
            table.row(vec![sign, figure, samples, verdict.promise.objective.to_string()]);
        }
        table
    }

    /// The same as text, with a line behind it; nothing where nothing was promised.
    pub(super) fn rendered(&self, format: ListFormat) -> String {
        if self.0.is_empty() { String::new() } else { format!("{}\n", self.table().render(format)) }
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let verdict = |verdict: &Verdict| {
            let (outcome, why) = match &verdict.outcome {
                Outcome::Met => ("met", None),
                Outcome::Missed => ("missed", None),
                Outcome::Unknown(why) => ("unknown", Some(why.reason())),
            };
            json!({
                "objective": verdict.promise.objective.to_string(),
                "outcome": outcome,
                "why": why,
                "figure": verdict.figure.map(Quantity::base),
                "samples": verdict.evidence.samples,
                "relative_error": verdict.evidence.relative_error,
            })
        };
        self.0.iter().map(verdict).collect()
    }
}

fn sign(verdict: &Verdict) -> &'static str {
    match verdict.outcome {
        Outcome::Met => "✓ met",
        Outcome::Missed => "✗ missed",
        Outcome::Unknown(_) => "? unknown",
    }
}

/// The figure; none where nothing was seen, or where only a time without a break was promised.
fn figure(verdict: &Verdict) -> String {
    verdict.figure.map_or_else(|| "–".to_owned(), Quantity::rounded)
}
