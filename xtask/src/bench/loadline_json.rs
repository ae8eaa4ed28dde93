//! The few figures that the benches read from Loadline's JSON result. Every path into that format stands
//! here and nowhere else.

use std::{fs, path::Path};

use serde_json::Value;

use crate::failure::Failure;

/// A result of `loadline run --out json=…`.
pub(super) struct Report {
    json: Value,
}

impl Report {
    /// Reads a result.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text =
            fs::read_to_string(path).map_err(Failure::io(format!("read {}", path.display())))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let json = serde_json::from_str(text)
            .map_err(|error| Failure::io("read the JSON result")(error.into()))?;
        Ok(Self { json })
    }

    /// All requests, failed ones included.
    pub(super) fn requests(&self) -> Result<u64, Failure> {
        self.figure("/requests/total", "the number of requests", Value::as_u64)
    }

    /// Requests that failed.
    pub(super) fn failed(&self) -> Result<u64, Failure> {
        self.figure("/requests/failed", "the number of failed requests", Value::as_u64)
    }

    /// The most users that were active at once, over the points of the timeline.
    pub(super) fn users_max(&self) -> Result<f64, Failure> {
        self.figure("/timeline/points", "the number of users", |points| {
            let users = points.as_array()?.iter().filter_map(|point| point["users"].as_f64());
            users.reduce(f64::max)
        })
    }

    /// A percentile of the generator's lag in milliseconds, by its name in the result: `p50`, `p99_9`.
    pub(super) fn lag_ms(&self, percentile: &str) -> Result<f64, Failure> {
        let path = format!("/generator/lag/{percentile}_seconds");
        Ok(self.figure(&path, "the generator's lag", Value::as_f64)? * 1000.0)
    }

    /// Whether the figures can be trusted: "yes", or what speaks against it.
    pub(super) fn trust(&self) -> Result<String, Failure> {
        self.figure("/trust", "its trust", |trust| {
            if trust["trustworthy"].as_bool()? {
                return Some("yes".to_owned());
            }
            let findings = trust["findings"].as_array()?.iter();
            let words = |finding: &Value| {
                Some(format!("{}: {}", finding["symptom"].as_str()?, finding["evidence"].as_str()?))
            };
            let reasons: Option<Vec<String>> = findings.map(words).collect();
            Some(format!("no ({})", reasons?.join("; ")))
        })
    }

    fn figure<T>(
        &self,
        path: &str,
        what: &'static str,
        convert: impl Fn(&Value) -> Option<T>,
    ) -> Result<T, Failure> {
        self.json.pointer(path).and_then(convert).ok_or_else(|| {
            let output = format!("{:.2000}", self.json.to_string());
            Failure::Unreadable { what, program: "loadline".to_owned(), output }
        })
    }
}

#[cfg(test)]
mod tests;
