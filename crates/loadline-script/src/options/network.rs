//! The options that say how users talk to servers, as data.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

/// `dns`: how names become addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DnsOptions {
    /// `ttl`: how long an answer is kept (5m).
    pub ttl: Option<DnsTtl>,
    /// `select`: which of several addresses is taken (`random`).
    pub select: Option<DnsSelect>,
    /// `policy`: which family of addresses is taken (`preferIPv4`).
    pub policy: Option<DnsPolicy>,
}

/// How long answers are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsTtl {
    /// As it is written.
    pub source: String,
    /// How long; none is for ever, zero is not at all.
    pub kept: Option<Duration>,
}

/// Which of several addresses is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DnsSelect {
    /// `first`
    First,
    /// `random`
    #[default]
    Random,
    /// `roundRobin`
    RoundRobin,
}

/// Which family of addresses is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DnsPolicy {
    /// `preferIPv4`
    #[default]
    PreferIpv4,
    /// `preferIPv6`
    PreferIpv6,
    /// `onlyIPv4`
    OnlyIpv4,
    /// `onlyIPv6`
    OnlyIpv6,
    /// `any`
    Any,
}

impl DnsSelect {
    /// All of them, in the order errors list them.
    pub const ALL: [Self; 3] = [Self::First, Self::Random, Self::RoundRobin];

    /// The name in options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Random => "random",
            Self::RoundRobin => "roundRobin",
        }
    }
}

impl DnsPolicy {
    /// All of them, in the order errors list them.
    pub const ALL: [Self; 5] =
        [Self::PreferIpv4, Self::PreferIpv6, Self::OnlyIpv4, Self::OnlyIpv6, Self::Any];

    /// The name in options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PreferIpv4 => "preferIPv4",
            Self::PreferIpv6 => "preferIPv6",
            Self::OnlyIpv4 => "onlyIPv4",
            Self::OnlyIpv6 => "onlyIPv6",
            Self::Any => "any",
        }
    }
}

/// Where a host is to be found: an address, perhaps with a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostAddress {
    /// The address.
    pub ip: IpAddr,
    /// The port; none leaves the URL's own.
    pub port: Option<u16>,
}

impl fmt::Display for HostAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ip, self.port) {
            (ip, None) => write!(f, "{ip}"),
            (IpAddr::V6(ip), Some(port)) => write!(f, "[{ip}]:{port}"),
            (ip, Some(port)) => write!(f, "{ip}:{port}"),
        }
    }
}

/// A range of addresses, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IpRange {
    /// Its first address.
    pub network: IpAddr,
    /// How many leading bits its addresses share.
    pub prefix_bits: u8,
}

impl fmt::Display for IpRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix_bits)
    }
}

/// Addresses that users connect from: ranges, first and last address of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalIps {
    /// As it is written.
    pub source: String,
    /// The ranges in their order.
    pub ranges: Vec<(IpAddr, IpAddr)>,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsVersion {
    /// `tls1.0`, which is not spoken here.
    Tls10,
    /// `tls1.1`, which is not spoken here.
    Tls11,
    /// `tls1.2`
    Tls12,
    /// `tls1.3`
    Tls13,
}

impl TlsVersion {
    /// All of them, in the order errors list them.
    pub const ALL: [Self; 4] = [Self::Tls10, Self::Tls11, Self::Tls12, Self::Tls13];

    /// The name in options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tls10 => "tls1.0",
            Self::Tls11 => "tls1.1",
            Self::Tls12 => "tls1.2",
            Self::Tls13 => "tls1.3",
        }
    }
}

/// `tlsVersion`: the lowest and the highest that is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TlsVersions {
    /// `min`
    pub min: Option<TlsVersion>,
    /// `max`
    pub max: Option<TlsVersion>,
}

/// One certificate of the client.
#[derive(Clone, PartialEq, Eq)]
pub struct TlsAuth {
    /// `domains` it is shown to; empty is all.
    pub domains: Vec<String>,
    /// `cert` in PEM.
    pub cert: String,
    /// `key` in PEM.
    pub key: String,
    /// `password` of the key.
    pub password: Option<String>,
}

/// Without the key and its password: options end up in logs.
impl fmt::Debug for TlsAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsAuth").field("domains", &self.domains).finish_non_exhaustive()
    }
}
