//! Opening a connection that stays: the request written and sent, its answer's head judged and counted.

use std::borrow::Cow;

use super::answer::Failure;
use super::bench::{Begin, Bench, End};
use super::plan::{Step, Wire};
use super::step::{Done, Sending, prepare};
use super::{head, sample};
use crate::message::{Fields, Payload, Rest};
use crate::transport::{ErrorKind, Exchange, Live, Transport};

/// An opening that went well.
pub(super) struct Opened {
    exchange: Exchange,
}

/// Sends the request of `step` with `lines` besides its own on a connection of its own and counts it. `agreed`
/// says whether an answer with the right status is one. A failure ends the step.
pub(super) async fn open<T: Transport>(
    step: &Step,
    bench: &mut Bench<T>,
    begin: Begin,
    lines: &[(&'static str, String)],
    agreed: impl FnOnce(&Fields) -> Result<(), Failure<'static>>,
) -> Result<(Opened, Live), End> {
    if let (true, Wire::Constant(bytes)) = (prepare(step, bench), &step.wire) {
        bench.letter.written.clear();
        bench.letter.written.extend_from_slice(bytes);
    }
    head::add(&mut bench.letter.written, lines);
    let network = bench.worker.network.clone();
    let sending = sending(step, bench);
    let (exchange, live) = Live::open(&network, &sending.request(step, begin.now)).await;
    let failure = match &exchange.result {
        Err(fault) => Some(Failure { kind: fault.kind, detail: Cow::Borrowed(&*fault.detail) }),
        Ok(reply) if step.accepts(reply.status) => {
            agreed(reply.fields.as_ref().unwrap_or(&Fields::default())).err()
        }
        Ok(reply) if reply.status >= 400 => Some(Failure::new(ErrorKind::BadStatus, "")),
        Ok(_) => Some(Failure::new(ErrorKind::FailedCheck, "")),
    };
    let intended = begin.intended(&bench.worker);
    let done = Done { step, sending, exchange: &exchange, intended };
    let end = done.count(failure.as_ref(), None, bench);
    let failed = failure.is_some();
    match live {
        Some(live) if !failed => Ok((Opened { exchange }, live)),
        _ => Err(end),
    }
}

impl Opened {
    /// Keeps a sample of what went wrong later on; the request shown is the one that opened it.
    pub(super) fn keep_sample<T: Transport>(
        &self,
        step: &Step,
        failure: &Failure<'_>,
        bench: &Bench<T>,
    ) {
        let sending = sending(step, bench);
        let done = Done { step, sending, exchange: &self.exchange, intended: None };
        sample::keep(&done, failure, bench);
    }
}

/// The request, which is in the bench's letter until the next one is written.
fn sending<'a, T>(step: &'a Step, bench: &'a Bench<T>) -> Sending<'a> {
    let payload = Payload { written: &bench.letter.written, rest: Rest::Nothing };
    Sending { endpoint: &step.endpoint, method: step.method, payload }
}
