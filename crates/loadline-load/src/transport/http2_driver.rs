//! The task of one HTTP/2 connection: moves bytes between the socket and the connection's state.

use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::fault::Fault;
use super::http2::Link;
use super::network::Network;
use super::stream::Stream;

/// A connection's task.
struct Driver {
    stream: Stream,
    link: Rc<Link>,
    network: Rc<Network>,
    /// Whether the last turn read and left the writing to this one.
    is_deferred: bool,
}

/// Drives a connection until there is nothing left to do on it.
pub(super) async fn drive(stream: Stream, link: Rc<Link>, network: Rc<Network>) {
    let mut driver = Driver { stream, link, network, is_deferred: false };
    poll_fn(|cx| driver.poll(cx)).await;
}

impl Driver {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.link.note_driver(cx);
        let has_woken = match self.read(cx) {
            Ok(has_woken) => has_woken,
            Err(fault) => {
                self.link.end(fault);
                return Poll::Ready(());
            }
        };
        let has_failed = self.link.has_failed();
        // Those just woken are about to put requests in: all of them are written with one call.
        if has_woken && !has_failed && !self.is_deferred {
            self.is_deferred = true;
            if self.link.has_output() {
                self.link.wake_driver();
            }
            return Poll::Pending;
        }
        self.is_deferred = false;
        let is_last = has_failed || self.link.say_goodbye();
        match self.poll_write(cx) {
            // Whether a peer hears the last word is its own matter.
            _ if is_last => Poll::Ready(()),
            Poll::Ready(Err(error)) => {
                self.link.end(Some(Fault::io(&error)));
                Poll::Ready(())
            }
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Pending,
        }
    }

    /// Reads what is there; says whether somebody was woken by it. An error without a fault is the plain
    /// end of the connection.
    fn read(&mut self, cx: &mut Context<'_>) -> Result<bool, Option<Fault>> {
        let mut buffer = self.network.read_buffer.borrow_mut();
        let mut has_woken = false;
        while !self.link.has_failed() {
            match self.stream.poll_read(cx, &mut buffer) {
                Poll::Pending => break,
                Poll::Ready(Ok(0)) => return Err(None),
                Poll::Ready(Ok(read)) => has_woken |= self.link.receive(&buffer[..read]),
                Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(None);
                }
                Poll::Ready(Err(error)) => return Err(Some(Fault::io(&error))),
            }
        }
        Ok(has_woken)
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let written = {
                let state = self.link.state.borrow();
                if state.client.out().is_empty() {
                    break;
                }
                self.stream.poll_write(cx, state.client.out())
            };
            match written {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => self.link.wrote(count),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
        self.stream.poll_flush(cx)
    }
}
