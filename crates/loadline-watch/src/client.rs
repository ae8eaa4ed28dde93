//! The one HTTP client for what stands beside a test: pages that are read, receivers that are written to.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error};

use crate::address::Address;
use crate::error::WatchError;
use crate::request::Trust;

/// Redirects followed.
const REDIRECTS_MAX: u32 = 3;
/// Bytes read of an answer that is looked at only to be told about.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// A client of one address, on a connection that is kept.
pub struct Client {
    pub(crate) address: Address,
    pub(crate) agent: Agent,
    time_max: Duration,
}

impl Client {
    /// A client of `url`; each request may take `time_max`.
    ///
    /// # Errors
    /// When it is no URL, or the trusted certificates cannot be read.
    pub fn new(url: &str, trust: &Trust, time_max: Duration) -> Result<Self, WatchError> {
        Self::of(Address::parse(url, "/")?, trust, time_max)
    }

    pub(crate) fn of(
        address: Address,
        trust: &Trust,
        time_max: Duration,
    ) -> Result<Self, WatchError> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(REDIRECTS_MAX)
            .timeout_global(Some(time_max))
            .user_agent(concat!("loadline/", env!("CARGO_PKG_VERSION")))
            // The address is asked itself, whatever the environment says.
            .proxy(None);
        let config = if address.is_https { config.tls_config(tls(trust)?) } else { config };
        Ok(Self { address, agent: config.build().new_agent(), time_max })
    }

    /// The address without credentials.
    pub fn shown(&self) -> &str {
        &self.address.shown
    }

    /// Sends `body`; gives the status and the beginning of the answer.
    ///
    /// # Errors
    /// Why there was no answer, in words.
    pub fn post(&self, headers: &[(&str, &str)], body: &[u8]) -> Result<(u16, String), String> {
        let mut request = self.agent.post(&self.address.url);
        let own = self.address.authorization.iter().map(|value| ("authorization", value.as_str()));
        for (name, value) in headers.iter().copied().chain(own) {
            request = request.header(name, value);
        }
        let mut answer =
            request.send(body).map_err(|error| said(&error, self.time_max, ANSWER_BYTES_MAX))?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).lossy_utf8(true);
        Ok((status, text.read_to_string().unwrap_or_default()))
    }
}

/// What went wrong, without the words of the client.
pub(crate) fn said(error: &Error, most: Duration, bytes_max: u64) -> String {
    match error {
        Error::Timeout(_) => format!("no answer within {} ms", most.as_millis()),
        Error::HostNotFound => "the host is not known".to_owned(),
        Error::BodyExceedsLimit(_) => format!("it is larger than {} MiB", bytes_max >> 20),
        Error::TooManyRedirects | Error::RedirectFailed => "it redirects too often".to_owned(),
        Error::Io(source) if source.kind() == std::io::ErrorKind::ConnectionRefused => {
            "connection refused".to_owned()
        }
        Error::Io(source) => source.to_string(),
        other => other.to_string(),
    }
}

fn tls(trust: &Trust) -> Result<TlsConfig, WatchError> {
    let native = rustls_native_certs::load_native_certs().certs;
    let mut roots: Vec<_> =
        native.iter().map(|native| Certificate::from_der(native).to_owned()).collect();
    if let Some(path) = &trust.ca {
        roots.extend(certificates(path)?);
    }
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .disable_verification(trust.insecure)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build())
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, WatchError> {
    let wrong =
        |detail: String| WatchError::Certificates { path: path.display().to_string(), detail };
    let pem = std::fs::read(path).map_err(|source| wrong(source.to_string()))?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| wrong(error.to_string()))? {
            found.push(certificate);
        }
    }
    if found.is_empty() { Err(wrong("it holds no certificate".to_owned())) } else { Ok(found) }
}
