//! The address of a page: what is fetched, and what is shown of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Uri;

use crate::error::WatchError;

/// Where a page is.
#[derive(Clone)]
pub(crate) struct Address {
    /// What is fetched, without credentials.
    pub(crate) url: String,
    /// What is shown: no credentials and no query, which may hold some as well.
    pub(crate) shown: String,
    /// The value of the tag `source`.
    pub(crate) source: String,
    /// The header `authorization`, where the URL holds credentials.
    pub(crate) authorization: Option<String>,
    pub(crate) is_https: bool,
}

impl Address {
    /// Reads a URL; `path` is where it leads when it says nothing but the host.
    pub(crate) fn parse(text: &str, path: &str) -> Result<Self, WatchError> {
        let wrong = |detail: &str| WatchError::BadAddress {
            page: without_credentials(text),
            detail: detail.to_owned(),
        };
        let uri: Uri = text.trim().parse().map_err(|_| wrong("it is not a URL"))?;
        let is_https = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(wrong("it does not begin with `http://` or `https://`")),
        };
        let authority = uri.authority().ok_or_else(|| wrong("it has no host"))?.as_str();
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        if uri.host().is_none_or(str::is_empty) {
            return Err(wrong("it has no host"));
        }
        let usual = path;
        let path = if uri.path() == "/" { usual } else { uri.path() };
        let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
        let scheme = if is_https { "https" } else { "http" };
        let shown = format!("{scheme}://{host}{path}");
        let known = if path == usual { "" } else { path };
        Ok(Self {
            url: format!("{shown}{query}"),
            source: format!("scrape:{host}{known}"),
            authorization: user.map(basic),
            shown,
            is_https,
        })
    }
}

/// Credentials are written with percent signs in a URL, and in base 64 in the header.
fn basic(user: &str) -> String {
    let pair = if user.contains(':') { user.to_owned() } else { format!("{user}:") };
    format!("Basic {}", STANDARD.encode(decoded(&pair)))
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |place: usize| char::from(*after.get(place)?).to_digit(16);
        match (*first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

/// A text that may be no URL at all, without what stands before an `@`.
fn without_credentials(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((before, rest)) => match before.split_once("://") {
            Some((scheme, _)) => format!("{scheme}://{rest}"),
            None => rest.to_owned(),
        },
        None => text.to_owned(),
    }
}
