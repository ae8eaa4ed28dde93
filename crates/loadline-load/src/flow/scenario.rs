//! A flow as a scenario: makes the users that follow it.

use std::rc::Rc;
use std::sync::Arc;

use loadline_core::file::{Action, ClassRule, Flow, Method, Step, Task, Template};

use super::compile::{Aim, compile};
use super::error::FlowError;
use super::once::Given;
use super::plan::Plan;
use super::surroundings::Surroundings;
use super::user::FlowUser;
use crate::run::Worker;
use crate::transport::{Endpoint, Http};
use crate::user::Scenario;

/// Users that follow a flow, or one flow for each of the loads that a test drives side by side.
#[derive(Debug, Clone)]
pub struct FlowScenario {
    /// One for each load, in their order; never none.
    plans: Vec<Arc<Plan>>,
    /// Values that every user knows from the beginning.
    given: Arc<Given>,
}

impl FlowScenario {
    /// Users that follow `flow` on `target`; requests get their class from `classes`, and what the flow needs
    /// besides from `surroundings`.
    ///
    /// # Errors
    /// When the target is no URL, a step cannot be compiled, or something is not there that it needs.
    pub fn new(
        flow: &Flow,
        target: &str,
        classes: &[ClassRule],
        surroundings: &Surroundings,
    ) -> Result<Self, FlowError> {
        let plan = compile(flow, Aim { target, classes, load: None, surroundings })?;
        Ok(Self { plans: vec![Arc::new(plan)], given: Arc::default() })
    }

    /// The same, counted under the name of one of several loads.
    ///
    /// # Errors
    /// When the target is no URL, a step cannot be compiled, or something is not there that it needs.
    pub fn of_load(
        load: &str,
        flow: &Flow,
        target: &str,
        classes: &[ClassRule],
        surroundings: &Surroundings,
    ) -> Result<Self, FlowError> {
        let plan = compile(flow, Aim { target, classes, load: Some(load), surroundings })?;
        Ok(Self { plans: vec![Arc::new(plan)], given: Arc::default() })
    }

    /// These users, and those of `other` as the next load.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        self.plans.extend(other.plans);
        self
    }

    /// The same users, who know these values from the beginning.
    #[must_use]
    pub fn given(self, values: Given) -> Self {
        Self { given: Arc::new(values), ..self }
    }

    /// Users that GET one URL again and again.
    ///
    /// # Errors
    /// When it is no URL.
    pub fn of_url(url: &str, classes: &[ClassRule]) -> Result<Self, FlowError> {
        let (endpoint, path) = Endpoint::of(url)?;
        let template = Template::constant(path.clone());
        let step = Step { name: Some(path), ..Step::new(Method::Get, template) };
        let actions = vec![Action::Request(Box::new(step))];
        let flow = Flow { tasks: vec![Task { weight: 1, actions }], ..Flow::default() };
        Self::new(&flow, &endpoint.to_string(), classes, &Surroundings::default())
    }

    #[cfg(test)]
    pub(super) fn plan(&self) -> &Plan {
        &self.plans[0]
    }

    /// Every server the flows talk to, each once.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let mut endpoints: Vec<Endpoint> = Vec::new();
        for endpoint in self.plans.iter().flat_map(|plan| &plan.endpoints) {
            if !endpoints.contains(endpoint) {
                endpoints.push(endpoint.clone());
            }
        }
        endpoints
    }
}

impl Scenario for FlowScenario {
    type User = FlowUser<Http>;

    fn user(&self, load: usize, number: u32, worker: &Rc<Worker>) -> Self::User {
        let transport = Http::new(worker.network.clone());
        let plan = self.plans[load].clone();
        let user = FlowUser::new(plan, number, worker.clone(), transport);
        user.knowing(&self.given)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        for note in self.plans.iter().flat_map(|plan| plan.notes()) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }
}
