//! All servers that a script may want, side by side: what answers, with and without TLS, and the addresses in the
//! environment variables that scripts of tests read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::bin_server::BinServer;
use crate::error::StartError;
use crate::grpc::GrpcServer;
use crate::tls::TlsIdentity;
use crate::websocket::{SocketBehaviour, WebSocketServer};

/// The names that the certificate is for.
const NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// Servers for scripts. They stop when it is dropped.
#[derive(Debug)]
pub struct Playground {
    http: BinServer,
    https: BinServer,
    http2: BinServer,
    demanding: BinServer,
    ws: WebSocketServer,
    wss: WebSocketServer,
    grpc: GrpcServer,
    grpcs: GrpcServer,
    server: TlsIdentity,
    client: TlsIdentity,
}

impl Playground {
    /// Starts them all.
    ///
    /// # Errors
    ///
    /// When one of them cannot be started.
    pub fn start() -> Result<Self, StartError> {
        let server = TlsIdentity::self_signed(&NAMES)?;
        let client = TlsIdentity::self_signed(&["client"])?;
        Ok(Self {
            http: BinServer::start(None)?,
            https: BinServer::start(Some(&server))?,
            http2: BinServer::start_http2(&server)?,
            demanding: BinServer::start(Some(&server.clone().demanding(&client)))?,
            ws: WebSocketServer::start(SocketBehaviour::ByPath)?,
            wss: WebSocketServer::start_with(SocketBehaviour::ByPath, Some(&server))?,
            grpc: GrpcServer::start(None)?,
            grpcs: GrpcServer::start(Some(&server))?,
            server,
            client,
        })
    }

    /// Environment variables with the addresses; certificates and keys are PEM in base64.
    ///
    /// `HTTP`, `HTTPS` (HTTP/1.1 alone), `HTTP2` (HTTP/2 alone), `MTLS` (demands the client's certificate), `WS`,
    /// `WSS`, `GRPC` and `GRPCS` (host and port), `SERVER_CERT`, `CLIENT_CERT`, `CLIENT_KEY`.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("HTTP", self.http.url("")),
            ("HTTPS", self.https.url("")),
            ("HTTP2", self.http2.url("")),
            ("MTLS", self.demanding.url("")),
            ("WS", self.ws.url("")),
            ("WSS", self.wss.url("")),
            ("GRPC", self.grpc.address().to_string()),
            ("GRPCS", self.grpcs.address().to_string()),
            ("SERVER_CERT", STANDARD.encode(self.server.certificate_pem())),
            ("CLIENT_CERT", STANDARD.encode(self.client.certificate_pem())),
            ("CLIENT_KEY", STANDARD.encode(self.client.private_key_pem())),
        ]
    }
}
