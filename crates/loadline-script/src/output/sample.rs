//! One sample with its metric, as k6's outputs hand it on.

use std::sync::Arc;

use loadline_core::Tags;

use crate::summary::{Contains, MetricKind};

/// A metric as outputs describe it.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its name.
    pub name: Arc<str>,
    /// The series that it is in windows.
    pub series: Arc<str>,
    /// What it is.
    pub kind: MetricKind,
    /// What its figures are.
    pub contains: Contains,
    /// Its thresholds, as they stand in the script.
    pub thresholds: Vec<String>,
    /// Its sub-metrics: those with thresholds.
    pub submetrics: Vec<Submetric>,
}

/// A metric's part with certain tags.
#[derive(Debug, Clone, PartialEq)]
pub struct Submetric {
    /// What stands between the braces: `scenario:one`.
    pub suffix: String,
    /// The same as pairs.
    pub tags: Tags,
}

impl Metric {
    /// The name of one of its sub-metrics: `http_req_duration{scenario:one}`.
    pub fn submetric_name(&self, submetric: &Submetric) -> String {
        format!("{}{{{}}}", self.name, submetric.suffix.trim())
    }
}

/// One measured value. Times are in milliseconds, as k6's outputs have them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What was measured.
    pub metric: Arc<Metric>,
    /// When, in nanoseconds since 1970.
    pub time_ns: i64,
    /// The value.
    pub value: f64,
    /// What tells it from others.
    pub tags: Tags,
    /// What is too fine to tell series apart: `vu`, `iter`.
    pub metadata: Option<Tags>,
}
