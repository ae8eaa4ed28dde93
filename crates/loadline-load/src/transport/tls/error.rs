//! What can be wrong with the options of TLS.

use std::path::PathBuf;

/// TLS that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file of certificates cannot be read.
    #[error("read certificates from {}: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// A file of a private key cannot be read.
    #[error("read a private key from {}: {why}", path.display())]
    UnreadableKey {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// A certificate is for another key.
    #[error("use the key in {}: it does not belong to the certificate in {}", key.display(), certificate.display())]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// A certificate or a key is of no use to the library.
    #[error("use the certificate in {} with the key in {}: {why}", certificate.display(), key.display())]
    Identity {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why not.
        why: String,
    },
    /// The oldest version is newer than the newest.
    #[error("choose a version of TLS: the oldest is newer than the newest")]
    NoVersion,
    /// A name that no server can have.
    #[error("ask for the server `{name}`: it is neither a host name nor an address")]
    ServerName {
        /// What was given.
        name: String,
    },
    /// A text that is no certificate or key.
    #[error("{0}")]
    Given(String),
    /// The library refuses.
    #[error("set up TLS: {0}")]
    Refused(#[from] rustls::Error),
}
