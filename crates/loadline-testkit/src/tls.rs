//! A certificate for a test server. In come the names it is valid for, and what it demands of
//! clients; out go the PEM texts for the client, the acceptor for the server, and the handshakes
//! that took place.
//!
//! Deliberately not here: chains, authorities, expiry. The certificate signs itself, so a client
//! trusts it by taking it as its only root.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{HandshakeKind, ProtocolVersion, RootCertStore, ServerConfig};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::error::StartError;

/// What a server speaks, offered by ALPN.
pub(crate) const HTTP_1_1: &[u8] = b"http/1.1";
/// The other thing that a server may speak.
pub(crate) const HTTP_2: &[u8] = b"h2";

/// Handshakes remembered; the oldest are forgotten first.
const HANDSHAKES_MAX: usize = 1_000;

/// A version of TLS that a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsVersion {
    /// TLS 1.2.
    V1_2,
    /// TLS 1.3.
    V1_3,
}

/// A handshake as the server saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// The version that was agreed on.
    pub version: TlsVersion,
    /// Whether an earlier session was taken up again.
    pub resumed: bool,
    /// The name that the client asked for.
    pub server_name: Option<String>,
}

/// A certificate and its private key.
#[derive(Debug, Clone)]
pub struct TlsIdentity {
    certificate: CertificateDer<'static>,
    certificate_pem: String,
    private_key: Vec<u8>,
    private_key_pem: String,
    client: Option<CertificateDer<'static>>,
    version: Option<TlsVersion>,
    handshakes: Arc<Mutex<VecDeque<Handshake>>>,
}

impl TlsIdentity {
    /// Makes a certificate for host names and IP addresses, for example
    /// `["localhost", "127.0.0.1"]`. The servers' own URLs name 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When a name is not a DNS name or address.
    pub fn self_signed(names: &[&str]) -> Result<Self, StartError> {
        Self::made(names, IsCa::NoCa)
    }

    /// The same with a certificate that says it is an authority's, which no server should show.
    ///
    /// # Errors
    ///
    /// When a name is not a DNS name or address.
    pub fn authority(names: &[&str]) -> Result<Self, StartError> {
        Self::made(names, IsCa::Ca(BasicConstraints::Unconstrained))
    }

    fn made(names: &[&str], is_ca: IsCa) -> Result<Self, StartError> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let mut wanted = CertificateParams::new(names).map_err(StartError::Identity)?;
        wanted.is_ca = is_ca;
        let key = KeyPair::generate().map_err(StartError::Identity)?;
        let certificate = wanted.self_signed(&key).map_err(StartError::Identity)?;
        Ok(Self {
            certificate: certificate.der().clone(),
            certificate_pem: certificate.pem(),
            private_key: key.serialize_der(),
            private_key_pem: key.serialize_pem(),
            client: None,
            version: None,
            handshakes: Arc::default(),
        })
    }

    /// The same for a server that takes only clients with this certificate.
    #[must_use]
    pub fn demanding(self, client: &Self) -> Self {
        Self { client: Some(client.certificate.clone()), ..self }
    }

    /// The same for a server that speaks only this version.
    #[must_use]
    pub fn speaking(self, version: TlsVersion) -> Self {
        Self { version: Some(version), ..self }
    }

    /// The last 1,000 handshakes that servers with this certificate completed, the oldest first.
    #[must_use]
    pub fn handshakes(&self) -> Vec<Handshake> {
        let handshakes = self.handshakes.lock().unwrap_or_else(PoisonError::into_inner);
        handshakes.iter().cloned().collect()
    }

    /// The certificate, for the client to trust.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// The private key, for a server outside of this process.
    #[must_use]
    pub fn private_key_pem(&self) -> &str {
        &self.private_key_pem
    }

    pub(crate) fn acceptor(&self, protocol: &[u8]) -> Result<Acceptor, StartError> {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.private_key.clone()));
        let versions: &[_] = match self.version {
            None => &[&rustls::version::TLS13, &rustls::version::TLS12],
            Some(TlsVersion::V1_2) => &[&rustls::version::TLS12],
            Some(TlsVersion::V1_3) => &[&rustls::version::TLS13],
        };
        let provider = Arc::new(default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .map_err(StartError::Tls)?;
        let builder = match &self.client {
            None => builder.with_no_client_auth(),
            Some(client) => {
                let mut roots = RootCertStore::empty();
                roots.add(client.clone()).map_err(StartError::Tls)?;
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                        .build()
                        .expect("a verifier with a root can be made");
                builder.with_client_cert_verifier(verifier)
            }
        };
        let mut config = builder
            .with_single_cert(vec![self.certificate.clone()], key)
            .map_err(StartError::Tls)?;
        config.alpn_protocols = vec![protocol.to_vec()];
        let inner = TlsAcceptor::from(Arc::new(config));
        Ok(Acceptor { inner, handshakes: Arc::clone(&self.handshakes) })
    }
}

/// Does the server's part of handshakes, and notes each.
#[derive(Clone)]
pub(crate) struct Acceptor {
    inner: TlsAcceptor,
    handshakes: Arc<Mutex<VecDeque<Handshake>>>,
}

impl Acceptor {
    pub(crate) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let stream = self.inner.accept(stream).await?;
        let (_, connection) = stream.get_ref();
        let version = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => TlsVersion::V1_2,
            _ => TlsVersion::V1_3,
        };
        let resumed = connection.handshake_kind() == Some(HandshakeKind::Resumed);
        let server_name = connection.server_name().map(str::to_owned);
        let mut handshakes = self.handshakes.lock().unwrap_or_else(PoisonError::into_inner);
        if handshakes.len() == HANDSHAKES_MAX {
            handshakes.pop_front();
        }
        handshakes.push_back(Handshake { version, resumed, server_name });
        drop(handshakes);
        Ok(stream)
    }
}

/// The acceptor of an optional identity, and the scheme that URLs then have.
pub(crate) fn acceptor_and_scheme(
    identity: Option<&TlsIdentity>,
) -> Result<(Option<Acceptor>, &'static str), StartError> {
    match identity {
        None => Ok((None, "http")),
        Some(identity) => Ok((Some(identity.acceptor(HTTP_1_1)?), "https")),
    }
}
