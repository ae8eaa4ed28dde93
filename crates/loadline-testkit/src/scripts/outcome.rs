//! What came of a script, read from its exit code, its two outputs and its samples; and what of it is not as
//! expected.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::case::{Expectation, ScriptCase};
use super::program::Runner;

/// Bytes of each output that are shown of a script that went wrong.
const SHOWN_BYTES_MAX: usize = 3_000;

/// What came of a script.
#[derive(Debug, Clone, Default)]
pub struct ScriptOutcome {
    /// Whose it is.
    pub runner: Runner,
    /// The exit code; none where it was killed.
    pub exit_code: Option<i32>,
    /// What it wrote to stderr.
    pub console: String,
    /// What it wrote to stdout.
    pub output: String,
    /// How often each check, named with its group, passed and failed.
    pub checks: BTreeMap<String, (u64, u64)>,
    /// Metrics that have samples, each with the tags of its samples as `name=value`.
    pub tags: BTreeMap<String, BTreeSet<String>>,
}

impl ScriptOutcome {
    /// Reads samples in k6's lines of JSON.
    pub(super) fn new(
        runner: Runner,
        exit_code: Option<i32>,
        console: String,
        output: String,
        samples: &str,
    ) -> Self {
        let mut outcome = Self { runner, exit_code, console, output, ..Self::default() };
        let lines = samples.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        for line in lines.filter(|line| line["type"] == "Point") {
            outcome.take(&line);
        }
        outcome
    }

    fn take(&mut self, line: &Value) {
        let metric = line["metric"].as_str().unwrap_or_default();
        let tags = &line["data"]["tags"];
        let own = self.tags.entry(metric.to_owned()).or_default();
        for (name, value) in tags.as_object().into_iter().flatten() {
            own.insert(format!("{name}={}", value.as_str().unwrap_or_default()));
        }
        if metric == "checks" {
            let tag = |name: &str| tags[name].as_str().unwrap_or_default();
            let check = self.checks.entry(format!("{}::{}", tag("group"), tag("check")));
            let (passed, failed) = check.or_default();
            let passes = line["data"]["value"].as_f64() == Some(1.0);
            *(if passes { passed } else { failed }) += 1;
        }
    }

    /// What is not as the case expects it, a sentence each.
    #[must_use]
    pub fn violations(&self, case: &ScriptCase) -> Vec<String> {
        case.expectations.iter().filter_map(|expected| self.violation(expected)).collect()
    }

    fn violation(&self, expected: &Expectation) -> Option<String> {
        match expected {
            Expectation::Exit { k6, loadline } => {
                let code = if self.runner == Runner::K6 { *k6 } else { *loadline };
                (self.exit_code != Some(code)).then(|| {
                    let came = self.exit_code.map_or("none".to_owned(), |code| code.to_string());
                    format!("the exit code is {came}, not {code}")
                })
            }
            Expectation::Checks { passed, failed } => {
                let came =
                    self.checks.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
                let failing = self.checks.iter().filter(|(_, (_, failed))| *failed > 0);
                let failing: Vec<&str> = failing.map(|(name, _)| &**name).collect();
                (came != (*passed, *failed)).then(|| {
                    format!(
                        "{} checks passed and {} failed, not {passed} and {failed}; failed: {}",
                        came.0,
                        came.1,
                        failing.join(", ")
                    )
                })
            }
            Expectation::Metrics { names, present } => {
                let wrong = names.iter().filter(|name| self.tags.contains_key(*name) != *present);
                let wrong: Vec<&str> = wrong.map(|name| &**name).collect();
                let said = if *present { "missing" } else { "too many" };
                (!wrong.is_empty()).then(|| format!("metrics {said}: {}", wrong.join(", ")))
            }
            Expectation::Console { text, present } => {
                differs("console", &self.console, text, *present)
            }
            Expectation::Output { text, present } => {
                differs("output", &self.output, text, *present)
            }
        }
    }

    /// Both outputs, shortened, for people who look for the reason.
    #[must_use]
    pub fn shown(&self) -> String {
        let short = |text: &str| {
            let end = text.floor_char_boundary(SHOWN_BYTES_MAX);
            text[..end].to_owned()
        };
        format!("--- stderr\n{}\n--- stdout\n{}", short(&self.console), short(&self.output))
    }
}

fn differs(place: &str, written: &str, text: &str, present: bool) -> Option<String> {
    let said = if present { "lacks" } else { "has" };
    (written.contains(text) != present).then(|| format!("the {place} {said}: {text}"))
}
