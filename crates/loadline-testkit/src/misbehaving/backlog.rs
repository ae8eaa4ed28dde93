//! A listening socket that never accepts and whose backlog is full, so that the kernel drops each
//! further SYN and connecting hangs. Nothing comes in; out goes the address.
//!
//! Deliberately not here: a thread. Whether the kernel really leaves a connection hanging is
//! checked at the start, and an error if it does not.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::error::StartError;

/// Connections tried at most to fill a backlog of length 0, which holds one or two on Linux.
const FILLERS_MAX: usize = 16;

/// A loopback connection that is not made by then never will be: the next SYN goes out after 1 s.
const CONNECT_MAX: Duration = Duration::from_millis(300);

/// The socket and the connections that fill it.
#[derive(Debug)]
pub(super) struct FullBacklog {
    address: SocketAddr,
    _listener: TcpListener,
    _fillers: Vec<TcpStream>,
}

impl FullBacklog {
    pub(super) fn start() -> Result<Self, StartError> {
        let (listener, address) = listen().map_err(StartError::Bind)?;
        let mut fillers = Vec::with_capacity(FILLERS_MAX);
        while fillers.len() < FILLERS_MAX {
            match TcpStream::connect_timeout(&address, CONNECT_MAX) {
                Ok(filler) => fillers.push(filler),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Ok(Self { address, _listener: listener, _fillers: fillers });
                }
                Err(error) => return Err(StartError::Bind(error)),
            }
        }
        Err(StartError::Backlog { connections: fillers.len() })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    // Listening again on a listening socket sets its backlog anew.
    rustix::net::listen(&listener, 0)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
