//! One request on a connection of HTTP/1.1, open or to be opened.

use std::cell::OnceCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Instant;

use super::deadline::Deadline;
use super::exchange::Flight;
use super::fault::{ErrorKind, Fault};
use super::network::Network;
use super::peer::Peer;
use super::stream::Stream;
use super::version::Protocol;
use super::{Endpoint, Exchange, Opened, Phases, Request, connect};
use crate::http1::ResponseParser;
use crate::message::RestReader;

/// An open connection with what is needed to read from it.
pub(super) struct Connection {
    stream: Stream,
    parser: ResponseParser,
    endpoint: Endpoint,
    /// Whether it is between two requests; one whose user was dropped in the middle never is again.
    at_rest: bool,
    /// Who is at the other end, once somebody asked.
    peer: OnceCell<Rc<Peer>>,
}

impl Connection {
    /// Takes an open connection into use.
    pub(super) fn new(stream: Stream, endpoint: Endpoint, network: &Network) -> Self {
        let parser = ResponseParser::new(network.options.limits, network.heads.clone());
        Self { stream, parser, endpoint, at_rest: true, peer: OnceCell::new() }
    }

    /// Who is at the other end.
    fn peer(&self) -> Rc<Peer> {
        self.peer.get_or_init(|| Rc::new(self.stream.peer(Protocol::Http1))).clone()
    }

    /// Whether it can be used again.
    pub(super) fn is_at_rest(&self) -> bool {
        self.at_rest
    }

    /// Whether the server closed it while it was at rest, or sent what nobody asked for.
    pub(super) async fn is_left(&mut self, network: &Network) -> bool {
        poll_fn(|cx| {
            let mut buffer = network.read_buffer.borrow_mut();
            Poll::Ready(self.stream.poll_read(cx, &mut buffer).is_ready())
        })
        .await
    }

    pub(super) fn leads_to(&self, endpoint: &Endpoint) -> bool {
        self.at_rest && self.endpoint == *endpoint
    }
}

/// What every request of a user needs besides a connection.
pub(super) struct Wire {
    pub(super) network: Rc<Network>,
    pub(super) deadline: Rc<Deadline>,
}

impl Wire {
    /// Opens a connection and sends on it; the connection comes back where it can be used again.
    pub(super) async fn fly_on_new(&self, request: &Request<'_>) -> (Option<Connection>, Exchange) {
        let opening =
            connect::open_for_requests(&self.network, request.endpoint, Some(Protocol::Http1));
        let (stream, opened) = match request.in_time(opening).await {
            Ok(connected) => connected,
            Err(fault) => return (None, Exchange::never_sent(request.started, fault)),
        };
        let mut connection = Connection::new(stream, request.endpoint.clone(), &self.network);
        let exchange = self.fly(&mut connection, request, Some(opened)).await;
        (connection.at_rest.then_some(connection), exchange)
    }

    /// Sends on `connection` and reads the answer.
    pub(super) async fn fly(
        &self,
        connection: &mut Connection,
        request: &Request<'_>,
        opened: Option<Opened>,
    ) -> Exchange {
        // What must not be sent twice is not sent where the server has left meanwhile: no retry can mend it.
        if opened.is_none() && !request.repeatable && connection.is_left(&self.network).await {
            connection.at_rest = false;
            let fault = Fault::new(ErrorKind::Closed, "the server closed the kept connection");
            return Exchange::never_sent(request.started, fault);
        }
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
        let peer = request.keep.peer.then(|| connection.peer());
        Exchange { phases, bytes_sent, bytes_received, peer, result }
    }
}

/// A kept connection that turns out to be closed before a byte came back says nothing about the request:
/// it is sent once more on a new one where that is safe, as it is when nothing was sent.
pub(super) fn is_to_be_repeated(request: &Request<'_>, exchange: &Exchange) -> bool {
    let closed = |fault: &Fault| matches!(fault.kind, ErrorKind::Reset | ErrorKind::Closed);
    (request.repeatable || exchange.bytes_sent == 0)
        && exchange.bytes_received == 0
        && exchange.result.as_ref().is_err_and(closed)
}
