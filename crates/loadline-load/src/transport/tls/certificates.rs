//! Whom to trust and who to be, as texts in PEM: what a script brings along for a connection of its own.

use std::fmt;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::error::TlsError;
use super::identity::Identity;
use super::options::ClientIdentity;

/// Certificates as texts in PEM.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Certificates {
    /// Roots to trust instead of any other; those of the network count where there are none.
    pub authorities: Vec<String>,
    /// The client's certificate, and those between it and its root.
    pub certificate: Option<String>,
    /// Its private key.
    pub key: Option<String>,
}

/// Without what it holds: options end up in logs.
impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}

impl Certificates {
    /// The roots, where some are given.
    pub(super) fn roots(&self) -> Result<Option<RootCertStore>, TlsError> {
        let mut roots = RootCertStore::empty();
        for (place, text) in self.authorities.iter().enumerate() {
            let wrong =
                || TlsError::Given(format!("failed to append ca certificate [{place}] from PEM"));
            let found = CertificateDer::pem_slice_iter(text.as_bytes());
            let found: Vec<_> = found.collect::<Result<_, _>>().map_err(|_| wrong())?;
            if found.is_empty() || roots.add_parsable_certificates(found).0 == 0 {
                return Err(wrong());
            }
        }
        Ok((!self.authorities.is_empty()).then_some(roots))
    }

    /// Who the client is, where that is given.
    pub(super) fn identity(&self) -> Result<Option<Identity>, TlsError> {
        let (Some(certificate), Some(key)) = (&self.certificate, &self.key) else {
            return Ok(None);
        };
        let wrong = |why: &str| {
            TlsError::Given(format!("failed to append certificate from PEM: tls: {why}"))
        };
        let chain = CertificateDer::pem_slice_iter(certificate.as_bytes());
        let chain: Vec<_> = chain.collect::<Result<_, _>>().unwrap_or_default();
        if chain.is_empty() {
            return Err(wrong("failed to find any PEM data in certificate input"));
        }
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
            .map_err(|_| wrong("failed to find any PEM data in key input"))?;
        let files = ClientIdentity { certificate: "cert".into(), key: "key".into() };
        Ok(Some(Identity { files, chain, key }))
    }
}
