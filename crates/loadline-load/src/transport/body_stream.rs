//! The body of an answer read as it arrives, without an end in sight.

use std::future::poll_fn;
use std::ops::ControlFlow;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::fault::{ErrorKind, Fault};
use super::live::{Live, poll_read};
use crate::http1::Step;

/// A body on its way.
pub(crate) struct BodyStream {
    live: Live,
}

impl BodyStream {
    /// The body of the answer that has begun on `live`.
    pub(crate) fn new(live: Live) -> Self {
        Self { live }
    }

    /// Hands each piece of the body to `handle` until that has what it wants; nothing when the body ends
    /// first. `idle` is the longest time between two pieces.
    pub(crate) async fn receive<R>(
        &mut self,
        idle: Duration,
        mut handle: impl FnMut(&[u8]) -> ControlFlow<R>,
    ) -> Result<Option<R>, Fault> {
        self.live.deadline.set(Instant::now() + idle);
        let received = poll_fn(|cx| self.poll_receive(cx, idle, &mut handle)).await;
        self.live.deadline.clear();
        received
    }

    fn poll_receive<R>(
        &mut self,
        cx: &mut Context<'_>,
        idle: Duration,
        handle: &mut impl FnMut(&[u8]) -> ControlFlow<R>,
    ) -> Poll<Result<Option<R>, Fault>> {
        loop {
            let behind_head = std::mem::take(&mut self.live.leftover);
            if !behind_head.is_empty() {
                let step = self.live.parser.feed(&behind_head)?;
                if let Some(over) = self.hand_over(step, handle) {
                    return Poll::Ready(Ok(over));
                }
            }
            let Live { stream, network, parser, deadline, .. } = &mut self.live;
            let mut buffer = network.read_buffer.borrow_mut();
            let step = match poll_read(stream, cx, &mut buffer)? {
                Poll::Pending if deadline.poll_expired(cx) => {
                    let detail = format!("nothing came for {idle:?}");
                    let fault = Fault::new(ErrorKind::TimedOutReceiving, detail);
                    return Poll::Ready(Err(fault));
                }
                Poll::Pending => return Poll::Pending,
                Poll::Ready(0) => parser.end().map(|()| Step::Done),
                Poll::Ready(read) => {
                    network.count_lasting(0, read);
                    deadline.set(Instant::now() + idle);
                    parser.feed(&buffer[..read])
                }
            };
            drop(buffer);
            if let Some(over) = self.hand_over(step?, handle) {
                return Poll::Ready(Ok(over));
            }
        }
    }

    /// Hands over what came of the body; gives what ends the reading, if anything does.
    fn hand_over<R>(
        &mut self,
        step: Step,
        handle: &mut impl FnMut(&[u8]) -> ControlFlow<R>,
    ) -> Option<Option<R>> {
        let piece = self.live.parser.take_body();
        if !piece.is_empty()
            && let ControlFlow::Break(wanted) = handle(&piece)
        {
            return Some(Some(wanted));
        }
        (step == Step::Done).then_some(None)
    }
}
