//! Where a request goes: a URL as a script writes it, taken apart.

use std::rc::Rc;

use loadline_load::Endpoint;

use super::fault::RequestFault;

/// A URL ready to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) endpoint: Endpoint,
    /// Path and query, with what a request line cannot hold written as `%xx`.
    pub(super) path: String,
    /// The URL as it is reported: without a password.
    pub(super) shown: Rc<str>,
    /// The URL as it was written.
    pub(super) written: Rc<str>,
    /// `user:password` of the URL, decoded.
    pub(super) credentials: Option<String>,
}

impl Target {
    /// The target of `url`, or why there is none.
    pub(super) fn read(url: &str) -> Result<Self, RequestFault> {
        let (bare, credentials) = without_credentials(url);
        let (endpoint, path) = Endpoint::of(&bare).map_err(|error| refusal(url, &error.why))?;
        let shown = match &credentials {
            Some(_) => masked(url).into(),
            None => url.into(),
        };
        let shown: Rc<str> = shown;
        let written = if credentials.is_some() { url.into() } else { shown.clone() };
        Ok(Self { endpoint, path: escaped(&path), shown, written, credentials })
    }

    /// The URL of the endpoint and another path.
    pub(super) fn of(endpoint: Endpoint, path: &str) -> Self {
        let path = escaped(path);
        let shown: Rc<str> = format!("{endpoint}{path}").into();
        Self { written: shown.clone(), shown, endpoint, path, credentials: None }
    }

    /// The URL without credentials.
    pub(super) fn bare(&self) -> Rc<str> {
        format!("{}{}", self.endpoint, self.path).into()
    }

    /// Whether its host is that of `other` or lies below it.
    pub(super) fn is_of_site(&self, other: &Self) -> bool {
        let (host, site) = (&*self.endpoint.host, &*other.endpoint.host);
        host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'))
    }

    /// The value of the `Host` header.
    pub(super) fn host(&self) -> String {
        self.endpoint.host_header()
    }
}

/// Why a URL cannot be asked for: k6 takes some for URLs and fails to send the request.
fn refusal(url: &str, why: &str) -> RequestFault {
    let invalid = |why: &str| RequestFault::url(format!("invalid URL: parse \"{url}\": {why}"));
    let first = url.split(['/', '?', '#']).next().unwrap_or_default();
    match first.split_once(':') {
        None => RequestFault::unsent("unsupported protocol scheme \"\"".to_owned()),
        Some((scheme, _)) if !is_scheme(scheme) => {
            invalid("first path segment in URL cannot contain colon")
        }
        Some(("http" | "https", _)) if url.contains(":///") => {
            RequestFault::unsent("http: no Host in request URL".to_owned())
        }
        Some(("http" | "https", _)) => invalid(why),
        Some((scheme, _)) => {
            RequestFault::unsent(format!("unsupported protocol scheme \"{scheme}\""))
        }
    }
}

fn is_scheme(text: &str) -> bool {
    let is_letter = |c: u8| c.is_ascii_alphanumeric() || b"+-.".contains(&c);
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(is_letter)
}

/// The URL without `user:password@`, and that part decoded.
fn without_credentials(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some((credentials, host)) = rest[..end].rsplit_once('@') else {
        return (url.to_owned(), None);
    };
    (format!("{scheme}://{host}{}", &rest[end..]), Some(decoded(credentials)))
}

/// The URL with asterisks in place of its credentials.
fn masked(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://****:****@{host}")
}

/// `%xx` decoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The path with everything escaped that a request line cannot hold.
fn escaped(path: &str) -> String {
    let is_plain = |byte: u8| byte > b' ' && byte < 0x7f && !matches!(byte, b'"' | b'<' | b'>');
    if path.bytes().all(is_plain) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len() + 8);
    for byte in path.bytes() {
        match is_plain(byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
