//! Keeping a run: each window goes to the store the moment it is complete.

use loadline_core::{Finding, Outcome, Promise, Quantity, Sample, Verdict, Window};
use loadline_store::{
    Ended, NewRun, Run, RunDescription, RunId, Store, StoreError, StoredOutcome, StoredPromise,
    StoredVerdict,
};

use super::command_line;
use super::environment::environment;
use crate::failure::Failure;
use crate::plan::{About, stage_marks};

/// Windows held back after the store failed, while the run comes to its end.
const HELD_MAX: usize = 120;

/// A run being kept.
pub(super) struct Keeper {
    pub(super) store: Store,
    pub(super) id: RunId,
    /// The store's first failure; nothing is written after it.
    pub(super) failure: Option<StoreError>,
    /// Windows measured after it.
    pub(super) held: Vec<Window>,
}

impl Keeper {
    /// Begins the run in the store.
    pub(super) fn begin(
        mut store: Store,
        test: &About<'_>,
        promises: &[Promise],
        threads: usize,
        started_ms: i64,
    ) -> Result<Self, StoreError> {
        let description = RunDescription {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: command_line(),
            traffic: test.traffic.to_owned(),
            stages: stage_marks(test.loads),
            promises: promises.iter().map(stored_promise).collect(),
            open: test.is_open(),
            warm_up_ms: test.warm_up.duration().as_millis() as u64,
            environment: environment(threads),
            service: test.service.map(str::to_owned),
        };
        let (name, target) = (test.name.to_owned(), test.target.to_owned());
        let id = store.create_run(&NewRun { name, target, started_ms, description })?;
        Ok(Self { store, id, failure: None, held: Vec::new() })
    }

    /// The run as it stands in the store.
    pub(super) fn stored(&self) -> Result<Run, Failure> {
        Ok(self.store.find(self.id.as_str())?)
    }

    /// Keeps a window. The first one that the store does not take is an end to keeping: false, once.
    pub(super) fn window(&mut self, window: &Window) -> bool {
        let stored = match self.failure {
            None => self.store.append(&self.id, window),
            Some(_) => {
                self.hold(window);
                return true;
            }
        };
        let Err(error) = stored else { return true };
        self.failure = Some(error);
        self.hold(window);
        false
    }

    fn hold(&mut self, window: &Window) {
        if self.held.len() < HELD_MAX {
            self.held.push(window.clone());
        }
    }

    /// Keeps samples of requests that failed.
    pub(super) fn samples(&mut self, samples: &[Sample]) {
        if self.failure.is_none() && !samples.is_empty() {
            self.failure = self.store.keep_samples(&self.id, samples).err();
        }
    }

    /// Keeps what was found about the tested.
    pub(super) fn findings(&mut self, findings: &[Finding]) {
        if self.failure.is_none() && !findings.is_empty() {
            self.failure = self.store.keep_findings(&self.id, findings).err();
        }
    }

    /// Ends the run in the store.
    pub(super) fn end(&mut self, ended: &Ended, verdicts: &[Verdict]) {
        if self.failure.is_some() {
            return;
        }
        let verdicts: Vec<_> = verdicts.iter().map(stored_verdict).collect();
        self.failure = self.store.finish(&self.id, ended, &verdicts).err();
    }
}

pub(super) fn stored_promise(promise: &Promise) -> StoredPromise {
    let sentence = promise.objective.to_string();
    StoredPromise { sentence, origin: promise.origin.to_string() }
}

pub(super) fn stored_verdict(verdict: &Verdict) -> StoredVerdict {
    let (outcome, why) = match &verdict.outcome {
        Outcome::Met => (StoredOutcome::Met, String::new()),
        Outcome::Missed => (StoredOutcome::Missed, String::new()),
        Outcome::Unknown(why) => (StoredOutcome::Unknown, why.reason()),
    };
    let figure = verdict.figure.map_or(why, Quantity::rounded);
    StoredVerdict { sentence: verdict.promise.objective.to_string(), outcome, figure }
}
