//! Requests grouped by tags: how many, how many failed, and how long each part of them took.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Rollup, SeriesKey, names};

use super::latency::{Latency, per_second};

/// The times of a request: the two clocks, then its phases in their order.
const TIMES: [&str; 8] = [
    names::RESPONSE_TIME,
    names::SERVICE_TIME,
    names::PHASE_DNS,
    names::PHASE_CONNECT,
    names::PHASE_TLS,
    names::PHASE_SEND,
    names::PHASE_WAIT,
    names::PHASE_RECEIVE,
];

/// What the phases are called, in their order.
const PHASES: [&str; 6] = ["dns", "connect", "tls", "send", "wait", "receive"];

/// Requests that share the values of some tags.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    /// The values of the tags grouped by, in their order; none where a series lacks the tag.
    pub(crate) values: Vec<Option<String>>,
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    pub(crate) per_second: f64,
    times: [Option<Latency>; TIMES.len()],
}

impl Group {
    /// The value of the tag grouped by at `place`.
    pub(crate) fn value(&self, place: usize) -> Option<&str> {
        self.values.get(place)?.as_deref()
    }

    /// The method and name of a group by name.
    pub(crate) fn request(&self) -> String {
        let name = self.value(0).unwrap_or("no name");
        match self.value(1) {
            // A name that begins with its method needs no second one.
            Some(method) if !name.starts_with(method) => format!("{method} {name}"),
            _ => name.to_owned(),
        }
    }

    /// Failed requests as a fraction of all; none without requests.
    pub(crate) fn failed_share(&self) -> Option<f64> {
        (self.requests > 0).then(|| self.failed as f64 / self.requests as f64)
    }

    /// Whether it holds requests, not only phases that belong to none in particular.
    fn is_of_requests(&self) -> bool {
        self.requests > 0 || self.response().is_some()
    }

    /// Intended start to last byte.
    pub(crate) fn response(&self) -> Option<&Latency> {
        self.times[0].as_ref()
    }

    /// Actual start to last byte; none in closed tests, where it is the response time.
    pub(crate) fn service(&self) -> Option<&Latency> {
        self.times[1].as_ref()
    }

    /// The phases with their names; none for a phase that no request had.
    pub(crate) fn phases(&self) -> [(&'static str, Option<&Latency>); PHASES.len()] {
        std::array::from_fn(|at| (PHASES[at], self.times[at + 2].as_ref()))
    }
}

/// All requests of the run.
pub(crate) fn overall(whole: &Rollup) -> Group {
    grouped(whole, &[]).pop().unwrap_or_default()
}

/// By class; empty when no request has one.
pub(crate) fn by_class(whole: &Rollup) -> Vec<Group> {
    let groups = grouped(whole, &[names::TAG_CLASS]);
    if groups.iter().all(|group| group.value(0).is_none()) { Vec::new() } else { groups }
}

/// By load; empty when the test had only one.
pub(crate) fn by_load(whole: &Rollup) -> Vec<Group> {
    let groups = grouped(whole, &[names::TAG_LOAD]);
    if groups.len() < 2 { Vec::new() } else { groups }
}

/// By name, then method.
pub(crate) fn by_name(whole: &Rollup) -> Vec<Group> {
    grouped(whole, &[names::TAG_NAME, names::TAG_METHOD])
}

/// By name, method, status and kind of error.
pub(crate) fn by_answer(whole: &Rollup) -> Vec<Group> {
    grouped(whole, &[names::TAG_NAME, names::TAG_METHOD, names::TAG_STATUS, names::TAG_ERROR])
}

#[derive(Default)]
struct Gathered {
    requests: Option<Aggregate>,
    errors: Option<Aggregate>,
    times: [Option<Aggregate>; TIMES.len()],
}

impl Gathered {
    fn place(&mut self, metric: &str) -> Option<&mut Option<Aggregate>> {
        match metric {
            names::HTTP_REQUESTS => Some(&mut self.requests),
            names::HTTP_ERRORS => Some(&mut self.errors),
            _ => TIMES.iter().position(|time| *time == metric).map(|at| &mut self.times[at]),
        }
    }

    fn group(self, values: Vec<Option<String>>, seconds: f64) -> Group {
        let requests = match self.requests {
            Some(Aggregate::Counter(count)) => count,
            _ => 0.0,
        };
        let failed = match self.errors {
            Some(Aggregate::Share(share)) => share.hits,
            _ => 0,
        };
        Group {
            values,
            requests: requests as u64,
            failed,
            per_second: per_second(requests, seconds),
            times: self.times.map(|time| Latency::of_aggregate(&time?)),
        }
    }
}

fn grouped(whole: &Rollup, tags: &[&str]) -> Vec<Group> {
    let mut groups: BTreeMap<Vec<Option<&str>>, Gathered> = BTreeMap::new();
    for (SeriesKey { metric, tags: own }, aggregate) in whole.series() {
        if metric.as_ref() != names::HTTP_REQUESTS
            && metric.as_ref() != names::HTTP_ERRORS
            && !TIMES.contains(&metric.as_ref())
        {
            continue;
        }
        let values = tags.iter().map(|tag| own.get(tag)).collect();
        let Some(place) = groups.entry(values).or_default().place(metric) else { continue };
        match place {
            Some(gathered) => gathered.join(aggregate),
            None => *place = Some(aggregate.clone()),
        }
    }
    let owned = |values: Vec<Option<&str>>| -> Vec<Option<String>> {
        values.into_iter().map(|value| value.map(str::to_owned)).collect()
    };
    let seconds = whole.seconds();
    groups
        .into_iter()
        .map(|(values, gathered)| gathered.group(owned(values), seconds))
        .filter(|group| tags.is_empty() || group.is_of_requests())
        .collect()
}
