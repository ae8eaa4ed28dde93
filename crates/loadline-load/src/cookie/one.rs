//! One cookie, from the header that sets it.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use super::date;
use crate::transport::Endpoint;

/// The longest name and value together.
const COOKIE_BYTES_MAX: usize = 4 * 1024;

/// A cookie with where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The host that set it, or the domain it set it for.
    pub domain: String,
    /// Whether it goes to that very host alone.
    pub host_only: bool,
    /// The folder it goes to.
    pub path: String,
    /// Whether it goes over TLS alone.
    pub secure: bool,
    /// None for one that lasts as long as the user.
    pub ends: Option<SystemTime>,
}

impl Cookie {
    /// Name and value of a `Set-Cookie` header; none where it has no name or is too long.
    pub fn name_and_value(header: &[u8]) -> Option<(String, String)> {
        let text = String::from_utf8_lossy(header);
        let (name, value) = text.split(';').next()?.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let fits = !name.is_empty() && name.len() + value.len() <= COOKIE_BYTES_MAX;
        // What a header may not hold never was in one that was well formed.
        let is_clean = !value.bytes().chain(name.bytes()).any(|byte| byte.is_ascii_control());
        (fits && is_clean).then(|| (name.to_owned(), value.to_owned()))
    }

    /// The cookie that `endpoint` sets in its answer to a request of `path`; none where it may not.
    pub fn read(header: &[u8], endpoint: &Endpoint, path: &str, now: SystemTime) -> Option<Self> {
        let (name, value) = Self::name_and_value(header)?;
        let mut cookie = Self {
            name,
            value,
            domain: endpoint.host.clone(),
            host_only: true,
            path: default_path(path).to_owned(),
            secure: false,
            ends: None,
        };
        let text = String::from_utf8_lossy(header);
        let mut max_age = None;
        for attribute in text.split(';').skip(1) {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let value = value.trim();
            match &*name.trim().to_ascii_lowercase() {
                "domain" if !value.is_empty() => {
                    let domain = value.trim_start_matches('.').to_ascii_lowercase();
                    if !may_set_for(&endpoint.host, &domain) {
                        return None;
                    }
                    cookie.host_only = domain == endpoint.host && is_address(&domain);
                    cookie.domain = domain;
                }
                "path" if value.starts_with('/') => cookie.path = value.to_owned(),
                "secure" => cookie.secure = true,
                "max-age" => max_age = value.parse::<i64>().ok(),
                "expires" => cookie.ends = date::read(value).or(cookie.ends),
                _ => {}
            }
        }
        if let Some(seconds) = max_age {
            // One that is never to end ends when the user does.
            cookie.ends = match u64::try_from(seconds) {
                Ok(seconds) => now.checked_add(Duration::from_secs(seconds)),
                Err(_) => Some(SystemTime::UNIX_EPOCH),
            };
        }
        Some(cookie)
    }

    /// Whether it is the same one, only newer.
    pub(super) fn replaces(&self, other: &Self) -> bool {
        (&self.name, &self.domain, &self.path) == (&other.name, &other.domain, &other.path)
    }

    pub(super) fn has_ended(&self, now: SystemTime) -> bool {
        self.ends.is_some_and(|ends| ends <= now)
    }

    /// Whether it goes with a request of `path` to `endpoint`.
    pub(super) fn goes_to(&self, endpoint: &Endpoint, path: &str) -> bool {
        let host_fits = match self.host_only {
            true => self.domain == endpoint.host,
            false => is_within(&endpoint.host, &self.domain),
        };
        host_fits && (endpoint.tls || !self.secure) && path_fits(path, &self.path)
    }
}

/// Whether a host may set cookies for a domain: its own, or one above it that is no top-level domain.
fn may_set_for(host: &str, domain: &str) -> bool {
    host == domain || (domain.contains('.') && is_within(host, domain) && !is_address(host))
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|before| before.ends_with('.'))
}

fn is_address(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok()
}

/// The folder of a path, RFC 6265 section 5.1.4.
fn default_path(path: &str) -> &str {
    let path = path.split('?').next().unwrap_or_default();
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}

fn path_fits(path: &str, cookie_path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || cookie_path.ends_with('/'))
}
