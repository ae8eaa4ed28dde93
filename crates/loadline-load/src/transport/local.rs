//! The local end of a connection: which address of this machine it leaves from.
//!
//! One address has some 28,000 ports to leave from (`net.ipv4.ip_local_port_range`); a run that needs more
//! connections to one target leaves from several addresses in turn.

use std::cell::Cell;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use nix::sys::socket::setsockopt;
use nix::sys::socket::sockopt::IpBindAddressNoPort;
use tokio::net::{TcpSocket, TcpStream};

use super::fault::{ErrorKind, Fault};

/// The addresses that the connections of one thread leave from, in turn; the system chooses where there are
/// none.
pub(super) struct Sources {
    addresses: Vec<IpAddr>,
    next: Cell<usize>,
}

impl Sources {
    pub(super) fn new(addresses: &[IpAddr]) -> Self {
        Self { addresses: addresses.to_vec(), next: Cell::new(0) }
    }

    /// Connects to `target`. An address without a free port makes way for the next one.
    pub(super) async fn connect(&self, target: SocketAddr) -> Result<TcpStream, Fault> {
        if self.addresses.is_empty() {
            let connected = TcpStream::connect(target).await;
            return connected.map_err(|error| fault_of(&error, target));
        }
        let first = self.next.get();
        self.next.set((first + 1) % self.addresses.len());
        let (before, after) = self.addresses.split_at(first);
        let version = if target.is_ipv4() { "IPv4" } else { "IPv6" };
        let detail = format!("{target}: no {version} address among those to leave from");
        let mut last = Fault::new(ErrorKind::Unreachable, detail);
        for source in after.iter().chain(before) {
            if source.is_ipv4() != target.is_ipv4() {
                continue;
            }
            match connect_from(*source, target).await {
                Err(fault) if fault.kind == ErrorKind::OutOfPorts => last = fault,
                ended => return ended,
            }
        }
        Err(last)
    }
}

async fn connect_from(source: IpAddr, target: SocketAddr) -> Result<TcpStream, Fault> {
    let socket = if source.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let socket = socket.map_err(|error| Fault::io(&error))?;
    // The port is chosen when the target is known: it can then serve connections to others too, and one whose
    // connection was closed is free for the next. A system without this option chooses it at once.
    let _ = setsockopt(&socket, IpBindAddressNoPort, &true);
    socket.bind(SocketAddr::new(source, 0)).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => out_of_ports(&source.to_string()),
        _ => Fault { detail: format!("leave from {source}: {error}"), ..Fault::io(&error) },
    })?;
    socket.connect(target).await.map_err(|error| fault_of(&error, target))
}

/// Why a connection could not be made.
fn fault_of(error: &io::Error, target: SocketAddr) -> Fault {
    match error.kind() {
        io::ErrorKind::AddrNotAvailable if has_way_to(target) => out_of_ports(&target.to_string()),
        io::ErrorKind::AddrNotAvailable => {
            Fault::new(ErrorKind::Unreachable, format!("{target}: {error}"))
        }
        _ => Fault { detail: format!("{target}: {error}"), ..Fault::io(error) },
    }
}

fn out_of_ports(place: &str) -> Fault {
    Fault::new(ErrorKind::OutOfPorts, format!("{place}: all local ports are in use"))
}

/// The system has one error for "no free port" and "no address of that family"; UDP has ports of its own, so
/// that it fails for the second reason alone. Nothing is sent.
fn has_way_to(target: SocketAddr) -> bool {
    let any: IpAddr = match target {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    UdpSocket::bind((any, 0)).is_ok_and(|socket| socket.connect(target).is_ok())
}

/// Whether connections can leave from `address`.
pub(super) fn check_source(address: IpAddr) -> io::Result<()> {
    UdpSocket::bind((address, 0)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lack_of_ports_is_told_from_a_lack_of_a_way() {
        let kind = |target: &str| {
            let error = io::Error::from(io::ErrorKind::AddrNotAvailable);
            fault_of(&error, target.parse().unwrap()).kind
        };
        assert_eq!(kind("127.0.0.1:80"), ErrorKind::OutOfPorts);
        assert_eq!(kind("[fe80::1]:80"), ErrorKind::Unreachable);
    }
}
