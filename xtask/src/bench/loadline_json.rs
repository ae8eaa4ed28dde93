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
        let json = serde_json::from_str(&text)
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

    /// The most users that were active at once.
    pub(super) fn users_max(&self) -> Result<u64, Failure> {
        self.figure("/users/max", "the number of users", Value::as_u64)
    }

    /// A percentile of the generator's lag in milliseconds, by its name in the result: `p50`, `p99_9`.
    pub(super) fn lag_ms(&self, percentile: &str) -> Result<f64, Failure> {
        let path = format!("/generator/lag_ms/{percentile}");
        self.figure(&path, "the generator's lag", Value::as_f64)
    }

    /// Whether the figures can be trusted, in the result's own words.
    pub(super) fn trust(&self) -> Result<String, Failure> {
        let trust = self.json.pointer("/trust").map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        trust.ok_or_else(|| self.unreadable("its trust"))
    }

    fn figure<T>(
        &self,
        path: &str,
        what: &'static str,
        convert: impl Fn(&Value) -> Option<T>,
    ) -> Result<T, Failure> {
        self.json.pointer(path).and_then(convert).ok_or_else(|| self.unreadable(what))
    }

    fn unreadable(&self, what: &'static str) -> Failure {
        let output = format!("{:.2000}", self.json.to_string());
        Failure::Unreadable { what, program: "loadline".to_owned(), output }
    }
}
