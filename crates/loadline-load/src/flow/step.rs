//! One step of a flow: written, sent, judged, saved from, counted.
//!
//! A request of which nothing changes is sent as it was made ahead, and an answer that asks for nothing more
//! is only counted. What an answer may lead to, redirects and challenges, is in `follow.rs`.

use std::borrow::Cow;
use std::time::{Instant, SystemTime};

use loadline_core::file::Method;

use super::answer::{Answer, Failure};
use super::bench::{Begin, Bench, End};
use super::fill::Draws;
use super::follow::{follow, leads_on};
use super::plan::{Step, Wire};
use super::{head, sample};
use crate::message::{Payload, Reply, Rest};
use crate::record::Measurement;
use crate::transport::{Endpoint, Exchange, Request, Transport};

/// A request as it is sent.
#[derive(Clone, Copy)]
pub(super) struct Sending<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) method: Method,
    pub(super) payload: Payload<'a>,
}

/// A request with what became of it.
#[derive(Clone, Copy)]
pub(super) struct Done<'a> {
    pub(super) step: &'a Step,
    pub(super) sending: Sending<'a>,
    pub(super) exchange: &'a Exchange,
    /// When it should have started, where that can differ from when it did.
    pub(super) intended: Option<Instant>,
}

/// Runs one step.
pub(super) async fn run_step<T: Transport>(step: &Step, bench: &mut Bench<T>, begin: Begin) -> End {
    let is_ahead = prepare(step, bench);
    let written = match &step.wire {
        Wire::Constant(bytes) if is_ahead => bytes,
        _ => &bench.letter.written,
    };
    let payload = Payload { written, rest: step.rest(&bench.letter.pieces) };
    let sending = Sending { endpoint: &step.endpoint, method: step.method, payload };
    let exchange = bench.transport.exchange(sending.request(step, begin.now)).await;
    let intended = begin.intended(&bench.worker);
    if leads_on(step, &exchange) {
        let written = written.clone();
        return Box::pin(follow(step, bench, written, exchange, begin)).await;
    }
    Done { step, sending, exchange: &exchange, intended }.conclude(bench)
}

/// Makes the step's request ready: true when it goes as it was made ahead, else it is in the bench's letter.
#[inline]
pub(super) fn prepare<T: Transport>(step: &Step, bench: &mut Bench<T>) -> bool {
    let has_cookies = step.takes_cookies && !bench.memory.borrow().jar.is_empty();
    let Bench { worker, memory, letter, .. } = bench;
    match &step.wire {
        Wire::Constant(_) if !has_cookies && step.digest.is_none() => return true,
        Wire::Constant(bytes) => {
            letter.written.clear();
            letter.written.extend_from_slice(bytes);
        }
        Wire::Written(written) => {
            let random = &mut *worker.random();
            let mut draws = Draws { random, count: &|| worker.count() };
            written.write(letter, step.method, &memory.borrow().values, &mut draws);
        }
    }
    let path = head::path(&letter.written).to_owned();
    let lines = bench.own_lines(step, &step.endpoint, step.method, &path);
    head::add(&mut bench.letter.written, &lines);
    false
}

impl<T: Transport> Bench<T> {
    /// The header lines that only this user's request has: its cookies, its answer to a challenge.
    pub(super) fn own_lines(
        &self,
        step: &Step,
        endpoint: &Endpoint,
        method: Method,
        path: &str,
    ) -> Vec<(&'static str, String)> {
        let memory = &mut *self.memory.borrow_mut();
        let random = &mut *self.worker.random();
        let mut lines = Vec::new();
        if step.takes_cookies && !memory.jar.is_empty() {
            let cookies = memory.jar.header(endpoint, path, SystemTime::now());
            lines.extend(cookies.map(|cookies| ("cookie", cookies)));
        }
        if let Some(credentials) = &step.digest
            && *endpoint == step.endpoint
        {
            let count = || self.worker.count();
            let credentials =
                credentials.filled(&memory.values, &mut Draws { random, count: &count });
            let challenges = &mut memory.challenges;
            let method = method.as_str();
            let proof = challenges.authorization(endpoint, &credentials, method, path, random);
            lines.extend(proof.map(|proof| ("authorization", proof)));
        }
        lines
    }
}

impl<'a> Sending<'a> {
    pub(super) fn request(&self, step: &Step, now: Instant) -> Request<'a> {
        Request {
            started: now,
            endpoint: self.endpoint,
            payload: self.payload,
            head_only: self.method == Method::Head,
            repeatable: !matches!(self.method, Method::Post | Method::Patch),
            keep: step.keep,
            timeout: step.timeout,
        }
    }

    /// Its path, as the request line has it.
    pub(super) fn path(&self) -> &'a str {
        head::path(self.payload.written)
    }

    /// Whether all of its body is in memory, and so can be shown.
    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self.payload.rest, Rest::Nothing)
    }
}

impl Done<'_> {
    /// Judges the answer, saves from it and counts it.
    #[inline]
    pub(super) fn conclude<T: Transport>(&self, bench: &Bench<T>) -> End {
        let step = self.step;
        let failure = match &self.exchange.result {
            Err(fault) => Some(Failure { kind: fault.kind, detail: Cow::Borrowed(&*fault.detail) }),
            Ok(reply) if step.looks_at_nothing() && step.accepts(reply.status) => None,
            Ok(reply) => self.judge(reply, bench).err(),
        };
        let check = step.has_check().then_some(failure.is_none());
        self.count(failure.as_ref(), check, bench)
    }

    fn judge<T: Transport>(&self, reply: &Reply, bench: &Bench<T>) -> Result<(), Failure<'static>> {
        let phases = &self.exchange.phases;
        let body_bytes_max = bench.worker.network.limits().body_bytes_max;
        let answer = Answer::new(reply, phases.done - phases.started, body_bytes_max);
        let values = &mut bench.memory.borrow_mut().values;
        let random = &mut *bench.worker.random();
        let mut draws = Draws { random, count: &|| bench.worker.count() };
        answer.judge(self.step, values, &mut draws)
    }

    /// Counts it, keeps the cookies it brings, and a sample of it where it failed.
    #[inline]
    pub(super) fn count<T: Transport>(
        &self,
        failure: Option<&Failure<'_>>,
        check: Option<bool>,
        bench: &Bench<T>,
    ) -> End {
        let exchange = self.exchange;
        let reply = exchange.result.as_ref().ok();
        let status = reply.map_or(0, |reply| reply.status);
        let error = failure.map(|failure| failure.kind);
        let label = bench.labels[self.step.label_place];
        let intended = self.intended;
        let measurement = Measurement { label, intended, exchange, status, error, check };
        bench.worker.recorder().request(&measurement);
        if let Some(fields) = reply.and_then(|reply| reply.fields.as_ref())
            && bench.plan.cookies
        {
            let jar = &mut bench.memory.borrow_mut().jar;
            jar.keep(fields, self.sending.endpoint, self.sending.path());
        }
        if let Some(failure) = failure {
            sample::keep(self, failure, bench);
        }
        End { succeeded: error.is_none(), at: exchange.phases.done }
    }
}
