//! Steps done once, before or after a test: what they save every user of the test knows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use loadline_core::Sample;
use loadline_core::file::{Action, ClassRule, Flow};

use super::act::run_acts;
use super::bench::{Begin, Bench};
use super::compile::{Aim, compile};
use super::error::FlowError;
use super::feed::Rows;
use super::plan::Plan;
use super::surroundings::Surroundings;
use crate::run::{RunError, run_once};
use crate::transport::{Endpoint, Http, NetworkOptions};

/// Values by the names they were saved under.
pub type Given = BTreeMap<String, String>;

/// Steps to be done once.
#[derive(Debug, Clone)]
pub struct Once {
    plan: Arc<Plan>,
}

/// Steps that were not done to their end.
#[derive(Debug, thiserror::Error)]
pub enum OnceError {
    /// A request failed, or its answer was not what it had to be.
    #[error("{}", said(sample.as_deref()))]
    Failed {
        /// The request, where it could be kept.
        sample: Option<Box<Sample>>,
    },
    /// They could not be run at all.
    #[error(transparent)]
    Run(#[from] RunError),
}

fn said(sample: Option<&Sample>) -> String {
    match sample {
        Some(Sample { method, url, detail, .. }) => format!("{method} {url}: {detail}"),
        None => "a step failed".to_owned(),
    }
}

impl Once {
    /// Steps against `target`.
    ///
    /// # Errors
    /// When the target is no URL, a step cannot be compiled, or something is not there that it needs.
    pub fn new(
        actions: &[Action],
        target: &str,
        classes: &[ClassRule],
        surroundings: &Surroundings,
    ) -> Result<Self, FlowError> {
        let flow = Flow { start: actions.to_vec(), ..Flow::default() };
        let plan = compile(&flow, Aim { target, classes, load: None, surroundings })?;
        Ok(Self { plan: Arc::new(plan) })
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.plan.start.acts.is_empty()
    }

    /// Every server it talks to as far as that is known ahead, each once.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.plan.endpoints
    }

    /// Does the steps with the values `given`; gives all that were saved, those included.
    ///
    /// # Errors
    /// When a request fails or an answer is not what it has to be; later steps are then left undone.
    pub fn run(&self, network: &NetworkOptions, given: &Given) -> Result<Given, OnceError> {
        let (done, _) = run_once(network, async |worker| {
            let rows = Rows::new(self.plan.feeds.clone());
            let transport = Http::new(worker.network.clone());
            let mut bench = Bench::new(self.plan.clone(), 1, rows, worker.clone(), transport);
            bench.give(given);
            let feeds = &self.plan.start.feeds;
            bench.memory.borrow_mut().values.rows.draw_missing(feeds, 1, &mut worker.random());
            let begin = Begin { now: Instant::now(), due: None };
            let end = run_acts(&self.plan.start.acts, &mut bench, begin).await;
            if end.succeeded {
                return Ok(bench.saved());
            }
            let sample = worker.recorder().take_samples().into_vec().pop().map(Box::new);
            Err(OnceError::Failed { sample })
        })?;
        Ok(given.clone().into_iter().chain(done?).collect())
    }
}
