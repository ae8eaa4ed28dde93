//! The flow as a whole, and everything in it that is not a request.

use std::sync::Arc;
use std::time::Duration;

use loadline_core::file::{self, Action, ClassRule, Flow, REDIRECTS};

use super::super::error::FlowError;
use super::super::fill::{Names, Text};
use super::super::notices::Notices;
use super::super::plan::{Act, Branch, Condition, Parallel, Plan, Repeat, Task};
use super::super::redact::Redactor;
use super::super::surroundings::Surroundings;
use crate::record::Label;
use crate::transport::Endpoint;

/// What a flow is driven against.
#[derive(Clone, Copy)]
pub(in super::super) struct Aim<'a> {
    pub(in super::super) target: &'a str,
    pub(in super::super) classes: &'a [ClassRule],
    /// The load it is counted under, where there are several.
    pub(in super::super) load: Option<&'a str>,
    pub(in super::super) surroundings: &'a Surroundings,
}

/// Compiles `flow`.
pub(in super::super) fn compile(flow: &Flow, aim: Aim<'_>) -> Result<Plan, FlowError> {
    let (endpoint, prefix) = Endpoint::of(aim.target)?;
    let prefix = prefix.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned();
    let mut compiler = Compiler {
        flow,
        classes: aim.classes,
        load: aim.load.map(Into::into),
        endpoint,
        prefix,
        names: Names::new(aim.surroundings),
        labels: Vec::new(),
        endpoints: Vec::new(),
        timeout_min: None,
    };
    let start = compiler.task(1, &flow.start)?;
    let tasks: Vec<Task> = flow
        .tasks
        .iter()
        .map(|task| compiler.task(task.weight, &task.actions))
        .collect::<Result<_, _>>()?;
    let stop = compiler.task(1, &flow.stop)?;
    let weight_total = tasks.iter().map(|task| task.weight).sum();
    Ok(Plan {
        start,
        tasks,
        stop,
        weight_total,
        slots: compiler.names.take_slots(),
        labels: compiler.labels,
        endpoints: compiler.endpoints,
        cookies: !flow.without_cookies,
        timeout_min: compiler.timeout_min,
        feeds: aim.surroundings.feeds.clone(),
        redactor: Redactor::new(&compiler.names.secrets),
        notices: Notices::default(),
    })
}

pub(super) struct Compiler<'a> {
    pub(super) flow: &'a Flow,
    pub(super) classes: &'a [ClassRule],
    pub(super) load: Option<Arc<str>>,
    /// The target, and the path below which its own paths stand.
    pub(super) endpoint: Endpoint,
    pub(super) prefix: String,
    pub(super) names: Names<'a>,
    pub(super) labels: Vec<Label>,
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) timeout_min: Option<Duration>,
}

impl Compiler<'_> {
    fn task(&mut self, weight: u32, actions: &[Action]) -> Result<Task, FlowError> {
        self.names.take_feeds();
        let acts = self.acts(actions)?;
        Ok(Task { weight, acts, feeds: self.names.take_feeds() })
    }

    fn acts(&mut self, actions: &[Action]) -> Result<Vec<Act>, FlowError> {
        actions.iter().map(|action| self.act(action)).collect()
    }

    fn act(&mut self, action: &Action) -> Result<Act, FlowError> {
        Ok(match action {
            Action::Request(step) => Act::Request(Box::new(self.step(step)?)),
            Action::Wait(think) => Act::Wait(*think),
            Action::Repeat(repeat) => Act::Repeat(Repeat {
                times: repeat.times,
                condition: repeat.condition.as_ref().map(|it| self.condition(it)).transpose()?,
                acts: self.acts(&repeat.actions)?,
            }),
            Action::If(branch) => Act::If(Box::new(Branch {
                condition: self.condition(&branch.condition)?,
                then: self.acts(&branch.then)?,
                otherwise: self.acts(&branch.otherwise)?,
            })),
            Action::Parallel(group) => Act::Parallel(Parallel {
                at_once: group.at_once as usize,
                steps: group.steps.iter().map(|step| self.step(step)).collect::<Result<_, _>>()?,
            }),
            Action::WebSocket(socket) => self.websocket(socket)?,
            Action::Events(events) => self.events(events)?,
        })
    }

    fn condition(&mut self, condition: &file::Condition) -> Result<Condition, FlowError> {
        Ok(match condition {
            file::Condition::Value(name) => Condition::Value(self.names.slot(name)),
            file::Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner)?)),
            file::Condition::Compare { left, relation, right } => Condition::Compare {
                left: Text::new(left, &mut self.names)?,
                relation: *relation,
                right: Text::new(right, &mut self.names)?,
            },
        })
    }

    /// The place of a label.
    pub(super) fn labelled(&mut self, label: Label) -> usize {
        self.labels.push(label);
        self.labels.len() - 1
    }

    /// Redirects followed by a request that does not say so itself.
    pub(super) fn redirects(&self) -> u32 {
        self.flow.redirects.unwrap_or(REDIRECTS)
    }
}
