//! Opening a connection: look up, connect, encrypt, each timed, all within one time-out.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::fault::{ErrorKind, Fault};
use super::network::{Network, NetworkOptions, Prepared};
use super::stream::Stream;
use super::version::Protocol;
use super::{Endpoint, Opened};

/// Opens a connection and tells what it cost. In TLS, `only` that protocol is offered where one is given.
pub(super) async fn open(
    network: &Network,
    endpoint: &Endpoint,
    only: Option<Protocol>,
) -> Result<(Stream, Opened), Fault> {
    let limit = network.options.connect_timeout.min(network.options.total_timeout);
    let opened = tokio::time::timeout(limit, open_untimed(network, endpoint, only)).await;
    let opened = opened.unwrap_or_else(|_| {
        let detail = format!("no connection to {endpoint} within {limit:?}");
        Err(Fault::new(ErrorKind::TimedOutConnecting, detail))
    })?;
    network.opened.set(network.opened.get() + 1);
    Ok(opened)
}

async fn open_untimed(
    network: &Network,
    endpoint: &Endpoint,
    only: Option<Protocol>,
) -> Result<(Stream, Opened), Fault> {
    let resolved = network.resolver.resolve(&endpoint.host, endpoint.port).await?;
    let mut opened = Opened { dns_seconds: resolved.dns_seconds, ..Opened::default() };
    let started = Instant::now();
    let stream = connect_to_first(network, endpoint, &resolved.addresses).await?;
    opened.connect_seconds = started.elapsed().as_secs_f64();
    if !endpoint.tls {
        return Ok((Stream::Tcp(stream), opened));
    }
    let started = Instant::now();
    let name = ServerName::try_from(endpoint.host.clone())
        .map_err(|error| Fault::new(ErrorKind::Tls, format!("{}: {error}", endpoint.host)))?;
    let stream = TlsConnector::from(network.tls.config(only)).connect(name, stream).await;
    let stream = stream.map_err(|error| match Fault::io(&error) {
        fault if fault.kind == ErrorKind::Reset => fault,
        fault => Fault { kind: ErrorKind::Tls, ..fault },
    })?;
    opened.tls_seconds = Some(started.elapsed().as_secs_f64());
    Ok((Stream::Tls(Box::new(stream)), opened))
}

/// Tries the addresses in turn; the last failure is the one that counts.
async fn connect_to_first(
    network: &Network,
    endpoint: &Endpoint,
    addresses: &[SocketAddr],
) -> Result<TcpStream, Fault> {
    let mut last = Fault::new(ErrorKind::Dns, format!("{}: no address", endpoint.host));
    let mut dead = Vec::new();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                dead.into_iter().for_each(|dead| network.resolver.leave_out(&endpoint.host, dead));
                stream.set_nodelay(true).map_err(|error| Fault::io(&error))?;
                return Ok(stream);
            }
            Err(error) => {
                last = Fault::io(&error);
                last.detail = format!("{address}: {error}");
                dead.push(*address);
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
    let probed = runtime.block_on(open(&network, endpoint, None)).map(drop);
    // A look-up that hangs in the system's resolver must not hold up the answer.
    runtime.shutdown_background();
    probed
}
