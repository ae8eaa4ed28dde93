//! A client's connection to its server: opened by `connect`, opened again when it was lost, and the head of each
//! call on it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use loadline_load::transport::{CallConnection, Network};
use loadline_load::{Endpoint, ErrorKind, Fault};

use super::status::{INTERNAL, Status, UNAVAILABLE};

/// Where to, and within which limits.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// As the script wrote it.
    pub(super) address: String,
    pub(super) endpoint: Endpoint,
    pub(super) authority: String,
    pub(super) timeout: Duration,
    pub(super) receive_bytes_max: usize,
    pub(super) send_bytes_max: usize,
    pub(super) user_agent: String,
}

/// An open way to a server.
pub(super) struct Channel {
    pub(super) target: Target,
    network: Rc<Network>,
    connection: RefCell<Option<Rc<CallConnection>>>,
}

/// Metadata of a call, names in lower case.
pub(super) type Metadata = Vec<(String, Vec<u8>)>;

impl Channel {
    /// Opens a connection and waits until the server has said its first word.
    pub(super) async fn open(network: Rc<Network>, target: Target) -> Result<Self, String> {
        let channel = Self { target, network, connection: RefCell::default() };
        let timeout = channel.target.timeout;
        let opened = tokio::time::timeout(timeout, channel.connect()).await;
        match opened {
            Err(_) => Err("context deadline exceeded".to_owned()),
            Ok(opened) => opened.map(|_| channel),
        }
    }

    async fn connect(&self) -> Result<Rc<CallConnection>, String> {
        let told = |fault: Fault| self.told(&fault);
        let opened = CallConnection::open(&self.network, &self.target.endpoint).await;
        let connection = opened.map_err(told)?;
        connection.ready().await.map_err(|fault| {
            format!(
                "context deadline exceeded: connection error: desc = \"error reading server preface: {}\"",
                fault.detail
            )
        })?;
        let connection = Rc::new(connection);
        *self.connection.borrow_mut() = Some(connection.clone());
        Ok(connection)
    }

    /// Why there is no connection, in k6's words where it has some.
    fn told(&self, fault: &Fault) -> String {
        let Endpoint { host, port, .. } = &self.target.endpoint;
        match fault.kind {
            ErrorKind::Refused => format!(
                "connection error: desc = \"transport: error while dialing: dial tcp {host}:{port}: connect: connection refused\""
            ),
            ErrorKind::Tls | ErrorKind::Protocol | ErrorKind::Closed => format!(
                "context deadline exceeded: connection error: desc = \"transport: authentication handshake failed: {}\"",
                fault.detail
            ),
            ErrorKind::TimedOutConnecting => "context deadline exceeded".to_owned(),
            _ => format!(
                "connection error: desc = \"transport: error while dialing: {}\"",
                fault.detail
            ),
        }
    }

    /// The connection, opened again if it was lost.
    pub(super) async fn connection(&self) -> Result<Rc<CallConnection>, Status> {
        let known = self.connection.borrow().clone();
        if let Some(known) = known.filter(|known| known.is_open()) {
            return Ok(known);
        }
        self.connect().await.map_err(|why| Status::new(UNAVAILABLE, why))
    }

    /// The head of a call in the form of HTTP/1.1.
    pub(super) fn head(
        &self,
        path: &str,
        timeout: Duration,
        metadata: &Metadata,
    ) -> Result<Vec<u8>, Status> {
        let target = &self.target;
        let mut head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/grpc\r\n\
             user-agent: {}\r\nte: trailers\r\ngrpc-timeout: {}\r\n",
            target.authority,
            target.user_agent,
            grpc_timeout(timeout)
        )
        .into_bytes();
        for (name, value) in metadata {
            if name.is_empty() || !name.bytes().all(is_name_byte) {
                let text =
                    format!("header key {name:?} contains illegal characters not in [0-9a-z-_.]");
                return Err(Status::new(INTERNAL, text));
            }
            if !value.iter().all(|byte| matches!(byte, 0x20..=0x7E)) {
                let text = format!(
                    "header key {name:?} contains value with non-printable ASCII characters"
                );
                return Err(Status::new(INTERNAL, text));
            }
            // Those belong to the protocol.
            if matches!(
                name.as_str(),
                "content-type" | "te" | "user-agent" | "grpc-timeout" | "host"
            ) {
                continue;
            }
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        Ok(head)
    }
}

fn is_name_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'-' | b'_' | b'.')
}

/// At most eight digits and a unit.
fn grpc_timeout(timeout: Duration) -> String {
    let within = |number: u128| number < 100_000_000;
    match timeout {
        _ if within(timeout.as_micros()) => format!("{}u", timeout.as_micros()),
        _ if within(timeout.as_millis()) => format!("{}m", timeout.as_millis()),
        _ => format!("{}S", timeout.as_secs().min(99_999_999)),
    }
}
