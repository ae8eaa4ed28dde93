//! What can be said about TLS.

use std::path::PathBuf;

use super::certificates::Certificates;
use super::config::Tls;
use super::error::TlsError;
use crate::transport::HttpVersion;

/// How connections are encrypted.
#[derive(Debug, Clone)]
pub struct TlsOptions {
    /// A file of certificates to trust beside the system's.
    pub ca: Option<PathBuf>,
    /// Trust anyone.
    pub insecure: bool,
    /// Who to be, for servers that ask.
    pub identity: Option<ClientIdentity>,
    /// Who to be and whom to trust, as texts, over what files say.
    pub certificates: Option<Certificates>,
    /// The oldest version to speak.
    pub oldest: TlsVersion,
    /// The newest version to speak.
    pub newest: TlsVersion,
    /// The name to ask for and to expect on the certificate, instead of the target's host.
    pub server_name: Option<String>,
    /// Take an earlier session up again where the server offers it. Otherwise each connection begins with a full
    /// handshake, as that of a new visitor does.
    pub resume: bool,
}

/// A certificate and its key, as files in PEM; they may be one and the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientIdentity {
    /// The certificate, and those between it and its root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsVersion {
    /// TLS 1.2.
    V1_2,
    /// TLS 1.3.
    V1_3,
}

impl Default for TlsOptions {
    /// The system's roots, nobody's certificate, both versions, full handshakes.
    fn default() -> Self {
        Self {
            ca: None,
            insecure: false,
            identity: None,
            certificates: None,
            oldest: TlsVersion::V1_2,
            newest: TlsVersion::V1_3,
            server_name: None,
            resume: false,
        }
    }
}

impl TlsOptions {
    /// Whether TLS can be set up as asked for.
    ///
    /// # Errors
    /// When a file cannot be read or does not hold what it should, or the options contradict each other.
    pub fn check(&self) -> Result<(), TlsError> {
        Tls::new(self, HttpVersion::default()).map(drop)
    }
}
