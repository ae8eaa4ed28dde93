//! A certificate for a test server. In come the names it is valid for; out go the PEM texts for
//! the client and the acceptor for the server.
//!
//! Deliberately not here: chains, authorities, expiry. The certificate signs itself, so a client
//! trusts it by taking it as its only root.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use crate::error::StartError;

/// The only protocol the servers speak, offered by ALPN.
const HTTP_1_1: &[u8] = b"http/1.1";

/// A certificate and its private key.
#[derive(Debug, Clone)]
pub struct TlsIdentity {
    certificate: CertificateDer<'static>,
    certificate_pem: String,
    private_key: Vec<u8>,
    private_key_pem: String,
}

impl TlsIdentity {
    /// Makes a certificate for host names and IP addresses, for example
    /// `["localhost", "127.0.0.1"]`. The servers' own URLs name 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When a name is not a DNS name or address.
    pub fn self_signed(names: &[&str]) -> Result<Self, StartError> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let made = rcgen::generate_simple_self_signed(names).map_err(StartError::Identity)?;
        Ok(Self {
            certificate: made.cert.der().clone(),
            certificate_pem: made.cert.pem(),
            private_key: made.signing_key.serialize_der(),
            private_key_pem: made.signing_key.serialize_pem(),
        })
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

    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor, StartError> {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.private_key.clone()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|versions| {
                versions.with_no_client_auth().with_single_cert(vec![self.certificate.clone()], key)
            })
            .map_err(StartError::Tls)?;
        config.alpn_protocols = vec![HTTP_1_1.to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

/// The acceptor of an optional identity, and the scheme that URLs then have.
pub(crate) fn acceptor_and_scheme(
    identity: Option<&TlsIdentity>,
) -> Result<(Option<TlsAcceptor>, &'static str), StartError> {
    match identity {
        None => Ok((None, "http")),
        Some(identity) => Ok((Some(identity.acceptor()?), "https")),
    }
}
