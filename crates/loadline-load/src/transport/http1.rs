//! HTTP/1.1 for one user: keeps its connections, opens new ones, repeats where that is safe.

use std::future::poll_fn;
use std::rc::Rc;
use std::time::Instant;

use super::deadline::Deadline;
use super::exchange::Flight;
use super::fault::{ErrorKind, Fault};
use super::network::Network;
use super::stream::Stream;
use super::{Endpoint, Exchange, Opened, Phases, Request, Transport, connect};
use crate::http1::ResponseParser;

/// Connections a user keeps to different endpoints; the one used longest ago goes first.
const KEPT_MAX: usize = 8;

/// An open connection with what is needed to read from it.
pub(super) struct Connection {
    stream: Stream,
    parser: ResponseParser,
    endpoint: Endpoint,
}

impl Connection {
    pub(super) fn leads_to(&self, endpoint: &Endpoint) -> bool {
        self.endpoint == *endpoint
    }
}

/// HTTP/1.1 for one user.
pub struct Http1 {
    network: Rc<Network>,
    deadline: Rc<Deadline>,
    own: Vec<Connection>,
}

impl Http1 {
    /// The transport of a user on that thread.
    pub fn new(network: Rc<Network>) -> Self {
        let deadline = network.deadlines.add();
        Self { network, deadline, own: Vec::new() }
    }

    fn take_kept(&mut self, endpoint: &Endpoint) -> Option<Connection> {
        if let Some(share) = &self.network.share {
            return share.take(endpoint);
        }
        let place = self.own.iter().position(|connection| connection.leads_to(endpoint))?;
        Some(self.own.swap_remove(place))
    }

    fn keep(&mut self, connection: Connection) {
        if let Some(share) = &self.network.share {
            return share.put_back(connection);
        }
        if self.own.len() == KEPT_MAX {
            self.own.remove(0);
        }
        self.own.push(connection);
    }

    async fn open(&self, endpoint: &Endpoint) -> Result<(Connection, Opened), Fault> {
        let (stream, opened) = connect::open(&self.network, endpoint).await?;
        let parser = ResponseParser::new(self.network.options.limits);
        Ok((Connection { stream, parser, endpoint: endpoint.clone() }, opened))
    }

    /// Sends on `connection` and reads the answer.
    async fn fly(
        &self,
        connection: &mut Connection,
        request: &Request<'_>,
        started: Instant,
        opened: Option<Opened>,
    ) -> Exchange {
        connection.parser.expect(request.head_only, request.keep_body);
        let sending = if opened.is_some() { Instant::now() } else { started };
        let total_deadline = started + self.network.options.total_timeout;
        self.deadline.set(total_deadline);
        let mut flight = Flight {
            stream: &mut connection.stream,
            parser: &mut connection.parser,
            payload: request.payload,
            network: &self.network,
            deadline: &self.deadline,
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
        let whole = flight.sent.is_some();
        let mut result = ended.map(|()| connection.parser.take_reply());
        // An answer that came before all was sent: the rest of the request would be taken for the next one.
        if let (Ok(reply), false) = (&mut result, whole) {
            reply.keep_alive = false;
        }
        Exchange { phases, bytes_sent, bytes_received, result }
    }

    /// Uses a kept connection or opens one. A kept connection that turns out to be closed before a byte
    /// came back says nothing about the request: it is sent once more on a new one where that is safe.
    async fn exchange_once_allowed(&mut self, request: &Request<'_>) -> Exchange {
        let started = Instant::now();
        if let Some(mut kept) = self.take_kept(request.endpoint) {
            let exchange = self.fly(&mut kept, request, started, None).await;
            if !(request.repeatable && was_closed_at_rest(&exchange)) {
                self.keep_if_alive(kept, &exchange);
                return exchange;
            }
        }
        match self.open(request.endpoint).await {
            Ok((mut new, opened)) => {
                let exchange = self.fly(&mut new, request, started, Some(opened)).await;
                self.keep_if_alive(new, &exchange);
                exchange
            }
            Err(fault) => never_sent(started, fault),
        }
    }

    fn keep_if_alive(&mut self, connection: Connection, exchange: &Exchange) {
        if exchange.result.as_ref().is_ok_and(|reply| reply.keep_alive) {
            self.keep(connection);
        }
    }
}

impl Transport for Http1 {
    async fn exchange(&mut self, request: Request<'_>) -> Exchange {
        let Some(share) = self.network.share.clone() else {
            return self.exchange_once_allowed(&request).await;
        };
        let _turn = share.acquire().await;
        self.exchange_once_allowed(&request).await
    }
}

fn was_closed_at_rest(exchange: &Exchange) -> bool {
    let closed = |fault: &Fault| matches!(fault.kind, ErrorKind::Reset | ErrorKind::Closed);
    exchange.bytes_received == 0 && exchange.result.as_ref().is_err_and(closed)
}

fn never_sent(started: Instant, fault: Fault) -> Exchange {
    let done = Instant::now();
    let phases =
        Phases { started, sending: done, sent: done, first_byte: done, done, opened: None };
    Exchange { phases, bytes_sent: 0, bytes_received: 0, result: Err(fault) }
}
