//! The connection string, read: `postgres://…` or `host=… dbname=…`. In comes the text; out go the driver's settings and
//! how much TLS is wanted. `sslmode=verify-ca`, `verify-full` and `sslrootcert` are taken out, as the driver knows none of them.
//!
//! Deliberately not here: connecting.

use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::error::SessionError;
use super::options::SessionOptions;

/// Where to, and how.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    /// Whether the server's certificate must be one that is trusted, for its name.
    pub(super) verify: bool,
    /// Certificates to trust instead of the system's.
    pub(super) roots: Option<PathBuf>,
}

/// A parameter of the string that the driver does not know.
#[derive(Debug, Default)]
struct Taken {
    verify: bool,
    roots: Option<PathBuf>,
}

impl Address {
    /// The string, with the session's limits added to what it asks for itself.
    pub(super) fn read(text: &str, options: &SessionOptions) -> Result<Self, SessionError> {
        let mut address = Self::bare(text, options)?;
        let startup = match address.config.get_options() {
            Some(own) => format!("{own} {}", options.startup()),
            None => options.startup(),
        };
        address.config.options(startup);
        Ok(address)
    }

    /// The string alone, for what takes no settings.
    pub(super) fn bare(text: &str, options: &SessionOptions) -> Result<Self, SessionError> {
        let (scheme, _) = text.trim().split_once("://").unwrap_or(("postgres", ""));
        if !["postgres", "postgresql"].contains(&scheme) && !scheme.contains('=') {
            let why = format!("`{scheme}://` is not PostgreSQL's");
            return Err(SessionError::Address { why });
        }
        let (rest, taken) = take_tls(text.trim());
        let mut config: Config = rest.parse().map_err(|error: tokio_postgres::Error| {
            let why = std::error::Error::source(&error).map(ToString::to_string);
            SessionError::Address { why: why.unwrap_or_else(|| error.to_string()) }
        })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(SessionError::Address { why: "it names no host".to_owned() });
        }
        if let (None, Some(password)) = (config.get_password(), &options.password) {
            config.password(password);
        }
        if let Some(database) = &options.database {
            config.dbname(database);
        }
        config.application_name("loadline").connect_timeout(options.connect_timeout);
        Ok(Self { config, verify: taken.verify || taken.roots.is_some(), roots: taken.roots })
    }

    /// For messages: `localhost:5432`, never the password.
    pub(super) fn place(&self) -> String {
        let port = self.config.get_ports().first().copied().unwrap_or(5432);
        match (self.config.get_hosts().first(), self.config.get_hostaddrs().first()) {
            (Some(Host::Tcp(host)), _) => format!("{host}:{port}"),
            (Some(Host::Unix(folder)), _) => format!("{}/.s.PGSQL.{port}", folder.display()),
            (None, Some(address)) => format!("{address}:{port}"),
            (None, None) => "nowhere".to_owned(),
        }
    }

    /// The longest that connecting may take with all that is said before the first statement: the driver's own limit ends with
    /// the TCP connection, of which it tries one for each host.
    pub(super) fn connect_timeout(&self) -> Duration {
        let each = self.config.get_connect_timeout().copied().unwrap_or(Duration::from_secs(10));
        let hosts = self.config.get_hosts().len().max(self.config.get_hostaddrs().len());
        each * u32::try_from(hosts.max(1)).unwrap_or(1)
    }

    pub(super) fn user(&self) -> &str {
        self.config.get_user().unwrap_or("this system's user")
    }

    /// Whether the server runs where this program does.
    pub(super) fn is_local(&self) -> bool {
        let addresses = self.config.get_hostaddrs();
        let is_loopback = |host: &Host| match host {
            Host::Tcp(name) => {
                name == "localhost"
                    || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
            }
            Host::Unix(_) => true,
        };
        if addresses.is_empty() {
            self.config.get_hosts().iter().all(is_loopback)
        } else {
            addresses.iter().all(std::net::IpAddr::is_loopback)
        }
    }

    pub(super) fn wants_tls(&self) -> bool {
        self.config.get_ssl_mode() != SslMode::Disable
    }
}

/// The string without what only TLS wants to know.
fn take_tls(text: &str) -> (String, Taken) {
    let mut taken = Taken::default();
    let is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
    let (head, parameters, separator) = match text.split_once('?') {
        Some((head, query)) if is_url => (Some(head), query, '&'),
        _ if is_url => return (text.to_owned(), taken),
        _ => (None, text, ' '),
    };
    let kept: Vec<String> = parameters
        .split(separator)
        .filter_map(|pair| match pair.split_once('=') {
            Some(("sslmode", "verify-full" | "verify-ca")) => {
                taken.verify = true;
                Some("sslmode=require".to_owned())
            }
            // What libpq has between: TLS only where the server insists.
            Some(("sslmode", "allow")) => Some("sslmode=prefer".to_owned()),
            Some(("sslrootcert", path)) => {
                taken.roots = (path != "system").then(|| PathBuf::from(unescaped(path)));
                taken.verify = true;
                None
            }
            _ => Some(pair.to_owned()),
        })
        .collect();
    let kept = kept.join(&separator.to_string());
    let rest = match head {
        Some(head) if kept.is_empty() => head.to_owned(),
        Some(head) => format!("{head}?{kept}"),
        None => kept,
    };
    (rest, taken)
}

/// A URL's `%2F` and the like, as text.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
