//! Opening a connection: look up, connect, ask the proxy for a tunnel, encrypt; each timed, all within one
//! time-out.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::fault::{ErrorKind, Fault};
use super::network::{Network, NetworkOptions, Prepared};
use super::proxy::{Proxy, ask_for_tunnel};
use super::route::Route;
use super::stream::{Plain, Stream};
use super::tls::fault_of_handshake;
use super::version::Protocol;
use super::{Endpoint, Opened, unix};

/// Opens a connection and tells what it cost. In TLS, `only` that protocol is offered where one is given.
/// Whatever is on the way, what is written to it arrives at `endpoint` as it is.
pub(super) async fn open(
    network: &Network,
    endpoint: &Endpoint,
    only: Option<Protocol>,
) -> Result<(Stream, Opened), Fault> {
    open_by(network, endpoint, only, network.route_of_bytes(endpoint)).await
}

/// Opens a connection for requests of HTTP/1.1, which a proxy may hand on one by one: see
/// [`Network::forwarded`].
pub(super) async fn open_for_requests(
    network: &Network,
    endpoint: &Endpoint,
    only: Option<Protocol>,
) -> Result<(Stream, Opened), Fault> {
    open_by(network, endpoint, only, network.route_of_requests(endpoint)).await
}

async fn open_by(
    network: &Network,
    endpoint: &Endpoint,
    only: Option<Protocol>,
    route: Route<'_>,
) -> Result<(Stream, Opened), Fault> {
    let limit = network.options.connect_timeout.min(network.options.total_timeout);
    let progress = Progress::default();
    // Boxed, so that a user whose connection is open does not keep the room that opening it took.
    let opening = Box::pin(open_untimed(network, endpoint, only, route, &progress));
    let opened = tokio::time::timeout(limit, opening).await;
    let opened = opened.unwrap_or_else(|_| Err(progress.timed_out(endpoint, route, limit)))?;
    network.opened.set(network.opened.get() + 1);
    Ok(opened)
}

/// How far the opening of a connection has come: says what a time-out waited for.
#[derive(Default)]
struct Progress {
    connected: Cell<bool>,
}

impl Progress {
    fn timed_out(&self, endpoint: &Endpoint, route: Route<'_>, limit: Duration) -> Fault {
        match route.proxy() {
            Some(proxy) if !self.connected.get() => {
                let what = format!("no connection to {endpoint} through the proxy {proxy}");
                Fault::new(ErrorKind::Proxy, format!("{what} within {limit:?}"))
            }
            _ => {
                let detail = format!("no connection to {endpoint} within {limit:?}");
                Fault::new(ErrorKind::TimedOutConnecting, detail)
            }
        }
    }
}

async fn open_untimed(
    network: &Network,
    endpoint: &Endpoint,
    only: Option<Protocol>,
    route: Route<'_>,
    progress: &Progress,
) -> Result<(Stream, Opened), Fault> {
    let (plain, mut opened) = connect(network, endpoint, route).await?;
    progress.connected.set(true);
    if !endpoint.tls {
        return Ok((plain.into(), opened));
    }
    let config = network.tls.offers()?.config(only);
    let name = network.tls.name_of(endpoint)?;
    let started = Instant::now();
    let stream = Box::pin(TlsConnector::from(config).connect(name, plain)).await;
    let stream = stream.map_err(|error| fault_of_handshake(&error))?;
    opened.tls_seconds = Some(started.elapsed().as_secs_f64());
    Ok((Stream::Tls(Box::new(stream)), opened))
}

/// A connection without TLS along `route`; the tunnel through a proxy is part of connecting.
async fn connect(
    network: &Network,
    endpoint: &Endpoint,
    route: Route<'_>,
) -> Result<(Plain, Opened), Fault> {
    match route {
        Route::Direct => {
            let (stream, opened) = reach(network, &endpoint.host, endpoint.port).await?;
            Ok((Plain::Tcp(stream), opened))
        }
        Route::Unix(path) => {
            let started = Instant::now();
            let stream = unix::connect(path).await?;
            let connect_seconds = started.elapsed().as_secs_f64();
            Ok((Plain::Unix(stream), Opened { connect_seconds, ..Opened::default() }))
        }
        Route::Forward(proxy) => {
            let (stream, opened) = reach_proxy(network, proxy).await?;
            Ok((Plain::Tcp(stream), opened))
        }
        Route::Tunnel(proxy) => {
            let (mut stream, mut opened) = reach_proxy(network, proxy).await?;
            let started = Instant::now();
            ask_for_tunnel(&mut stream, proxy, endpoint).await?;
            opened.connect_seconds += started.elapsed().as_secs_f64();
            Ok((Plain::Tcp(stream), opened))
        }
    }
}

/// Connects to a proxy. That it cannot be reached says nothing about the target.
async fn reach_proxy(network: &Network, proxy: &Proxy) -> Result<(TcpStream, Opened), Fault> {
    reach(network, proxy.host(), proxy.port()).await.map_err(|fault| match fault.kind {
        ErrorKind::Generator | ErrorKind::OutOfPorts => fault,
        _ => Fault::new(ErrorKind::Proxy, format!("the proxy {proxy}: {}", fault.detail)),
    })
}

/// Looks a host up and connects to it.
async fn reach(network: &Network, host: &str, port: u16) -> Result<(TcpStream, Opened), Fault> {
    let resolved = network.resolver.resolve(host, port).await?;
    let mut opened = Opened { dns_seconds: resolved.dns_seconds, ..Opened::default() };
    let started = Instant::now();
    let mut last = Fault::new(ErrorKind::Dns, format!("{host}: no address"));
    let mut dead = Vec::new();
    // In turn; the last failure is the one that counts.
    for address in &*resolved.addresses {
        match network.sources.connect(*address).await {
            Ok(stream) => {
                dead.into_iter().for_each(|dead| network.resolver.leave_out(host, dead));
                stream.set_nodelay(true).map_err(|error| Fault::io(&error))?;
                opened.connect_seconds = started.elapsed().as_secs_f64();
                return Ok((stream, opened));
            }
            Err(fault) => {
                let is_ours = matches!(fault.kind, ErrorKind::Generator | ErrorKind::OutOfPorts);
                dead.extend((!is_ours).then_some(*address));
                last = fault;
            }
        }
    }
    Err(last)
}

/// Opens one connection and closes it again: whether the target can be reached at all.
///
/// # Errors
/// When it cannot, with the kind and the reason.
pub fn probe(options: &NetworkOptions, endpoint: &Endpoint) -> Result<(), Fault> {
    let failed =
        |error: &dyn std::error::Error| Fault::new(ErrorKind::Generator, error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(&error))?;
    let prepared = Prepared::new(options.clone()).map_err(|error| failed(&error))?;
    let network: Rc<Network> = Network::new(&prepared, None);
    let probed = runtime.block_on(open_for_requests(&network, endpoint, None)).map(drop);
    // A look-up that hangs in the system's resolver must not hold up the answer.
    runtime.shutdown_background();
    probed
}
