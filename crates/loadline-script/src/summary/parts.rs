//! A part of a run while it is put together, and the order in which things were first seen.

use std::collections::{BTreeMap, HashMap};

use loadline_core::window::Aggregate;

use super::results::{Check, Group, MetricResult, NamedSection, SEPARATOR, Section};
use crate::output::Metric;

/// The metric that checks count in.
pub(super) const CHECKS: &str = "checks";

/// The place of each name or path among all.
pub(super) struct Order<'a>(HashMap<&'a str, usize>);

/// Metrics, checks and inner parts, by their names.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// What its place is looked up by.
    path: String,
    metrics: BTreeMap<String, MetricResult>,
    /// Each with the best place of all checks of this name.
    checks: BTreeMap<String, (usize, Check)>,
    inner: BTreeMap<String, Part>,
}

impl<'a> Order<'a> {
    pub(super) fn of(seen: &'a [String]) -> Self {
        Self(seen.iter().enumerate().map(|(place, path)| (path.as_str(), place)).collect())
    }

    pub(super) fn rank(&self, path: &str) -> usize {
        self.0.get(path).copied().unwrap_or(usize::MAX)
    }
}

impl Part {
    /// Adds to the metric or sub-metric `name`; it is there afterwards even without an aggregate.
    pub(super) fn measure(&mut self, metric: &Metric, name: &str, aggregate: Option<&Aggregate>) {
        if !self.metrics.contains_key(name) {
            self.metrics.insert(name.to_owned(), MetricResult::unmeasured(name, metric));
        }
        let own = self.metrics.get_mut(name).expect("it was put there");
        let Some(aggregate) = aggregate.filter(|aggregate| metric.is_kept_as(aggregate)) else {
            return;
        };
        match &mut own.aggregate {
            Some(own) => own.join(aggregate),
            none => *none = Some(aggregate.clone()),
        }
    }

    /// Counts a check by its name alone: checks of one name in several groups are one line.
    pub(super) fn check(&mut self, name: &str, rank: usize, passes: u64, fails: u64) {
        let new = || (usize::MAX, Check { name: name.to_owned(), ..Check::default() });
        let (best, check) = self.checks.entry(name.to_owned()).or_insert_with(new);
        *best = rank.min(*best);
        check.passes += passes;
        check.fails += fails;
    }

    /// The part inside, made where it is not there yet.
    pub(super) fn inner(&mut self, name: &str, path: &str) -> &mut Self {
        let new = || Self { path: path.to_owned(), ..Self::default() };
        self.inner.entry(name.to_owned()).or_insert_with(new)
    }

    /// The part of the group at `path`, with all above it.
    pub(super) fn at(&mut self, path: &str) -> &mut Self {
        let mut part = self;
        let mut reached = String::new();
        for name in path.split(SEPARATOR).filter(|name| !name.is_empty()) {
            reached.push_str(SEPARATOR);
            reached.push_str(name);
            part = part.inner(name, &reached);
        }
        part
    }

    pub(super) fn into_section(self, order: &Order<'_>) -> Section {
        let mut checks: Vec<(usize, Check)> = self.checks.into_values().collect();
        checks.sort_by_key(|(rank, _)| *rank);
        let mut inner: Vec<(String, Self)> = self.inner.into_iter().collect();
        inner.sort_by_key(|(_, part)| order.rank(&part.path));
        let groups = inner
            .into_iter()
            .map(|(name, part)| NamedSection { name, section: part.into_section(order) })
            .collect();
        let checks = checks.into_iter().map(|(_, check)| check).collect();
        Section { metrics: self.metrics.into_values().collect(), checks, groups }
    }
}

impl Group {
    /// Puts groups and checks in the order of `rank`, all the way down.
    pub(super) fn sort(&mut self, rank: &impl Fn(&str) -> usize) {
        self.checks.sort_by_key(|check| rank(&check.path));
        self.groups.sort_by_key(|group| rank(&group.path));
        self.groups.iter_mut().for_each(|group| group.sort(rank));
    }
}
