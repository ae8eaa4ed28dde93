//! Samples of failing requests, kept with their run as JSON; its field names are part of the format.

use loadline_core::Sample;
use loadline_core::sample::Excerpt;
use serde::{Deserialize, Serialize};

use crate::bodies::SAMPLES;
use crate::error::StoreError;
use crate::id::RunId;
use crate::store::Store;

/// A sample as it is written. What a reader does not find is empty.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredSample {
    at_ms: i64,
    name: String,
    method: String,
    url: String,
    status: Option<u16>,
    error: String,
    detail: String,
    request: StoredExcerpt,
    response: StoredExcerpt,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredExcerpt {
    head: String,
    body: String,
}

impl Store {
    /// Keeps samples of a run that goes on, in place of those kept before.
    ///
    /// # Errors
    /// When the run is not going on, or the file cannot be written.
    pub fn keep_samples(&mut self, run: &RunId, samples: &[Sample]) -> Result<(), StoreError> {
        let body = |sample: &Sample| {
            serde_json::to_string(&StoredSample::from(sample))
                .expect("a sample consists of texts and numbers")
        };
        SAMPLES.keep(self, run, &samples.iter().map(body).collect::<Vec<_>>())
    }

    /// The samples of a run, in the order they were kept.
    ///
    /// # Errors
    /// When the file cannot be read, or a sample in it is damaged.
    pub fn samples(&self, run: &RunId) -> Result<Vec<Sample>, StoreError> {
        let read = |body: &String| {
            let stored: StoredSample = serde_json::from_str(body)
                .map_err(|source| StoreError::DamagedRun { run: run.clone(), source })?;
            Ok(stored.into())
        };
        SAMPLES.read(self, run)?.iter().map(read).collect()
    }
}

impl From<&Sample> for StoredSample {
    fn from(sample: &Sample) -> Self {
        let excerpt = |excerpt: &Excerpt| StoredExcerpt {
            head: excerpt.head.clone(),
            body: excerpt.body.clone(),
        };
        Self {
            at_ms: sample.at_ms,
            name: sample.name.clone(),
            method: sample.method.clone(),
            url: sample.url.clone(),
            status: sample.status,
            error: sample.error.clone(),
            detail: sample.detail.clone(),
            request: excerpt(&sample.request),
            response: excerpt(&sample.response),
        }
    }
}

impl From<StoredSample> for Sample {
    fn from(stored: StoredSample) -> Self {
        let excerpt = |stored: StoredExcerpt| Excerpt { head: stored.head, body: stored.body };
        Self {
            at_ms: stored.at_ms,
            name: stored.name,
            method: stored.method,
            url: stored.url,
            status: stored.status,
            error: stored.error,
            detail: stored.detail,
            request: excerpt(stored.request),
            response: excerpt(stored.response),
        }
    }
}
