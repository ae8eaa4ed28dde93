//! Where requests go: the scheme, host and port of a URL.

use std::fmt;

use http::uri::Authority;

/// A server by scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Whether the connection is encrypted.
    pub tls: bool,
    /// Host name or address, an IPv6 address without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
}

/// A URL that no request can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{url}` is not a target: {why}")]
pub struct TargetError {
    /// What was given.
    pub url: String,
    /// Why not.
    pub why: String,
    /// What would be right.
    pub hint: &'static str,
}

const FORM: &str = "a target reads like `http://127.0.0.1:8080/path`";
const CREDENTIALS: &str = "`--basic USER:PASSWORD` or `--bearer TOKEN` sends them; `env:NAME` reads either from a variable";

impl Endpoint {
    /// The endpoint of a URL, and the path with query that remains, as it was written; a fragment stays
    /// behind.
    ///
    /// # Errors
    /// When it is not an absolute `http://` or `https://` URL with a host.
    pub fn of(url: &str) -> Result<(Self, String), TargetError> {
        let wrong =
            |why: &str| TargetError { url: url.to_owned(), why: why.to_owned(), hint: FORM };
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(wrong("it does not begin with `http://` or `https://`"));
        };
        let scheme = scheme.to_ascii_lowercase();
        let tls = match &*scheme {
            "http" => false,
            "https" => true,
            other => return Err(wrong(&format!("the scheme `{other}` is not `http` or `https`"))),
        };
        let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if let Some((_, host)) = authority.rsplit_once('@') {
            // The error must not repeat the password: it ends up in logs.
            let why = "credentials do not belong into a URL".to_owned();
            return Err(TargetError {
                url: format!("{scheme}://…@{host}"),
                why,
                hint: CREDENTIALS,
            });
        }
        let (host, port) = host_and_port(authority).map_err(wrong)?;
        let port = port.unwrap_or(if tls { 443 } else { 80 });
        let path = rest.split('#').next().unwrap_or_default();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok((Self { tls, host, port }, path))
    }

    /// The value of the Host header: the port is left out where it is the scheme's own.
    pub fn host_header(&self) -> String {
        let host =
            if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match (self.tls, self.port) {
            (false, 80) | (true, 443) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

/// Host and port of a URL's authority, or why it has none.
fn host_and_port(authority: &str) -> Result<(String, Option<u16>), &'static str> {
    if authority.is_empty() || authority.starts_with(':') {
        return Err("it has no host");
    }
    let parsed: Authority = authority.parse().map_err(|_| "its host is malformed")?;
    let host = parsed.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let port = authority[parsed.host().len()..].strip_prefix(':').filter(|port| !port.is_empty());
    let port =
        port.map(|port| port.parse::<u16>().map_err(|_| "its port is not a number up to 65535"));
    match port.transpose()? {
        Some(0) => Err("nothing can listen on port 0"),
        port => Ok((host, port)),
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.tls { "https" } else { "http" }, self.host_header())
    }
}
