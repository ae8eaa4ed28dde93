//! From the series of a whole run to its results: metrics, sub-metrics, checks, and the parts of the full text.
//!
//! Series come in as k6 names and tags them. Which threshold held is told by whoever judged.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use loadline_core::window::{Aggregate, Rollup, SeriesKey, names};

use super::kind::MetricKind;
use super::parts::{CHECKS, Order, Part};
use super::results::{Group, MetricResult, Results, ThresholdResult};
use crate::output::Metric;

/// Tags that tell where a sample belongs.
const TAG_CHECK: &str = "check";
const TAG_GROUP: &str = "group";
const TAG_SCENARIO: &str = "scenario";
/// The scenario of a test that names none: it has no part of its own.
const SCENARIO_DEFAULT: &str = "default";
/// What is measured directly in these belongs to no part.
const GROUPS_LEFT_OUT: [&str; 2] = ["::setup", "::teardown"];

/// What series do not tell.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue<'a> {
    /// Every metric that the script knows, in any order.
    pub metrics: &'a [Arc<Metric>],
    /// The thresholds of each metric and sub-metric that has some, by its name.
    pub thresholds: &'a BTreeMap<String, Vec<ThresholdResult>>,
    /// The paths of groups and checks in the order they were first seen; what is missing here comes last.
    pub seen: &'a [String],
}

impl Results {
    /// The results of a run's series. How long it ran, the options and what `setup` returned are the caller's
    /// to fill in.
    pub fn of(rollup: &Rollup, catalogue: Catalogue<'_>) -> Self {
        let order = Order::of(catalogue.seen);
        let metrics: HashMap<&str, &Metric> =
            catalogue.metrics.iter().map(|metric| (&*metric.series, &**metric)).collect();
        let (mut whole, mut outside, mut scenarios) =
            (Part::default(), Part::default(), Part::default());
        let mut root_group = Group::default();
        // Without arrivals there is nothing to correct: k6's duration says it all.
        let is_closed = rollup.series().all(|(key, _)| *key.metric != *names::SERVICE_TIME);
        for (key, aggregate) in rollup.series() {
            let Some(metric) = metrics.get(&*key.metric) else { continue };
            if is_closed && *metric.series == *names::RESPONSE_TIME {
                continue;
            }
            let tag = |name: &str| key.tags.get(name).unwrap_or_default();
            let (group, check) = (tag(TAG_GROUP), key.tags.get(TAG_CHECK));
            let sample = Sampled { metric, key, aggregate, group, check };
            sample.add_to(&mut whole, &order);
            add_submetrics(&mut whole, &sample);
            count_check(&mut root_group, &sample);
            if GROUPS_LEFT_OUT.contains(&group) {
                continue;
            }
            let scenario = tag(TAG_SCENARIO);
            let part = if scenario.is_empty() || scenario == SCENARIO_DEFAULT {
                &mut outside
            } else {
                let scenario = scenarios.inner(scenario, scenario);
                sample.add_to(scenario, &order);
                scenario
            };
            if !group.is_empty() {
                sample.add_to(part.at(group), &order);
            }
        }
        // k6 shows these two whether anything was sent or not.
        for name in [names::BYTES_RECEIVED, names::BYTES_SENT] {
            if let Some(metric) = metrics.get(name) {
                whole.measure(metric, &metric.name, Some(&Aggregate::Counter(0.0)));
            }
        }
        let thresholds = by_own_name(catalogue.thresholds);
        add_judged(&mut whole, catalogue.metrics, &thresholds);
        root_group.sort(&|path| order.rank(path));
        let mut whole = whole.into_section(&order);
        for metric in &mut whole.metrics {
            let own = thresholds.get(&*metric.name);
            metric.thresholds = own.map(|own| own.to_vec()).unwrap_or_default();
        }
        let groups = outside.into_section(&order).groups;
        let scenarios = scenarios.into_section(&order).groups;
        Self { whole, groups, scenarios, root_group, ..Self::default() }
    }
}

/// A series with where it belongs.
struct Sampled<'a> {
    metric: &'a Metric,
    key: &'a SeriesKey,
    aggregate: &'a Aggregate,
    group: &'a str,
    check: Option<&'a str>,
}

impl Sampled<'_> {
    fn add_to(&self, part: &mut Part, order: &Order<'_>) {
        part.measure(self.metric, &self.metric.name, Some(self.aggregate));
        if let Some((name, passes, fails)) = self.as_check() {
            part.check(name, order.rank(&path(self.group, name)), passes, fails);
        }
    }

    /// The check's name, how often it held and how often it did not.
    fn as_check(&self) -> Option<(&str, u64, u64)> {
        let Aggregate::Share(share) = self.aggregate else { return None };
        let name = self.check.filter(|_| &*self.metric.name == CHECKS)?;
        Some((name, share.hits, share.total - share.hits))
    }
}

fn add_submetrics(whole: &mut Part, sample: &Sampled<'_>) {
    let has = |tags| sample.key.tags.contain(tags);
    for submetric in sample.metric.submetrics.iter().filter(|submetric| has(&submetric.tags)) {
        let name = sample.metric.submetric_name(submetric);
        whole.measure(sample.metric, &name, Some(sample.aggregate));
    }
}

/// Every group that was entered is in the tree, whether anything was checked in it or not.
fn count_check(root: &mut Group, sample: &Sampled<'_>) {
    let group = root.at(sample.group);
    if let Some((name, passes, fails)) = sample.as_check() {
        let check = group.check(name);
        check.passes += passes;
        check.fails += fails;
    }
}

/// Thresholds by the name that their metric or sub-metric has in results.
type ByName<'a> = BTreeMap<String, &'a [ThresholdResult]>;

/// A script may write `http_reqs{ scenario:one }`; the name has no blanks at the ends of its tags.
fn by_own_name(thresholds: &BTreeMap<String, Vec<ThresholdResult>>) -> ByName<'_> {
    let own_name = |written: &str| match written.split_once('{') {
        Some((metric, tags)) => {
            format!("{}{{{}}}", metric.trim(), tags.strip_suffix('}').unwrap_or(tags).trim())
        }
        None => written.trim().to_owned(),
    };
    thresholds.iter().map(|(written, results)| (own_name(written), results.as_slice())).collect()
}

/// What has thresholds is shown even where nothing was measured: a sub-metric with its metric.
fn add_judged(whole: &mut Part, metrics: &[Arc<Metric>], thresholds: &ByName<'_>) {
    for metric in metrics {
        let is_judged = |name: &str| thresholds.contains_key(name);
        let names = metric.submetrics.iter().map(|submetric| metric.submetric_name(submetric));
        let judged: Vec<String> = names.filter(|name| is_judged(name)).collect();
        if is_judged(&metric.name) || !judged.is_empty() {
            whole.measure(metric, &metric.name, None);
        }
        judged.iter().for_each(|name| whole.measure(metric, name, None));
    }
}

fn path(group: &str, name: &str) -> String {
    format!("{group}{}{name}", super::results::SEPARATOR)
}

impl MetricResult {
    pub(super) fn unmeasured(name: &str, metric: &Metric) -> Self {
        let (kind, contains) = (metric.kind, metric.contains);
        Self { name: name.into(), kind, contains, aggregate: None, thresholds: Vec::new() }
    }
}

impl Metric {
    /// Whether `aggregate` is what this kind of metric is kept as.
    pub(super) fn is_kept_as(&self, aggregate: &Aggregate) -> bool {
        matches!(
            (self.kind, aggregate),
            (MetricKind::Counter, Aggregate::Counter(_))
                | (MetricKind::Gauge, Aggregate::Gauge(_))
                | (MetricKind::Rate, Aggregate::Share(_))
                | (MetricKind::Trend, Aggregate::Histogram(_))
        )
    }
}
