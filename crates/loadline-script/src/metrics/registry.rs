//! All metrics of a test: k6's own and those a script makes at its top level.

use std::sync::Arc;
use std::sync::Mutex;

use super::builtin::BUILTIN;
use crate::summary::{Contains, MetricKind};

/// Metrics a script may make.
const OWN_MAX: usize = 10_000;
/// Bytes a name may have.
const NAME_BYTES_MAX: usize = 129;

/// A metric's number within its test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct MetricId(pub(super) u32);

impl MetricId {
    /// Its place among all metrics of the test.
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }
}

/// A metric of a test.
#[derive(Debug, Clone)]
pub(crate) struct Registered {
    pub(crate) name: Arc<str>,
    pub(crate) kind: MetricKind,
    pub(crate) contains: Contains,
    /// The series in windows.
    pub(crate) series: Arc<str>,
}

/// Why a metric cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RegistryError {
    #[error(
        "Invalid metric name: '{0}'. Metric names must only include up to 128 ASCII letters, numbers, or underscores and start with a letter or an underscore."
    )]
    Name(String),
    #[error("metric '{name}' already exists but with type {known}, instead of {asked}")]
    Kind { name: String, known: &'static str, asked: &'static str },
    #[error("metric '{name}' already exists but with a value type {known}, instead of {asked}")]
    Contains { name: String, known: &'static str, asked: &'static str },
    #[error("a script can make at most {OWN_MAX} metrics")]
    TooMany,
}

/// The metrics of a test, shared by its users. Touched when a user is made, never while it works.
#[derive(Debug)]
pub(crate) struct Registry(Mutex<Vec<Registered>>);

impl Default for Registry {
    fn default() -> Self {
        let builtin = |metric: &super::BuiltinMetric| Registered {
            name: metric.name.into(),
            kind: metric.kind,
            contains: metric.contains,
            series: metric.series.into(),
        };
        Self(Mutex::new(BUILTIN.iter().map(builtin).collect()))
    }
}

impl Registry {
    /// The metric of that name, made where it is not there yet.
    pub(crate) fn make(
        &self,
        name: &str,
        kind: MetricKind,
        contains: Contains,
    ) -> Result<MetricId, RegistryError> {
        if !is_name(name) {
            return Err(RegistryError::Name(name.to_owned()));
        }
        let mut metrics = self.lock();
        if let Some(place) = metrics.iter().position(|known| &*known.name == name) {
            let known = &metrics[place];
            if known.kind != kind {
                let (known, asked) = (known.kind.word(), kind.word());
                return Err(RegistryError::Kind { name: name.to_owned(), known, asked });
            }
            if known.contains != contains {
                let (known, asked) = (known.contains.word(), contains.word());
                return Err(RegistryError::Contains { name: name.to_owned(), known, asked });
            }
            return Ok(MetricId(place as u32));
        }
        if metrics.len() >= BUILTIN.len() + OWN_MAX {
            return Err(RegistryError::TooMany);
        }
        let name: Arc<str> = name.into();
        metrics.push(Registered { series: name.clone(), name, kind, contains });
        Ok(MetricId(metrics.len() as u32 - 1))
    }

    /// The metric with that number.
    pub(crate) fn get(&self, id: MetricId) -> Registered {
        self.lock()[id.0 as usize].clone()
    }

    /// All of them, in the order they were made.
    pub(crate) fn all(&self) -> Vec<Registered> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Registered>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn is_name(name: &str) -> bool {
    let is_first = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let bytes = name.as_bytes();
    (2..=NAME_BYTES_MAX).contains(&bytes.len())
        && is_first(bytes[0])
        && bytes.iter().all(|byte| is_first(*byte) || byte.is_ascii_digit())
}
