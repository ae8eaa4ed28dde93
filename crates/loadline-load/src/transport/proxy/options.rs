//! Which proxy serves which target, and how a proxy is written down.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Exceptions;
use crate::transport::Endpoint;

/// The proxies of a run; there are none unless some are given.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    /// For `http` targets.
    pub http: Option<Proxy>,
    /// For `https` targets.
    pub https: Option<Proxy>,
    /// Targets that are reached without one.
    pub except: Exceptions,
    /// Ask for a tunnel to `http` targets too.
    pub tunnel: bool,
}

impl Proxies {
    /// One proxy for all targets.
    pub fn all(proxy: Proxy) -> Self {
        Self { http: Some(proxy.clone()), https: Some(proxy), ..Self::default() }
    }

    /// The proxy on the way to `endpoint`.
    pub(in crate::transport) fn of(&self, endpoint: &Endpoint) -> Option<&Proxy> {
        let proxy = if endpoint.tls { &self.https } else { &self.http };
        proxy.as_ref().filter(|_| !self.except.hold(endpoint))
    }
}

/// A proxy that speaks HTTP. What it prints as never holds its password.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    endpoint: Endpoint,
    authorization: Option<String>,
}

/// A proxy that cannot be made sense of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{proxy}` is not a proxy: {why}")]
pub struct ProxyError {
    /// What was given, without credentials.
    pub proxy: String,
    /// Why it is none.
    pub why: String,
}

impl Proxy {
    pub(in crate::transport) fn host(&self) -> &str {
        &self.endpoint.host
    }

    pub(in crate::transport) fn port(&self) -> u16 {
        self.endpoint.port
    }

    /// The line that authorizes a request to it; empty where it wants none.
    pub(super) fn authorization_line(&self) -> String {
        let line = |value: &String| format!("proxy-authorization: {value}\r\n");
        self.authorization.as_ref().map_or_else(String::new, line)
    }
}

impl FromStr for Proxy {
    type Err = ProxyError;

    /// Reads `http://[user:password@]host[:port]`; the scheme may be left out, the port is then 80 as well.
    fn from_str(text: &str) -> Result<Self, ProxyError> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let (credentials, place) = match rest.rsplit_once('@') {
            Some((credentials, place)) => (Some(credentials), place),
            None => (None, rest),
        };
        let shown = if credentials.is_some() { format!("…@{place}") } else { place.to_owned() };
        let wrong = |why: &str| ProxyError { proxy: shown.clone(), why: why.to_owned() };
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(wrong("it must begin with `http://`"));
        }
        let parsed = Endpoint::of(&format!("http://{place}")).map_err(|error| wrong(&error.why))?;
        let (endpoint, path) = parsed;
        if path != "/" {
            return Err(wrong("nothing may follow its port"));
        }
        let authorization = credentials.map(|credentials| {
            let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
            basic_authorization(unescaped(user), unescaped(password))
        });
        Ok(Self { endpoint, authorization })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.endpoint.fmt(f)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proxy").field(&self.to_string()).finish()
    }
}

/// The value of an `Authorization` header for a user with a password (RFC 7617).
pub fn basic_authorization(user: impl AsRef<[u8]>, password: impl AsRef<[u8]>) -> String {
    let pair = [user.as_ref(), b":", password.as_ref()].concat();
    format!("Basic {}", BASE64_STANDARD.encode(pair))
}

/// `text` with `%41` read as `A`; what is no such escape stays as it is.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped.filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    bytes
}
