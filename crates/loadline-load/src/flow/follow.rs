//! What an answer leads to: the place a redirect names, the same request once more with its proof.
//!
//! Each of these is a request of its own, counted under the step's name with its own status; the last one
//! decides whether the step is good.

use std::borrow::Cow;

use loadline_core::file::Method;

use super::answer::Failure;
use super::bench::{Begin, Bench, End};
use super::head::{self, Change};
use super::plan::Step;
use super::step::{Done, Sending};
use crate::digest::Challenge;
use crate::location::resolve;
use crate::message::{Payload, Reply, Rest};
use crate::transport::{Endpoint, ErrorKind, Exchange, Transport};

/// Whether an answer may lead to another request of the same step.
#[inline]
pub(super) fn leads_on(step: &Step, exchange: &Exchange) -> bool {
    let Ok(reply) = &exchange.result else { return false };
    reply.fields.is_some() && (is_redirect(step, reply) || is_challenge(step, reply))
}

/// A redirect is followed unless the step asks for exactly its status, or wants none followed.
fn is_redirect(step: &Step, reply: &Reply) -> bool {
    let is_known = matches!(reply.status, 301 | 302 | 303 | 307 | 308);
    is_known
        && step.redirects > 0
        && !step.expected_status.contains(&reply.status)
        && location(reply).is_some()
}

/// A challenge is answered unless the step asks for exactly that status.
fn is_challenge(step: &Step, reply: &Reply) -> bool {
    reply.status == 401 && step.digest.is_some() && !step.expected_status.contains(&401)
}

fn location(reply: &Reply) -> Option<Cow<'_, str>> {
    reply.fields.as_ref()?.get("location").map(String::from_utf8_lossy)
}

/// The request under way, which is no longer the step's own.
struct Trip {
    endpoint: Endpoint,
    method: Method,
    written: Vec<u8>,
    with_body: bool,
    begin: Begin,
    /// Redirects followed.
    hops: u32,
    /// Whether a challenge was answered already: the second one says that the proof is not good.
    answered: bool,
}

/// What comes next.
enum Turn {
    Redirect { endpoint: Endpoint, path: String, method: Method, with_body: bool },
    Prove(Challenge),
}

/// Goes on from the first answer to the last one, which is judged.
pub(super) async fn follow<T: Transport>(
    step: &Step,
    bench: &mut Bench<T>,
    written: Vec<u8>,
    mut exchange: Exchange,
    begin: Begin,
) -> End {
    let mut trip = Trip {
        endpoint: step.endpoint.clone(),
        method: step.method,
        written,
        with_body: true,
        begin,
        hops: 0,
        answered: false,
    };
    loop {
        let intended = trip.begin.intended(&bench.worker);
        let sending = trip.sending(step, bench);
        let done = Done { step, sending, exchange: &exchange, intended };
        let turn = match trip.turn(step, &exchange) {
            Ok(Some(turn)) => turn,
            Ok(None) => return done.conclude(bench),
            Err(failure) => {
                return done.count(Some(&failure), step.has_check().then_some(false), bench);
            }
        };
        let end = done.count(None, None, bench);
        trip.begin = trip.begin.after(end.at);
        trip.take(turn, step, bench);
        let payload =
            Payload { written: &trip.written, rest: trip.rest(step, &bench.letter.pieces) };
        let sending = Sending { endpoint: &trip.endpoint, method: trip.method, payload };
        exchange = bench.transport.exchange(sending.request(step, trip.begin.now)).await;
    }
}

impl Trip {
    fn rest<'a>(&self, step: &'a Step, pieces: &'a [crate::message::Piece]) -> Rest<'a> {
        if self.with_body { step.rest(pieces) } else { Rest::Nothing }
    }

    fn sending<'a, T>(&'a self, step: &'a Step, bench: &'a Bench<T>) -> Sending<'a> {
        let rest = self.rest(step, &bench.letter.pieces);
        let payload = Payload { written: &self.written, rest };
        Sending { endpoint: &self.endpoint, method: self.method, payload }
    }

    /// What the answer leads to; nothing when it is the last one.
    fn turn(&self, step: &Step, exchange: &Exchange) -> Result<Option<Turn>, Failure<'static>> {
        let Ok(reply) = &exchange.result else { return Ok(None) };
        if is_challenge(step, reply) && !self.answered && self.endpoint == step.endpoint {
            let challenge = reply.fields.as_ref().and_then(Challenge::read);
            return Ok(challenge.map(Turn::Prove));
        }
        let Some(location) = location(reply).filter(|_| is_redirect(step, reply)) else {
            return Ok(None);
        };
        let lost = |detail: String| Failure::new(ErrorKind::Redirects, detail);
        if self.hops == step.redirects {
            let limit = step.redirects;
            return Err(lost(format!(
                "{limit} redirects were followed, and there is one more to `{location}`"
            )));
        }
        let (endpoint, path) = resolve(&location, &self.endpoint, head::path(&self.written))
            .map_err(|error| lost(format!("a redirect leads to {error}")))?;
        let keeps_method =
            matches!(reply.status, 307 | 308) || matches!(self.method, Method::Get | Method::Head);
        let method = if keeps_method { self.method } else { Method::Get };
        let with_body = self.with_body && matches!(reply.status, 307 | 308);
        Ok(Some(Turn::Redirect { endpoint, path, method, with_body }))
    }

    /// Becomes the next request.
    fn take<T: Transport>(&mut self, turn: Turn, step: &Step, bench: &Bench<T>) {
        let mut path = head::path(&self.written).to_owned();
        match turn {
            Turn::Prove(challenge) => {
                self.answered = true;
                bench.memory.borrow_mut().challenges.remember(&self.endpoint, challenge);
            }
            Turn::Redirect { endpoint, path: new_path, method, with_body } => {
                if self.endpoint.tls && !endpoint.tls {
                    bench.plan.notices.left_tls();
                }
                path = new_path;
                (self.method, self.with_body, self.endpoint) = (method, with_body, endpoint);
                self.hops += 1;
            }
        }
        let lines = bench.own_lines(step, &self.endpoint, self.method, &path);
        let change = Change {
            method: self.method,
            host: &self.endpoint.host_header(),
            path: &path,
            with_body: self.with_body,
            with_credentials: self.endpoint == step.endpoint,
            with_cookies: !step.takes_cookies && self.endpoint == step.endpoint,
            lines: &lines,
        };
        self.written = head::changed(&self.written, &change);
    }
}
