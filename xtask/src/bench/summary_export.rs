//! The few figures that the benches read from the file of `--summary-export`, which k6 and Loadline write
//! alike. Every path into that format stands here and nowhere else.

use std::{fs, path::Path};

use serde_json::Value;

use crate::failure::Failure;

/// What a run of a script ended with.
pub(super) struct SummaryExport {
    json: Value,
}

impl SummaryExport {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text =
            fs::read_to_string(path).map_err(Failure::io(format!("read {}", path.display())))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let json = serde_json::from_str(text)
            .map_err(|error| Failure::io("read the exported summary")(error.into()))?;
        Ok(Self { json })
    }

    /// All requests; a run that made none is refused.
    pub(super) fn requests(&self) -> Result<u64, Failure> {
        self.figure("http_reqs", "count").map(|count| count as u64).ok_or_else(|| {
            let output = format!("{:.2000}", self.json.to_string());
            let program = "a k6 script".to_owned();
            Failure::Unreadable { what: "the number of requests", program, output }
        })
    }

    /// How often a counter was raised; never, where it is not mentioned.
    pub(super) fn count(&self, metric: &str) -> u64 {
        self.figure(metric, "count").map_or(0, |count| count as u64)
    }

    /// Checks that failed.
    pub(super) fn checks_failed(&self) -> u64 {
        self.figure("checks", "fails").map_or(0, |count| count as u64)
    }

    /// Requests that failed: those that `http_req_failed` is true of.
    pub(super) fn requests_failed(&self) -> u64 {
        self.figure("http_req_failed", "passes").map_or(0, |count| count as u64)
    }

    /// The 90th percentile of a trend in milliseconds; nothing where the tool has no such metric.
    pub(super) fn p90_ms(&self, metric: &str) -> Option<f64> {
        self.figure(metric, "p(90)")
    }

    fn figure(&self, metric: &str, name: &str) -> Option<f64> {
        self.json["metrics"][metric][name].as_f64()
    }
}

#[cfg(test)]
mod tests;
