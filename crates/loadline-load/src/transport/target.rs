//! Where requests go: the scheme, host and port of a URL.

use std::fmt;

use url::Url;

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
}

impl Endpoint {
    /// The endpoint of a URL, and the path with query that remains.
    ///
    /// # Errors
    /// When it is not an absolute `http://` or `https://` URL with a host.
    pub fn of(url: &str) -> Result<(Self, String), TargetError> {
        let wrong = |why: String| TargetError { url: url.to_owned(), why };
        let parsed = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        let tls = match parsed.scheme() {
            "http" => false,
            "https" => true,
            other => return Err(wrong(format!("the scheme `{other}` is not `http` or `https`"))),
        };
        if !parsed.username().is_empty() || parsed.password().is_some() {
            // The error must not repeat the password: it ends up in logs.
            let url = format!("{}://…@{}", parsed.scheme(), parsed.host_str().unwrap_or_default());
            return Err(TargetError {
                url,
                why: "credentials do not belong into a URL".to_owned(),
            });
        }
        let host = parsed.host_str().ok_or_else(|| wrong("it has no host".to_owned()))?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = parsed.port_or_known_default().ok_or_else(|| wrong("it has no port".into()))?;
        if port == 0 {
            return Err(wrong("nothing can listen on port 0".to_owned()));
        }
        let query = parsed.query().map_or_else(String::new, |query| format!("?{query}"));
        Ok((Self { tls, host, port }, format!("{}{query}", parsed.path())))
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

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.tls { "https" } else { "http" }, self.host_header())
    }
}
