//! Fetching a page: one request with a bounded answer, on a connection that is kept.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error};

use super::address::Address;
use crate::error::WatchError;
use crate::request::Trust;

/// Longest time for a page during the test: it must not reach into the next second.
const TIME_MAX: Duration = Duration::from_millis(900);
/// Longest time for the page's first answer, which may have to wake something up.
const FIRST_TIME_MAX: Duration = Duration::from_secs(3);
/// Largest page.
const BODY_BYTES_MAX: u64 = 8 << 20;
/// Redirects followed.
const REDIRECTS_MAX: u32 = 3;
/// The formats understood, the plain one last.
const ACCEPT: &str =
    "application/openmetrics-text;version=1.0.0;q=0.7,text/plain;version=0.0.4;q=0.5";

/// A page and the way to it.
pub(super) struct Page {
    pub(super) address: Address,
    agent: Agent,
}

impl Page {
    pub(super) fn new(address: Address, trust: &Trust) -> Result<Self, WatchError> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(REDIRECTS_MAX)
            .timeout_global(Some(TIME_MAX))
            .user_agent(concat!("loadline/", env!("CARGO_PKG_VERSION")))
            // The page is asked itself, whatever the environment says.
            .proxy(None);
        let config = if address.is_https { config.tls_config(tls(trust)?) } else { config };
        Ok(Self { address, agent: config.build().new_agent() })
    }

    /// The page's text, or why it cannot be had.
    pub(super) fn fetch(&self, is_first: bool) -> Result<String, String> {
        let most = if is_first { FIRST_TIME_MAX } else { TIME_MAX };
        let request = self.agent.get(&self.address.url).header("accept", ACCEPT);
        let request = match &self.address.authorization {
            Some(authorization) => request.header("authorization", authorization),
            None => request,
        };
        let request = request.config().timeout_global(Some(most)).build();
        let mut answer = request.call().map_err(|error| said(&error, most))?;
        if !answer.status().is_success() {
            return Err(format!("it answers with status {}", answer.status().as_u16()));
        }
        let body = answer.body_mut().with_config().limit(BODY_BYTES_MAX).lossy_utf8(true);
        body.read_to_string().map_err(|error| said(&error, most))
    }
}

/// What went wrong, without the words of the client.
fn said(error: &Error, most: Duration) -> String {
    match error {
        Error::Timeout(_) => format!("no answer within {} ms", most.as_millis()),
        Error::HostNotFound => "the host is not known".to_owned(),
        Error::BodyExceedsLimit(_) => format!("it is larger than {} MiB", BODY_BYTES_MAX >> 20),
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
