//! What a summary is made from: the metrics of a whole run, its checks by group, its thresholds.
//!
//! Whoever holds the run's windows fills it in; the texts and documents of k6 are written from it. Times are
//! in seconds here, as in windows.

use std::sync::Arc;

use loadline_core::Aggregate;
use serde_json::Value;

use super::kind::{Contains, MetricKind};
use super::options::SummaryOptions;

/// The results of one run.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// The metrics and checks of the whole run.
    pub whole: Section,
    /// Those of each group outside of any scenario, in the order they were first seen: `setup`, `teardown`.
    pub groups: Vec<NamedSection>,
    /// Those of each scenario, in the order of their names; only the full text shows them.
    pub scenarios: Vec<NamedSection>,
    /// The tree of groups with their checks.
    pub root_group: Group,
    /// How long the test ran, in seconds.
    pub duration_s: f64,
    /// How figures are to be shown.
    pub options: SummaryOptions,
    /// Whether the standard output is a terminal.
    pub is_stdout_tty: bool,
    /// Whether the standard error is a terminal.
    pub is_stderr_tty: bool,
    /// What `setup` returned.
    pub setup_data: Option<Value>,
}

/// The metrics and checks of a run or of a part of it.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Every metric that was measured or has thresholds, sub-metrics included, in any order.
    pub metrics: Vec<MetricResult>,
    /// Every check, in the order they were first made; checks of one name in several groups are one.
    pub checks: Vec<Check>,
    /// The groups inside; empty for the whole run.
    pub groups: Vec<NamedSection>,
}

/// A part of a run under its name.
#[derive(Debug, Clone, Default)]
pub struct NamedSection {
    /// The group's or the scenario's own name.
    pub name: String,
    /// What was measured within it.
    pub section: Section,
}

/// One metric or sub-metric over the whole run.
#[derive(Debug, Clone)]
pub struct MetricResult {
    /// Its name; a sub-metric carries its tags: `http_req_duration{scenario:one}`.
    pub name: Arc<str>,
    /// What it is.
    pub kind: MetricKind,
    /// What its figures are.
    pub contains: Contains,
    /// All that was measured: times in seconds; none where nothing was.
    pub aggregate: Option<Aggregate>,
    /// Its thresholds, in the order of the script.
    pub thresholds: Vec<ThresholdResult>,
}

/// A threshold with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdResult {
    /// The expression as it stands in the script.
    pub source: String,
    /// Whether it held.
    pub is_ok: bool,
}

/// A group of the script with what is in it, in the order it was first seen.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its own name, empty for the root.
    pub name: String,
    /// The names from the root on: `::outer::inner`, empty for the root.
    pub path: String,
    /// The groups inside it.
    pub groups: Vec<Group>,
    /// The checks made in it.
    pub checks: Vec<Check>,
}

/// A check with how often it held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// Its group's path and its name: `::group::status is 200`.
    pub path: String,
    /// How often it held.
    pub passes: u64,
    /// How often it did not.
    pub fails: u64,
}

/// Between the names of a path.
pub(crate) const SEPARATOR: &str = "::";

impl MetricResult {
    /// The metric and the tags of a sub-metric: `("http_req_duration", Some("scenario:one"))`.
    pub(crate) fn split(&self) -> (&str, Option<&str>) {
        match self.name.split_once('{') {
            Some((parent, tags)) => (parent, Some(tags.strip_suffix('}').unwrap_or(tags))),
            None => (&self.name, None),
        }
    }
}

impl Section {
    /// The metric of this name.
    pub(crate) fn metric(&self, name: &str) -> Option<&MetricResult> {
        self.metrics.iter().find(|metric| &*metric.name == name)
    }
}

impl Group {
    /// The group at `path`, made with all above it where it is not there yet.
    pub fn at(&mut self, path: &str) -> &mut Self {
        let mut group = self;
        for name in path.split(SEPARATOR).filter(|name| !name.is_empty()) {
            let place = group.groups.iter().position(|inner| inner.name == name);
            let place = place.unwrap_or_else(|| {
                let path = format!("{}{SEPARATOR}{name}", group.path);
                group.groups.push(Self { name: name.to_owned(), path, ..Self::default() });
                group.groups.len() - 1
            });
            group = &mut group.groups[place];
        }
        group
    }

    /// The check `name` of this group, made where it is not there yet.
    pub fn check(&mut self, name: &str) -> &mut Check {
        let place = self.checks.iter().position(|check| check.name == name);
        let place = place.unwrap_or_else(|| {
            let path = format!("{}{SEPARATOR}{name}", self.path);
            self.checks.push(Check { name: name.to_owned(), path, ..Check::default() });
            self.checks.len() - 1
        });
        &mut self.checks[place]
    }
}
