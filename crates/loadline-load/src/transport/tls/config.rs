//! From options to the configuration of connections.

use std::sync::{Arc, OnceLock};

use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

use super::certificates::Certificates;
use super::error::TlsError;
use super::identity::Identity;
use super::options::{TlsOptions, TlsVersion};
use super::trust::{TrustAnyone, roots_in, with_system};
use crate::transport::Endpoint;
use crate::transport::HttpVersion;
use crate::transport::fault::{ErrorKind, Fault};
use crate::transport::version::Offers;

/// What the TLS connections of a run share.
#[derive(Debug)]
pub(crate) struct Tls {
    given: Given,
    version: HttpVersion,
    offers: OnceLock<Result<Offers, String>>,
}

/// What the options say, read and checked.
#[derive(Debug, Clone)]
struct Given {
    versions: Vec<&'static SupportedProtocolVersion>,
    roots: RootCertStore,
    insecure: bool,
    identity: Option<Arc<Identity>>,
    server_name: Option<ServerName<'static>>,
    resume: bool,
    /// Whether the system's roots are to be left out.
    is_alone: bool,
}

impl Tls {
    /// Reads what the options name. The system's roots are left for later.
    pub(crate) fn new(options: &TlsOptions, version: HttpVersion) -> Result<Self, TlsError> {
        let given = Given::read(options)?;
        given.config(given.roots.clone())?;
        let tls = Self { given, version, offers: OnceLock::new() };
        match &options.certificates {
            Some(own) => tls.with(own),
            None => Ok(tls),
        }
    }

    /// The same with certificates of somebody's own.
    pub(in crate::transport) fn with(&self, own: &Certificates) -> Result<Self, TlsError> {
        let mut given = self.given.clone();
        if let Some(roots) = own.roots()? {
            (given.roots, given.is_alone) = (roots, true);
        }
        if let Some(identity) = own.identity()? {
            given.identity = Some(Arc::new(identity));
        }
        given.config(given.roots.clone())?;
        Ok(Self { given, version: self.version, offers: OnceLock::new() })
    }

    /// The configuration for each list of protocols that can be offered.
    pub(in crate::transport) fn offers(&self) -> Result<&Offers, Fault> {
        let made = self.offers.get_or_init(|| {
            let roots = match (self.given.insecure, self.given.is_alone) {
                (true, _) => RootCertStore::empty(),
                (false, true) => self.given.roots.clone(),
                (false, false) => with_system(&self.given.roots),
            };
            let config = self.given.config(roots).map_err(|error| error.to_string())?;
            Ok(Offers::new(&config, self.version))
        });
        made.as_ref().map_err(|why| Fault::new(ErrorKind::Tls, why))
    }

    /// The name that the server of a connection to `endpoint` has to prove.
    pub(in crate::transport) fn name_of(
        &self,
        endpoint: &Endpoint,
    ) -> Result<ServerName<'static>, Fault> {
        if let Some(name) = &self.given.server_name {
            return Ok(name.clone());
        }
        ServerName::try_from(endpoint.host.clone())
            .map_err(|error| Fault::new(ErrorKind::Tls, format!("{}: {error}", endpoint.host)))
    }
}

impl Given {
    fn read(options: &TlsOptions) -> Result<Self, TlsError> {
        let named = |name: &String| {
            ServerName::try_from(name.clone())
                .map_err(|_| TlsError::ServerName { name: name.clone() })
        };
        let roots = options.ca.as_deref().map(roots_in).transpose()?;
        Ok(Self {
            versions: versions(options.oldest, options.newest)?,
            roots: roots.unwrap_or_else(RootCertStore::empty),
            insecure: options.insecure,
            identity: options.identity.as_ref().map(Identity::read).transpose()?.map(Arc::new),
            server_name: options.server_name.as_ref().map(named).transpose()?,
            resume: options.resume,
            is_alone: false,
        })
    }

    fn config(&self, roots: RootCertStore) -> Result<ClientConfig, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&self.versions)?;
        let builder = if self.insecure {
            let anyone = Arc::new(TrustAnyone(provider));
            builder.dangerous().with_custom_certificate_verifier(anyone)
        } else {
            builder.with_root_certificates(roots)
        };
        let mut config = match &self.identity {
            Some(identity) => identity.complete(builder)?,
            None => builder.with_no_client_auth(),
        };
        if !self.resume {
            config.resumption = Resumption::disabled();
        }
        Ok(config)
    }
}

fn versions(
    oldest: TlsVersion,
    newest: TlsVersion,
) -> Result<Vec<&'static SupportedProtocolVersion>, TlsError> {
    let known =
        [(TlsVersion::V1_3, &rustls::version::TLS13), (TlsVersion::V1_2, &rustls::version::TLS12)];
    let chosen = known.into_iter().filter(|(version, _)| (oldest..=newest).contains(version));
    let chosen: Vec<_> = chosen.map(|(_, version)| version).collect();
    if chosen.is_empty() { Err(TlsError::NoVersion) } else { Ok(chosen) }
}
