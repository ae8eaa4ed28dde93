//! One step of a flow: written, sent, judged, saved from, counted.

use std::rc::Rc;
use std::time::Instant;

use loadline_core::file::Method;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::fill::Values;
use super::plan::{Step, Wire};
use crate::message::{Keep, Payload, Reply, Rest};
use crate::record::{LabelId, Measurement};
use crate::run::Worker;
use crate::transport::{ErrorKind, Request, Transport};

/// What a user works with.
pub(super) struct Bench<T> {
    pub(super) worker: Rc<Worker>,
    pub(super) transport: T,
    pub(super) values: Values,
    pub(super) labels: Vec<LabelId>,
    pub(super) buffer: Vec<u8>,
}

/// When a step begins.
#[derive(Clone, Copy)]
pub(super) struct Begin {
    /// The moment it begins, which is now.
    pub(super) now: Instant,
    /// The moment it should have begun, in open tests.
    pub(super) due: Option<Instant>,
}

/// How and when a step ended.
pub(super) struct End {
    pub(super) succeeded: bool,
    pub(super) at: Instant,
}

/// Runs one step.
pub(super) async fn run_step<T: Transport>(step: &Step, bench: &mut Bench<T>, begin: Begin) -> End {
    let written = match &step.wire {
        Wire::Constant(bytes) => bytes,
        Wire::Written(written) => {
            bench.buffer.clear();
            let random = &mut bench.worker.random();
            written.write(&mut bench.buffer, step.method, &bench.values, random);
            &bench.buffer
        }
    };
    // Where users share connections, waiting for one is part of the response time too.
    let intended = begin.due.or_else(|| bench.worker.shares_connections().then_some(begin.now));
    let request = Request {
        started: begin.now,
        endpoint: &step.endpoint,
        payload: Payload { written, rest: Rest::Zeros(step.zeros) },
        head_only: step.method == Method::Head,
        repeatable: !matches!(step.method, Method::Post | Method::Patch),
        keep: Keep { body: !step.saves.is_empty(), ..Keep::default() },
        timeout: None,
    };
    let exchange = bench.transport.exchange(request).await;
    let (status, error, check) = match &exchange.result {
        Ok(reply) => judge_reply(step, reply, &mut bench.values.saved),
        Err(fault) => (0, Some(fault.kind), step.has_check().then_some(false)),
    };
    let label = bench.labels[step.label_place];
    let measurement = Measurement { label, intended, exchange: &exchange, status, error, check };
    bench.worker.recorder().request(&measurement);
    End { succeeded: error.is_none(), at: exchange.phases.done }
}

impl Step {
    /// Whether it says what it expects: certain statuses, or a value to save.
    fn has_check(&self) -> bool {
        !(self.expected_status.is_empty() && self.saves.is_empty())
    }

    fn accepts(&self, status: u16) -> bool {
        if self.expected_status.is_empty() {
            status < 400
        } else {
            self.expected_status.contains(&status)
        }
    }
}

/// The status, why the answer is not good, and whether its check held.
fn judge_reply(
    step: &Step,
    reply: &Reply,
    saved: &mut [Option<String>],
) -> (u16, Option<ErrorKind>, Option<bool>) {
    let status = reply.status;
    let error = if !step.accepts(status) {
        Some(if status >= 400 { ErrorKind::BadStatus } else { ErrorKind::FailedCheck })
    } else if step.saves.is_empty() || save(step, reply, saved) {
        None
    } else {
        Some(ErrorKind::FailedCheck)
    };
    (status, error, step.has_check().then_some(error.is_none()))
}

/// Saves what the step asks for; false when the answer does not have it.
fn save(step: &Step, reply: &Reply, saved: &mut [Option<String>]) -> bool {
    let body = reply.body.as_deref().unwrap_or_default();
    let Ok(document) = serde_json::from_slice::<Value>(body) else { return false };
    step.saves.iter().all(|(slot, path)| {
        saved[*slot] = found(&document, path);
        saved[*slot].is_some()
    })
}

/// The first value at `path`, a text without its quotes.
fn found(document: &Value, path: &JsonPath) -> Option<String> {
    Some(match path.query(document).first()? {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}
