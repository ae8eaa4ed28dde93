//! Targets that are reached without a proxy: the list that `NO_PROXY` holds.

use std::convert::Infallible;
use std::net::IpAddr;
use std::str::FromStr;

use crate::transport::Endpoint;

/// Targets that are reached without a proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions(Vec<Exception>);

/// One of them, with the only port it holds for where one is named.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Exception {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    Any,
    /// A domain and everything below it.
    Domain(String),
    /// Addresses that begin with the same bits.
    Network(IpAddr, u8),
}

impl Exceptions {
    /// Whether `endpoint` is one of them.
    pub(super) fn hold(&self, endpoint: &Endpoint) -> bool {
        self.0.iter().any(|exception| {
            exception.port.is_none_or(|port| port == endpoint.port)
                && exception.hosts.hold(&endpoint.host)
        })
    }
}

impl FromStr for Exceptions {
    type Err = Infallible;

    /// Reads `shop.test,.internal,10.0.0.0/8,127.0.0.1:8080,*`. Entries that say nothing hold for nothing.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let entries = text.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty());
        Ok(Self(entries.map(Exception::read).collect()))
    }
}

impl Exception {
    fn read(entry: &str) -> Self {
        if let Some(hosts) = Hosts::network(entry) {
            return Self { hosts, port: None };
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => (host, port.parse().ok()),
            _ => (entry, None),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = host.trim_start_matches('*').trim_matches('.').to_ascii_lowercase();
        let hosts = match Hosts::network(host) {
            Some(hosts) => hosts,
            None if host == "*" => Hosts::Any,
            None => Hosts::Domain(name),
        };
        Self { hosts, port }
    }
}

impl Hosts {
    /// `10.0.0.0/8`, or one address.
    fn network(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.parse().ok()?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = if bits.is_empty() { all } else { bits.parse().ok()? };
        (bits <= all).then_some(Self::Network(address, bits))
    }

    fn hold(&self, host: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Network(network, bits) => host
                .parse::<IpAddr>()
                .is_ok_and(|address| shares_first_bits(*network, address, *bits)),
            Self::Domain(domain) => host.strip_suffix(domain.as_str()).is_some_and(|before| {
                !domain.is_empty() && (before.is_empty() || before.ends_with('.'))
            }),
        }
    }
}

fn shares_first_bits(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            let differing = one.to_bits() ^ other.to_bits();
            differing.leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            let differing = one.to_bits() ^ other.to_bits();
            differing.leading_zeros() >= u32::from(bits)
        }
        _ => false,
    }
}
