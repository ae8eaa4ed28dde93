//! HTTP/1.1 for one user: keeps its connections, opens new ones, repeats where that is safe.

use std::future::poll_fn;
use std::rc::Rc;
use std::time::Instant;

use super::deadline::Deadline;
use super::exchange::Flight;
use super::fault::{ErrorKind, Fault};
use super::network::Network;
use super::share::Share;
use super::stream::Stream;
use super::version::Protocol;
use super::{Endpoint, Exchange, Opened, Phases, Request, Transport, connect};
use crate::http1::ResponseParser;
use crate::message::RestReader;

/// Connections a user keeps to different endpoints; the one used longest ago goes first.
const KEPT_MAX: usize = 8;

/// An open connection with what is needed to read from it.
pub(super) struct Connection {
    stream: Stream,
    parser: ResponseParser,
    endpoint: Endpoint,
    /// Whether it is between two requests; one whose user was dropped in the middle never is again.
    at_rest: bool,
}

impl Connection {
    pub(super) fn leads_to(&self, endpoint: &Endpoint) -> bool {
        self.at_rest && self.endpoint == *endpoint
    }
}

/// HTTP/1.1 for one user.
pub struct Http1 {
    wire: Wire,
    own: Vec<Connection>,
}

/// What every request of a user needs besides a connection.
struct Wire {
    network: Rc<Network>,
    deadline: Rc<Deadline>,
}

impl Http1 {
    /// The transport of a user on that thread.
    pub fn new(network: Rc<Network>) -> Self {
        let deadline = network.deadlines.add();
        Self { wire: Wire { network, deadline }, own: Vec::new() }
    }

    /// Uses the user's own connection where it stands, or opens one.
    async fn exchange_on_own(&mut self, request: &Request<'_>) -> Exchange {
        let kept = self.own.iter().position(|connection| connection.leads_to(request.endpoint));
        if let Some(place) = kept {
            let exchange = self.wire.fly(&mut self.own[place], request, None).await;
            if !self.own[place].at_rest {
                self.own.swap_remove(place);
            }
            if !is_to_be_repeated(request, &exchange) {
                return exchange;
            }
        }
        let (connection, exchange) = self.wire.fly_on_new(request).await;
        if let Some(connection) = connection {
            self.own.retain(|connection| connection.at_rest);
            if self.own.len() == KEPT_MAX {
                self.own.remove(0);
            }
            self.own.push(connection);
        }
        exchange
    }

    /// Waits for the right to use a shared connection, then uses an idle one or opens one.
    async fn exchange_on_shared(&self, share: &Share, request: &Request<'_>) -> Exchange {
        let _turn = share.acquire().await;
        let request = Request { started: Instant::now(), ..*request };
        if let Some(mut kept) = share.take(request.endpoint) {
            let exchange = self.wire.fly(&mut kept, &request, None).await;
            if kept.at_rest {
                share.put_back(kept);
            }
            if !is_to_be_repeated(&request, &exchange) {
                return exchange;
            }
        }
        let (connection, exchange) = self.wire.fly_on_new(&request).await;
        connection.into_iter().for_each(|connection| share.put_back(connection));
        exchange
    }
}

impl Transport for Http1 {
    async fn exchange(&mut self, request: Request<'_>) -> Exchange {
        let forwarded = self.wire.network.forwarded(&request);
        let request = match &forwarded {
            Some(written) => request.with_written(written),
            None => request,
        };
        match self.wire.network.share.clone() {
            None => self.exchange_on_own(&request).await,
            Some(share) => self.exchange_on_shared(&share, &request).await,
        }
    }

    fn sibling(&self) -> Self {
        Self::new(self.wire.network.clone())
    }
}

impl Wire {
    /// Opens a connection and sends on it; the connection comes back where it can be used again.
    async fn fly_on_new(&self, request: &Request<'_>) -> (Option<Connection>, Exchange) {
        let opening =
            connect::open_for_requests(&self.network, request.endpoint, Some(Protocol::Http1));
        let (stream, opened) = match request.in_time(opening).await {
            Ok(connected) => connected,
            Err(fault) => return (None, Exchange::never_sent(request.started, fault)),
        };
        let parser = ResponseParser::new(self.network.options.limits, self.network.heads.clone());
        let endpoint = request.endpoint.clone();
        let mut connection = Connection { stream, parser, endpoint, at_rest: true };
        let exchange = self.fly(&mut connection, request, Some(opened)).await;
        (connection.at_rest.then_some(connection), exchange)
    }

    /// Sends on `connection` and reads the answer.
    async fn fly(
        &self,
        connection: &mut Connection,
        request: &Request<'_>,
        opened: Option<Opened>,
    ) -> Exchange {
        connection.at_rest = false;
        connection.parser.expect(request.head_only, request.keep);
        let started = request.started;
        let sending = if opened.is_some() { Instant::now() } else { started };
        let limits = request.time_limits(&self.network.options);
        let total_deadline = started + limits.total;
        self.deadline.set(total_deadline);
        let mut flight = Flight {
            stream: &mut connection.stream,
            parser: &mut connection.parser,
            payload: request.payload,
            rest: RestReader::new(request.payload.rest),
            total: request.payload.length(),
            network: &self.network,
            deadline: &self.deadline,
            limits,
            total_deadline,
            written: 0,
            received: 0,
            sent: None,
            first_byte: None,
            last_read: None,
        };
        let ended = poll_fn(|cx| flight.poll(cx)).await;
        self.deadline.clear();
        let done = match (&ended, flight.last_read) {
            (Ok(()), Some(last_read)) => last_read,
            _ => Instant::now(),
        };
        let sent = flight.sent.unwrap_or(done);
        let first_byte = flight.first_byte.unwrap_or(done);
        let (bytes_sent, bytes_received) = (flight.written, flight.received);
        let phases = Phases { started, sending, sent, first_byte, done, opened };
        let all_sent = flight.sent.is_some();
        let result = ended.map(|()| connection.parser.take_reply());
        // When an answer comes before all is sent, the rest of its request would be taken for the next one.
        connection.at_rest = all_sent && result.as_ref().is_ok_and(|reply| reply.keep_alive);
        Exchange { phases, bytes_sent, bytes_received, result }
    }
}

/// A kept connection that turns out to be closed before a byte came back says nothing about the request:
/// it is sent once more on a new one where that is safe.
fn is_to_be_repeated(request: &Request<'_>, exchange: &Exchange) -> bool {
    let closed = |fault: &Fault| matches!(fault.kind, ErrorKind::Reset | ErrorKind::Closed);
    request.repeatable
        && exchange.bytes_received == 0
        && exchange.result.as_ref().is_err_and(closed)
}
