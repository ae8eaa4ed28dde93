//! Findings about what was tested, kept with their run as JSON; its field names are part of the format.
//!
//! Deliberately not here: why figures cannot be trusted, which is judged anew from the windows.

use loadline_core::Finding;
use serde::{Deserialize, Serialize};

use crate::bodies::FINDINGS;
use crate::error::StoreError;
use crate::id::RunId;
use crate::store::Store;

/// A finding as it is written. What a reader does not find is empty.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredFinding {
    symptom: String,
    evidence: String,
    next_step: String,
}

impl Store {
    /// Keeps findings of a run that goes on, in place of those kept before.
    ///
    /// # Errors
    /// When the run is not going on, or the file cannot be written.
    pub fn keep_findings(&mut self, run: &RunId, findings: &[Finding]) -> Result<(), StoreError> {
        let body = |finding: &Finding| {
            let stored = StoredFinding {
                symptom: finding.symptom.clone(),
                evidence: finding.evidence.clone(),
                next_step: finding.next_step.clone(),
            };
            serde_json::to_string(&stored).expect("a finding consists of texts")
        };
        FINDINGS.keep(self, run, &findings.iter().map(body).collect::<Vec<_>>())
    }

    /// The findings of a run, in the order they were kept.
    ///
    /// # Errors
    /// When the file cannot be read, or a finding in it is damaged.
    pub fn findings(&self, run: &RunId) -> Result<Vec<Finding>, StoreError> {
        let read = |body: &String| {
            let stored: StoredFinding = serde_json::from_str(body)
                .map_err(|source| StoreError::DamagedRun { run: run.clone(), source })?;
            let StoredFinding { symptom, evidence, next_step } = stored;
            Ok(Finding { symptom, evidence, next_step })
        };
        FINDINGS.read(self, run)?.iter().map(read).collect()
    }
}
