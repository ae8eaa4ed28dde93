//! From a flow as data to a plan that users follow.

use loadline_core::file::{
    Action, Body, ClassRule, Flow, Save, Source, Step as FileStep, Template, class_of,
};
use loadline_core::yaml::Place;
use serde_json_path::JsonPath;

use super::fill::{Slots, Text, Values, json, plain};
use super::plan::{Plan, Step, Task, Wire, Written, WrittenBody};
use crate::http1::write_head;
use crate::record::Label;
use crate::transport::{Endpoint, TargetError};

/// Sent with every request that does not name them itself.
const DEFAULT_HEADERS: [(&str, &str); 2] =
    [("user-agent", concat!("loadline/", env!("CARGO_PKG_VERSION"))), ("accept", "*/*")];

/// A flow that cannot be driven.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// The target, or a step's own URL, is not one.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A step's own URL has a value to fill in before its path.
    #[error("`{0}` has a value to fill in before its path: the host must be known ahead")]
    MovingHost(String),
    /// A `save` that is no JSONPath.
    #[error("`{path}` is not a JSONPath: {why}")]
    JsonPath {
        /// What was written.
        path: String,
        /// Why it is none.
        why: String,
        /// Where it stands in the file.
        place: Place,
    },
}

/// Compiles `flow` against `target`; its requests get their class from `classes` and are
/// counted under `load`.
pub(super) fn compile(
    flow: &Flow,
    target: &str,
    classes: &[ClassRule],
    load: Option<&str>,
) -> Result<Plan, FlowError> {
    let (endpoint, prefix) = Endpoint::of(target)?;
    let prefix = prefix.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned();
    let mut compiler = Compiler {
        flow,
        classes,
        load: load.map(Into::into),
        endpoint,
        prefix,
        slots: Slots::default(),
        labels: 0,
    };
    let start = compiler.steps(&flow.start)?;
    let task = |task: &loadline_core::file::Task| {
        Ok(Task { weight: task.weight, steps: compiler.steps(&task.actions)? })
    };
    let tasks: Vec<Task> = flow.tasks.iter().map(task).collect::<Result<_, FlowError>>()?;
    let weight_total = tasks.iter().map(|task| task.weight).sum();
    Ok(Plan { start, tasks, weight_total, slots: compiler.slots.count() })
}

struct Compiler<'a> {
    flow: &'a Flow,
    classes: &'a [ClassRule],
    load: Option<std::sync::Arc<str>>,
    endpoint: Endpoint,
    prefix: String,
    slots: Slots,
    labels: usize,
}

impl Compiler<'_> {
    fn steps(&mut self, actions: &[Action]) -> Result<Vec<Step>, FlowError> {
        let requests = actions.iter().filter_map(|action| match action {
            Action::Request(step) => Some(step),
            _ => None,
        });
        requests.map(|step| self.step(step)).collect()
    }

    fn step(&mut self, step: &FileStep) -> Result<Step, FlowError> {
        let (endpoint, path) = self.locate(&step.path)?;
        let headers = self.headers(step);
        let zeros = if let Body::Zeros(bytes) = step.body { bytes } else { 0 };
        let body = match &step.body {
            Body::None | Body::Form(_) | Body::Multipart(_) | Body::File(_) => WrittenBody::None,
            Body::Json(template) => WrittenBody::Json(Text::new(template, &mut self.slots)),
            Body::Text(template) => WrittenBody::Text(Text::new(template, &mut self.slots)),
            Body::Zeros(bytes) => WrittenBody::Zeros(*bytes),
        };
        let host = own_host(step, self.flow).unwrap_or_else(|| endpoint.host_header());
        let written = Written { host, path, headers, body };
        let wire = if self.is_constant(step) {
            Wire::Constant(self.once(&written, step))
        } else {
            Wire::Written(Box::new(written))
        };
        self.labels += 1;
        Ok(Step {
            endpoint,
            method: step.method,
            label: self.label(step),
            label_place: self.labels - 1,
            wire,
            zeros,
            saves: self.saves(step)?,
            expected_status: step.expected_status.clone(),
        })
    }

    /// The endpoint of a step, and its path below it.
    fn locate(&mut self, path: &Template) -> Result<(Endpoint, Text), FlowError> {
        let text = path.to_string();
        let compiled = Text::new(path, &mut self.slots);
        if text.starts_with('/') {
            return Ok((self.endpoint.clone(), compiled.prefixed(&self.prefix)));
        }
        let after_scheme = text.find("://").map_or(0, |at| at + 3);
        let host_length = text[after_scheme..].find(['/', '?']);
        let host_end = host_length.map_or(text.len(), |length| after_scheme + length);
        if text[..host_end].contains("{{") {
            return Err(FlowError::MovingHost(text));
        }
        let (endpoint, _) = Endpoint::of(&text[..host_end])?;
        let path = compiled.without_first(host_end);
        let is_rooted = text[host_end..].starts_with('/');
        Ok((endpoint, if is_rooted { path } else { path.prefixed("/") }))
    }

    /// The step's headers, then the flow's and the defaults that it does not name itself.
    fn headers(&mut self, step: &FileStep) -> Vec<(String, Text)> {
        let json =
            matches!(step.body, Body::Json(_)).then_some(("content-type", "application/json"));
        let defaults = DEFAULT_HEADERS.into_iter().chain(json);
        let defaults = defaults.map(|(name, value)| (name.to_owned(), Template::constant(value)));
        let mut chosen: Vec<(String, Template)> = Vec::new();
        for (name, value) in step.headers.iter().chain(&self.flow.headers).cloned().chain(defaults)
        {
            if !chosen.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
                chosen.push((name, value));
            }
        }
        let is_ours = |name: &str| {
            name.eq_ignore_ascii_case("host") || name.eq_ignore_ascii_case("content-length")
        };
        chosen.retain(|(name, _)| !is_ours(name));
        chosen.into_iter().map(|(name, value)| (name, Text::new(&value, &mut self.slots))).collect()
    }

    fn is_constant(&self, step: &FileStep) -> bool {
        let body = match &step.body {
            Body::Json(template) | Body::Text(template) => template.is_constant(),
            _ => true,
        };
        let headers = step.headers.iter().chain(&self.flow.headers);
        body && step.path.is_constant() && headers.fold(true, |all, (_, v)| all && v.is_constant())
    }

    /// The bytes of a request in which nothing changes.
    fn once(&self, written: &Written, step: &FileStep) -> Vec<u8> {
        let values = Values { user: 0, iteration: 0, saved: vec![None; self.slots.count()] };
        let mut bytes = Vec::new();
        written.write(&mut bytes, step.method, &values, &mut fastrand::Rng::with_seed(0));
        bytes
    }

    fn label(&self, step: &FileStep) -> Label {
        let path = step.path.to_string();
        let below_host = path.find("://").map_or(&*path, |at| {
            path[at + 3..].find('/').map_or("/", |slash| &path[at + 3 + slash..])
        });
        let class = class_of(self.classes, step.method, below_host).map(Into::into);
        Label {
            name: step.label().into(),
            method: step.method.as_str(),
            class,
            load: self.load.clone(),
        }
    }

    fn saves(&mut self, step: &FileStep) -> Result<Vec<(usize, JsonPath)>, FlowError> {
        let mut save = |Save { name, source }: &Save| {
            let Source::Json(path) = source else { return Ok(None) };
            let parsed = JsonPath::parse(&path.value).map_err(|error| FlowError::JsonPath {
                path: path.value.clone(),
                why: error.to_string(),
                place: path.place,
            })?;
            Ok(Some((self.slots.of(name), parsed)))
        };
        step.save.iter().filter_map(|one| save(one).transpose()).collect()
    }
}

/// A Host header that the file sets itself, where it is constant.
fn own_host(step: &FileStep, flow: &Flow) -> Option<String> {
    let mut headers = step.headers.iter().chain(&flow.headers);
    let host = headers.find(|(name, _)| name.eq_ignore_ascii_case("host"))?;
    host.1.as_text().map(str::to_owned)
}

impl Written {
    /// Writes the request with `values` filled in; zero bytes of the body are left to the caller.
    pub(super) fn write(
        &self,
        out: &mut Vec<u8>,
        method: loadline_core::file::Method,
        values: &Values,
        random: &mut fastrand::Rng,
    ) {
        let mut filled = |text: &Text, escape| {
            let mut out = String::new();
            text.fill(&mut out, values, random, escape);
            out
        };
        let path = filled(&self.path, plain);
        // A header whose value is not saved yet is left out: a login goes without its own token.
        let ready = self.headers.iter().filter(|(_, text)| text.is_ready(values));
        let headers: Vec<(&str, String)> =
            ready.map(|(name, text)| (&**name, filled(text, plain))).collect();
        let body = match &self.body {
            WrittenBody::None | WrittenBody::Zeros(_) => None,
            WrittenBody::Json(text) => Some(filled(text, json)),
            WrittenBody::Text(text) => Some(filled(text, plain)),
        };
        let length = match &self.body {
            WrittenBody::Zeros(bytes) => Some(*bytes),
            _ => body.as_ref().map(|body| body.len() as u64),
        };
        let headers = headers.iter().map(|(name, value)| (*name, &**value));
        write_head(out, method, &path, &self.host, headers, length);
        out.extend(body.iter().flat_map(String::as_bytes));
    }
}
