//! Runs a test and holds what came of it, for the tests to ask.

use std::collections::BTreeMap;
use std::time::Duration;

use loadline_core::file::parse;
use loadline_core::histogram::Histogram;
use loadline_core::traffic::Spacing;
use loadline_core::window::{Gauge, Rollup, Share, names};
use loadline_core::{Aggregate, Rate, Sample, Span, Tags, Traffic, Window};
use loadline_load::{
    Ending, FlowScenario, LoadTest, Outcome, Progress, Scenario, StopSignal, Surroundings, run,
};

/// What came of a run.
pub(crate) struct Seen {
    pub(crate) ending: Ending,
    pub(crate) samples: Vec<Sample>,
    pub(crate) notes: Vec<String>,
    pub(crate) windows: Vec<Window>,
    whole: Rollup,
}

/// A test on two threads with time-outs and an end that are longer than any run here.
pub(crate) fn test_of(traffic: Traffic) -> LoadTest {
    LoadTest { threads: 2, seed: 7, ..LoadTest::new(traffic) }
}

pub(crate) fn constant_users(users: u32, length_ms: u64) -> LoadTest {
    test_of(Traffic::constant_users(users, Span::from_millis(length_ms)).unwrap())
}

pub(crate) fn constant_rate(per_second: f64, length_ms: u64) -> LoadTest {
    let rate = Rate::per_second(per_second);
    test_of(Traffic::constant_rate(rate, Span::from_millis(length_ms), Spacing::Even).unwrap())
}

/// So many iterations of each user, and ten minutes for them.
pub(crate) fn iterations_each(users: u32, iterations: u64) -> LoadTest {
    test_of(Traffic::IterationsEach { users, iterations, max: Span::from_secs(600) })
}

/// Users that GET one URL.
pub(crate) fn get(url: &str) -> FlowScenario {
    FlowScenario::of_url(url, &[]).unwrap()
}

/// Users that follow the only flow of a file with these lines in it.
pub(crate) fn flow(lines: &str, target: &str) -> FlowScenario {
    let text = format!("flows:\n  one:\n{lines}");
    let file = parse(&text).unwrap_or_else(|errors| panic!("{errors:?} in\n{text}"));
    FlowScenario::new(&file.flows["one"], target, &file.classes, &Surroundings::default()).unwrap()
}

/// Users that do these steps as their only task.
pub(crate) fn steps(steps: &str, target: &str) -> FlowScenario {
    flow(&format!("    tasks: [ {{ do: [ {steps} ] }} ]\n"), target)
}

/// Runs to the end.
pub(crate) fn drive(test: LoadTest, scenario: impl Scenario) -> Seen {
    drive_and(test, scenario, |_, _| {})
}

/// Runs to the end; `at_window` may ask for a stop, and is told which window it is, counted from zero.
pub(crate) fn drive_and(
    test: LoadTest,
    scenario: impl Scenario,
    mut at_window: impl FnMut(usize, &StopSignal),
) -> Seen {
    let stop = StopSignal::default();
    let mut windows = Vec::new();
    let mut observer = |window: &Window, _: Progress| {
        windows.push(window.clone());
        at_window(windows.len() - 1, &stop);
    };
    let Outcome { ending, samples, notes } = run(test, scenario, &stop, &mut observer).unwrap();
    let whole = windows.iter().collect();
    Seen { ending, samples, notes, windows, whole }
}

impl Seen {
    /// What one of several loads measured.
    pub(crate) fn merged(&self, metric: &str, load: &str) -> Option<Aggregate> {
        self.whole.merged(metric, &Tags::new([(names::TAG_LOAD, load)]))
    }

    /// The length of the run, rounded up.
    pub(crate) fn seconds(&self) -> f64 {
        self.whole.seconds() + 0.001
    }

    pub(crate) fn counter(&self, metric: &str) -> u64 {
        counter_in(|metric, tags| self.whole.merged(metric, tags), metric)
    }

    pub(crate) fn share(&self, metric: &str) -> Share {
        match self.whole.merged(metric, &Tags::default()) {
            Some(Aggregate::Share(share)) => share,
            None => Share::default(),
            other => panic!("{metric} is {other:?}"),
        }
    }

    pub(crate) fn histogram(&self, metric: &str) -> Histogram {
        match self.whole.merged(metric, &Tags::default()) {
            Some(Aggregate::Histogram(histogram)) => histogram,
            None => Histogram::new(),
            other => panic!("{metric} is {other:?}"),
        }
    }

    /// A quantile in seconds.
    pub(crate) fn quantile(&self, metric: &str, q: f64) -> f64 {
        self.histogram(metric).quantile(q).unwrap().value
    }

    pub(crate) fn gauge(&self, metric: &str) -> Gauge {
        match self.whole.merged(metric, &Tags::default()) {
            Some(Aggregate::Gauge(gauge)) => gauge,
            other => panic!("{metric} is {other:?}"),
        }
    }

    pub(crate) fn requests(&self) -> u64 {
        self.counter(names::HTTP_REQUESTS)
    }

    pub(crate) fn iterations(&self) -> u64 {
        self.counter(names::ITERATIONS)
    }

    /// Requests by the value of one of their tags; those without it under the empty text.
    pub(crate) fn requests_by(&self, tag: &str) -> BTreeMap<String, u64> {
        let mut by_value = BTreeMap::new();
        for (key, aggregate) in self.whole.series() {
            if let (names::HTTP_REQUESTS, Aggregate::Counter(count)) = (&*key.metric, aggregate) {
                let value = key.tags.get(tag).unwrap_or_default().to_owned();
                *by_value.entry(value).or_default() += *count as u64;
            }
        }
        by_value
    }

    /// The kinds of error that a series has; an empty text for what went well.
    pub(crate) fn kinds_of(&self, metric: &str) -> Vec<String> {
        let of_metric = self.whole.series().filter(|(key, _)| &*key.metric == metric);
        let kinds = of_metric.map(|(key, _)| key.tags.get(names::TAG_ERROR).unwrap_or_default());
        kinds.map(str::to_owned).collect()
    }

    /// All requests were good answers, and so many of them came.
    pub(crate) fn assert_all_good(&self, requests: u64) {
        let expected = BTreeMap::from([(String::new(), requests)]);
        assert_eq!(self.requests_by(names::TAG_ERROR), expected);
        assert_eq!(self.share(names::HTTP_ERRORS), Share { hits: 0, total: requests });
    }

    /// All requests failed in this way, and so many of them there were.
    pub(crate) fn assert_all_failed(&self, kind: &str, requests: u64) {
        let expected = BTreeMap::from([(kind.to_owned(), requests)]);
        assert_eq!(self.requests_by(names::TAG_ERROR), expected);
        assert_eq!(self.share(names::HTTP_ERRORS), Share { hits: requests, total: requests });
    }
}

/// A counter of one window.
pub(crate) fn counter_of(window: &Window, metric: &str) -> u64 {
    counter_in(|metric, tags| window.merged(metric, tags), metric)
}

fn counter_in(merged: impl Fn(&str, &Tags) -> Option<Aggregate>, metric: &str) -> u64 {
    match merged(metric, &Tags::default()) {
        Some(Aggregate::Counter(count)) => count as u64,
        None => 0,
        other => panic!("{metric} is {other:?}"),
    }
}

pub(crate) const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}
