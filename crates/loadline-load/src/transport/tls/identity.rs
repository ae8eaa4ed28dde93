//! Who the client is, for servers that ask: a certificate and its key from files.

use rustls::client::WantsClientCert;
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, ConfigBuilder, InconsistentKeys};

use super::error::TlsError;
use super::options::ClientIdentity;
use super::trust::certificates;

/// A certificate with those between it and its root, and its key.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) files: ClientIdentity,
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

impl Identity {
    pub(super) fn read(files: &ClientIdentity) -> Result<Self, TlsError> {
        let chain = certificates(&files.certificate)?;
        let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| {
            let why = match error {
                PemError::NoItemsFound => "it holds no PEM private key without a password".into(),
                other => other.to_string(),
            };
            TlsError::UnreadableKey { path: files.key.clone(), why }
        })?;
        Ok(Self { files: files.clone(), chain, key })
    }

    /// Gives it to connections made with `builder`.
    pub(super) fn complete(
        &self,
        builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    ) -> Result<ClientConfig, TlsError> {
        let made = builder.with_client_auth_cert(self.chain.clone(), self.key.clone_key());
        let ClientIdentity { certificate, key } = self.files.clone();
        made.map_err(|error| match error {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                TlsError::Mismatch { certificate, key }
            }
            other => TlsError::Identity { certificate, key, why: other.to_string() },
        })
    }
}
