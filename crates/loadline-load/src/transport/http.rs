//! HTTP for one user, in the version that each server speaks: keeps its connections, opens new ones,
//! repeats where that is safe.

use std::rc::Rc;
use std::time::Instant;

use super::fault::Fault;
use super::http1::{Connection, Wire, is_to_be_repeated};
use super::http2::Link;
use super::http2_exchange::{Means, fly};
use super::network::Network;
use super::places::{Place, Places};
use super::share::Share;
use super::version::Protocol;
use super::{Exchange, Opened, Request, Transport, connect};

/// Connections of HTTP/1.1 that a user keeps to different servers; the one used longest ago goes first.
const KEPT_MAX: usize = 8;
/// Times that a request is sent at most when servers go away or refuse before they begin to work on it.
const TRIES_MAX: u32 = 4;

/// HTTP for one user.
pub struct Http {
    wire: Wire,
    /// Connections of HTTP/1.1, for one request at a time.
    own: Vec<Connection>,
    /// Connections of HTTP/2: of this user and its siblings, or of all users of the thread.
    places: Rc<Places>,
    /// The one used last.
    place: Option<Rc<Place>>,
}

/// A connection that was opened, or that somebody else opened meanwhile.
enum Fresh {
    Http1(Box<Connection>, Opened),
    Http2(Rc<Link>, Option<Opened>),
}

impl Http {
    /// The transport of a user on that thread.
    pub fn new(network: Rc<Network>) -> Self {
        let places = network.share.as_ref().map(|share| share.places.clone());
        Self::with_places(network, places.unwrap_or_else(|| Places::new(1)))
    }

    fn with_places(network: Rc<Network>, places: Rc<Places>) -> Self {
        let deadline = network.deadlines.add();
        Self { wire: Wire { network, deadline }, own: Vec::new(), places, place: None }
    }

    /// Uses the user's own connection where it stands, or opens one.
    async fn exchange_on_own(&mut self, request: &Request<'_>) -> Exchange {
        let kept = self.own.iter().position(|connection| connection.leads_to(request.endpoint));
        if let Some(place) = kept {
            let exchange = self.wire.fly(&mut self.own[place], request, None).await;
            if !self.own[place].is_at_rest() {
                self.own.swap_remove(place);
            }
            if !is_to_be_repeated(request, &exchange) {
                return exchange;
            }
        }
        if self.wire.network.options.version.of_all(request.endpoint.tls) != Some(Protocol::Http1) {
            return self.exchange_on_places(request).await;
        }
        let (connection, exchange) = Box::pin(self.wire.fly_on_new(request)).await;
        connection.into_iter().for_each(|connection| self.keep(connection));
        exchange
    }

    /// Uses a connection that other requests may be using too, or opens one and sees what it speaks.
    async fn exchange_on_places(&mut self, request: &Request<'_>) -> Exchange {
        let mut opened_first = None;
        let mut tries = 0;
        loop {
            let place = self.find_place(request);
            let (link, opened) = match place.link() {
                Some(link) => (link, None),
                None => match Box::pin(self.open_at(&place, request)).await {
                    Ok(Fresh::Http2(link, opened)) => (link, opened),
                    Ok(Fresh::Http1(mut connection, opened)) => {
                        let flown = self.wire.fly(&mut connection, request, Some(opened));
                        let exchange = Box::pin(flown).await;
                        self.keep(*connection);
                        return exchange;
                    }
                    Err(fault) => return Exchange::never_sent(request.started, fault),
                },
            };
            let is_kept = opened.is_none();
            let means = Means {
                link: &link,
                deadline: &self.wire.deadline,
                limits: request.time_limits(&self.wire.network.options),
                begins_with_turn: self.wire.network.is_shared(),
            };
            let mut flown = fly(means, request, opened).await;
            tries += 1;
            opened_first = opened_first.or(opened);
            let is_repeated = flown.is_unprocessed
                || is_kept && tries == 1 && is_to_be_repeated(request, &flown.exchange);
            if !is_repeated || tries == TRIES_MAX {
                flown.exchange.phases.opened = opened_first;
                return flown.exchange;
            }
        }
    }

    /// Where the user's connection to that server stands, or another with more room.
    #[inline]
    fn find_place(&mut self, request: &Request<'_>) -> Rc<Place> {
        let place = self.places.find(request.endpoint, self.place.as_ref());
        if !self.place.as_ref().is_some_and(|own| own.leads_to(request.endpoint)) {
            self.place = Some(place.clone());
        }
        place
    }

    /// Opens a connection at a place. Those who need it at the same time wait for one attempt.
    async fn open_at(&self, place: &Place, request: &Request<'_>) -> Result<Fresh, Fault> {
        let network = &self.wire.network;
        let opening = async {
            let guard = place.attempts.begin().await?;
            if let Some(link) = place.link() {
                return Ok(Fresh::Http2(link, None));
            }
            let known = network.protocol_of(request.endpoint);
            // Nobody has to wait for a connection that will serve one request at a time.
            let _guard = (known != Some(Protocol::Http1)).then_some(guard);
            let only = known.filter(|_| network.is_shared());
            let opened = self.open_and_learn(request, only).await;
            let fresh = opened.inspect_err(|fault| place.attempts.note_failure(fault))?;
            if let Fresh::Http2(link, _) = &fresh {
                place.put(link.clone());
            }
            Ok(fresh)
        };
        request.in_time(opening).await
    }

    /// Opens a connection and learns what its server speaks.
    async fn open_and_learn(
        &self,
        request: &Request<'_>,
        only: Option<Protocol>,
    ) -> Result<Fresh, Fault> {
        let (network, endpoint) = (&self.wire.network, request.endpoint);
        let (stream, opened) = connect::open(network, endpoint, only).await?;
        let protocol = network.options.version.of(&stream)?;
        network.learn(endpoint, protocol);
        Ok(match protocol {
            Protocol::Http1 => {
                let connection = Connection::new(stream, endpoint.clone(), network);
                Fresh::Http1(Box::new(connection), opened)
            }
            Protocol::Http2 => {
                Fresh::Http2(Link::start(stream, endpoint.tls, network), Some(opened))
            }
        })
    }

    /// Shares connections with the other users of the thread.
    async fn exchange_on_shared(&mut self, share: &Share, request: &Request<'_>) -> Exchange {
        let mut opened = None;
        let protocol = match self.wire.network.protocol_of(request.endpoint) {
            Some(protocol) => protocol,
            None => match Box::pin(self.find_out(share, request)).await {
                Ok((protocol, cost)) => {
                    opened = cost;
                    protocol
                }
                Err(fault) => return Exchange::never_sent(request.started, fault),
            },
        };
        let mut exchange = match protocol {
            Protocol::Http1 => self.exchange_in_turn(share, request).await,
            Protocol::Http2 => self.exchange_on_places(request).await,
        };
        exchange.phases.opened = exchange.phases.opened.or(opened);
        exchange
    }

    /// Opens the first connection to a server and puts it where its protocol belongs; the others wait.
    async fn find_out(
        &mut self,
        share: &Share,
        request: &Request<'_>,
    ) -> Result<(Protocol, Option<Opened>), Fault> {
        let finding_out = async {
            let _guard = share.attempts.begin().await?;
            if let Some(protocol) = self.wire.network.protocol_of(request.endpoint) {
                return Ok(Err(protocol));
            }
            let opened = self.open_and_learn(request, None).await;
            opened.inspect_err(|fault| share.attempts.note_failure(fault)).map(Ok)
        };
        let fresh = match request.in_time(finding_out).await? {
            Ok(fresh) => fresh,
            Err(protocol) => return Ok((protocol, None)),
        };
        match fresh {
            Fresh::Http1(connection, opened) => {
                share.put_back(*connection);
                Ok((Protocol::Http1, Some(opened)))
            }
            Fresh::Http2(link, opened) => {
                self.find_place(request).put(link);
                Ok((Protocol::Http2, opened))
            }
        }
    }

    /// Waits for the right to use a shared connection alone, then uses an idle one or opens one.
    async fn exchange_in_turn(&self, share: &Share, request: &Request<'_>) -> Exchange {
        let _turn = share.acquire().await;
        let request = Request { started: Instant::now(), ..*request };
        if let Some(mut kept) = share.take(request.endpoint) {
            let exchange = self.wire.fly(&mut kept, &request, None).await;
            if kept.is_at_rest() {
                share.put_back(kept);
            }
            if !is_to_be_repeated(&request, &exchange) {
                return exchange;
            }
        }
        let (connection, exchange) = Box::pin(self.wire.fly_on_new(&request)).await;
        connection.into_iter().for_each(|connection| share.put_back(connection));
        exchange
    }

    /// Keeps a connection of HTTP/1.1 where it can be used again.
    fn keep(&mut self, connection: Connection) {
        self.own.retain(Connection::is_at_rest);
        if !connection.is_at_rest() {
            return;
        }
        if self.own.len() == KEPT_MAX {
            self.own.remove(0);
        }
        self.own.push(connection);
    }
}

impl Transport for Http {
    async fn exchange(&mut self, request: Request<'_>) -> Exchange {
        let request = match &self.wire.network.options.pace {
            None => request,
            Some(pace) => {
                tokio::time::sleep_until(pace.start_of(request.started).into()).await;
                Request { started: Instant::now(), ..request }
            }
        };
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
        Self::with_places(self.wire.network.clone(), self.places.clone())
    }
}

#[cfg(test)]
mod tests;
