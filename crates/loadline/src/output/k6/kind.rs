//! The kinds of output, and one of them with where it goes.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use loadline_load::TlsOptions;
use loadline_report::{K6Kind, K6Metric, K6Unit};
use loadline_script::options::SystemTag;
use loadline_script::output::Metric;
use loadline_script::summary::{Contains, MetricKind};

use super::files::SampleFile;
use super::variables::Variables;
use super::{csv, json, opentelemetry, prometheus};
use crate::failure::Failure;
use crate::output::streams::Sink;

/// Opens an output; what follows its name comes in, empty where nothing does.
type Open = fn(&str, &K6Opening<'_>) -> Result<Opened, Failure>;

/// A way to hand out what a script measures.
#[derive(Debug)]
pub(crate) struct K6Output {
    /// What the command line calls it; the first name is the usual one.
    pub(crate) names: &'static [&'static str],
    /// One line for help.
    pub(crate) description: &'static str,
    open: Open,
}

/// Every kind, in the order help lists them.
pub(crate) const K6_OUTPUTS: [K6Output; 4] = [
    K6Output {
        names: &["json"],
        description: "every sample as a line of JSON; `.gz` at the end of the file packs it",
        open: json::open,
    },
    K6Output {
        names: &["csv"],
        description: "every sample as a line with columns; `.gz` at the end of the file packs it",
        open: csv::open,
    },
    K6Output {
        names: &["experimental-prometheus-rw"],
        description: "remote write under k6's names",
        open: prometheus::open,
    },
    K6Output {
        names: &["opentelemetry", "experimental-opentelemetry"],
        description: "OpenTelemetry's protocol over HTTP",
        open: opentelemetry::open,
    },
];

/// What an output is told when it is opened.
pub(crate) struct K6Opening<'a> {
    /// Every metric of the script.
    pub(crate) metrics: &'a [Arc<Metric>],
    /// The tags that samples have.
    pub(crate) system_tags: &'a BTreeSet<SystemTag>,
    pub(crate) tls: &'a TlsOptions,
    pub(crate) variables: &'a Variables,
}

/// What an output takes.
pub(super) enum Opened {
    /// Samples, one by one.
    Samples(Box<SampleFile>),
    /// Each second's window.
    Windows(Box<dyn Sink>),
}

/// An output that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct K6Out {
    kind: &'static K6Output,
    destination: String,
}

impl FromStr for K6Out {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, destination) = text.split_once('=').unwrap_or((text, ""));
        let kind = K6_OUTPUTS.iter().find(|kind| kind.names.contains(&name));
        let kind = kind.ok_or_else(|| {
            let known: Vec<&str> = K6_OUTPUTS.iter().map(|kind| kind.names[0]).collect();
            format!("invalid output type '{name}', available types are: {}", known.join(", "))
        })?;
        Ok(Self { kind, destination: destination.to_owned() })
    }
}

/// The metrics as those who send totals have to know them.
pub(super) fn described(metrics: &[Arc<Metric>]) -> Vec<K6Metric> {
    let describe = |metric: &Arc<Metric>| K6Metric {
        name: metric.name.clone(),
        series: metric.series.clone(),
        kind: match metric.kind {
            MetricKind::Counter => K6Kind::Counter,
            MetricKind::Gauge => K6Kind::Gauge,
            MetricKind::Rate => K6Kind::Rate,
            MetricKind::Trend => K6Kind::Trend,
        },
        unit: match metric.contains {
            Contains::Default => K6Unit::None,
            Contains::Time => K6Unit::Time,
            Contains::Data => K6Unit::Bytes,
        },
    };
    metrics.iter().map(describe).collect()
}

impl K6Out {
    /// What the command line calls its kind.
    pub(crate) const fn name(&self) -> &'static str {
        self.kind.names[0]
    }

    pub(super) fn open(&self, opening: &K6Opening<'_>) -> Result<Opened, Failure> {
        (self.kind.open)(&self.destination, opening)
    }
}
