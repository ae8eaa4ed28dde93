//! The arguments that say how connections behave.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum};
use loadline_core::{Bytes, Span};
use loadline_load::transport::{ClientIdentity, PinnedHost, TlsVersion};
use loadline_load::{HttpVersion, NetworkOptions, TlsOptions};

use super::proxy::proxies;
use crate::failure::Failure;

/// How connections behave.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Connections")]
pub(crate) struct NetworkArgs {
    /// Connections shared by all users; each user has its own unless said otherwise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) connections: Option<u32>,
    /// The version of HTTP: 1.1, 2, or what the server prefers. Without TLS, that is 1.1, and 2 is spoken without
    /// asking.
    #[arg(
        long,
        value_name = "VERSION",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) http: HttpArg,
    /// Longest time to connect; 10s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) connect_timeout: Option<Span>,
    /// Longest time to the first byte of an answer; 60s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) first_byte_timeout: Option<Span>,
    /// Longest time for a whole request; 60s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) timeout: Option<Span>,
    /// Largest body of an answer; 64MiB unless said otherwise.
    #[arg(long, value_name = "SIZE")]
    pub(crate) max_body: Option<Bytes>,
    /// Trust the certificates in this file too.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Trust any certificate.
    #[arg(long, visible_alias = "insecure-skip-tls-verify")]
    pub(crate) insecure: bool,
    /// A certificate to show to servers that ask for one, in PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Option<PathBuf>,
    /// Its private key, in PEM; looked for in the file of the certificate unless said otherwise.
    #[arg(long, value_name = "FILE", requires = "cert", hide_short_help = true)]
    pub(crate) key: Option<PathBuf>,
    /// The only version of TLS to speak: 1.2 or 1.3.
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["tls_min", "tls_max"], hide_possible_values = true, hide_short_help = true)]
    pub(crate) tls: Option<Version>,
    /// The oldest version of TLS to speak; 1.2 unless said otherwise.
    #[arg(long, value_name = "VERSION", hide_possible_values = true, hide_short_help = true)]
    pub(crate) tls_min: Option<Version>,
    /// The newest version of TLS to speak; 1.3 unless said otherwise.
    #[arg(long, value_name = "VERSION", hide_possible_values = true, hide_short_help = true)]
    pub(crate) tls_max: Option<Version>,
    /// Take TLS sessions up again; each connection begins with a full handshake unless said so.
    #[arg(long, hide_short_help = true)]
    pub(crate) tls_resume: bool,
    /// The name to ask for in TLS and to expect on the certificate, instead of the host's.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub(crate) server_name: Option<String>,
    /// A proxy: http://[user:password@]host:port, or `env` for HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which are
    /// not read otherwise.
    #[arg(long, value_name = "URL|env")]
    pub(crate) proxy: Option<String>,
    /// Ask the proxy for a tunnel to http targets too, instead of handing it the requests.
    #[arg(long, requires = "proxy", hide_short_help = true)]
    pub(crate) proxy_tunnel: bool,
    /// Connect there instead of looking the host up: shop.test:443:10.0.0.1,10.0.0.2. May be given several times.
    #[arg(long, value_name = "HOST:PORT:ADDRESS", hide_short_help = true)]
    pub(crate) resolve: Vec<PinnedHost>,
    /// Addresses of this machine to connect from in turn, as each has some 28,000 ports: 10.0.0.5,10.0.0.6.
    #[arg(long, value_name = "ADDRESSES", value_delimiter = ',', hide_short_help = true)]
    pub(crate) source_address: Vec<IpAddr>,
    /// Connect to this Unix socket, whatever the host.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["proxy", "resolve", "source_address"], hide_short_help = true)]
    pub(crate) unix_socket: Option<PathBuf>,
}

/// A version of HTTP.
#[derive(Debug, Default, Clone, Copy, ValueEnum)]
pub(crate) enum HttpArg {
    /// What the server prefers.
    #[default]
    Auto,
    /// HTTP/1.1.
    #[value(name = "1.1", alias = "1")]
    V1,
    /// HTTP/2.
    #[value(name = "2")]
    V2,
}

impl From<HttpArg> for HttpVersion {
    fn from(version: HttpArg) -> Self {
        match version {
            HttpArg::Auto => Self::Auto,
            HttpArg::V1 => Self::Http1,
            HttpArg::V2 => Self::Http2,
        }
    }
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Version {
    /// TLS 1.2.
    #[value(name = "1.2")]
    V1_2,
    /// TLS 1.3.
    #[value(name = "1.3")]
    V1_3,
}

impl From<Version> for TlsVersion {
    fn from(version: Version) -> Self {
        match version {
            Version::V1_2 => Self::V1_2,
            Version::V1_3 => Self::V1_3,
        }
    }
}

impl NetworkArgs {
    /// What is asked for, checked as far as that can be done without a connection.
    pub(super) fn options(&self) -> Result<NetworkOptions, Failure> {
        let mut options = NetworkOptions::default();
        let replace = |own: &mut Duration, given: Option<Span>| {
            *own = given.map_or(*own, Span::duration);
        };
        replace(&mut options.connect_timeout, self.connect_timeout);
        replace(&mut options.total_timeout, self.timeout);
        replace(&mut options.first_byte_timeout, self.first_byte_timeout.or(self.timeout));
        if let Some(limit) = self.max_body {
            options.limits.body_bytes_max = limit.count() as u64;
        }
        options.version = self.http.into();
        options.tls = self.tls_options();
        options.proxies = proxies(self.proxy.as_deref(), self.proxy_tunnel)?;
        options.pinned.clone_from(&self.resolve);
        options.source_addresses.clone_from(&self.source_address);
        options.unix_socket.clone_from(&self.unix_socket);
        options.check()?;
        Ok(options)
    }

    fn tls_options(&self) -> TlsOptions {
        let unless_given = TlsOptions::default();
        let identity = self.cert.clone().map(|certificate| {
            let key = self.key.clone().unwrap_or_else(|| certificate.clone());
            ClientIdentity { certificate, key }
        });
        TlsOptions {
            ca: self.ca.clone(),
            insecure: self.insecure,
            identity,
            certificates: None,
            oldest: self.tls_min.or(self.tls).map_or(unless_given.oldest, TlsVersion::from),
            newest: self.tls_max.or(self.tls).map_or(unless_given.newest, TlsVersion::from),
            server_name: self.server_name.clone(),
            resume: self.tls_resume,
        }
    }
}
