//! Where connections may go: hosts that stand for given addresses, hosts and addresses that are off limits.

use std::net::{IpAddr, SocketAddr};

use super::fault::{ErrorKind, Fault};

/// Where connections may go, and where hosts are to be found instead of being looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostRules {
    /// Hosts that are never called.
    pub blocked_hosts: Vec<HostPattern>,
    /// Addresses that are never connected to.
    pub blocked_addresses: Vec<AddressRange>,
    /// Where hosts are; a rule with the port goes before one without, the longest pattern first.
    pub places: Vec<HostPlace>,
}

/// A host's name, or `*` with the end of one: `*.example.com` stands for all below it, and not for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern(String);

/// Addresses that share their leading bits, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    /// The first of them.
    pub network: IpAddr,
    /// How many bits they share.
    pub prefix_bits: u8,
}

/// Where a host is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPlace {
    /// Whom it is about.
    pub host: HostPattern,
    /// The port it is about; all when none is given.
    pub port: Option<u16>,
    /// The address.
    pub address: IpAddr,
    /// The port there; the one asked for when none is given.
    pub to_port: Option<u16>,
}

impl HostPattern {
    /// The pattern of that text, in any case.
    pub fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }

    /// Whether it stands for `host`, which is in lower case.
    pub fn stands_for(&self, host: &str) -> bool {
        match self.0.strip_prefix('*') {
            Some(end) => host.len() > end.len() && host.ends_with(end),
            None => self.0 == host,
        }
    }

    /// How much of a host it says: a name more than any pattern, a longer one more than a shorter.
    fn says(&self) -> (bool, usize) {
        (!self.0.starts_with('*'), self.0.len())
    }
}

impl AddressRange {
    /// Whether `address` is one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = u32::from(self.prefix_bits);
        match (self.network, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differ = own.to_bits() ^ other.to_bits();
                differ.leading_zeros() >= bits
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differ = own.to_bits() ^ other.to_bits();
                differ.leading_zeros() >= bits
            }
            _ => false,
        }
    }
}

impl HostRules {
    /// Refuses a host that is off limits.
    pub(super) fn check_host(&self, host: &str) -> Result<(), Fault> {
        let blocking = self.blocked_hosts.iter().find(|pattern| pattern.stands_for(host));
        blocking.map_or(Ok(()), |pattern| {
            let detail = format!("{host} is blocked by {}", pattern.0);
            Err(Fault::new(ErrorKind::BlockedHost, detail))
        })
    }

    /// Refuses an address that is off limits.
    pub(super) fn check_address(&self, address: IpAddr) -> Result<(), Fault> {
        let blocking = self.blocked_addresses.iter().find(|range| range.contains(address));
        blocking.map_or(Ok(()), |range| {
            let detail = format!("{address} is blocked by {}/{}", range.network, range.prefix_bits);
            Err(Fault::new(ErrorKind::BlockedAddress, detail))
        })
    }

    /// Where `host` is, where a rule says so.
    pub(super) fn place_of(&self, host: &str, port: u16) -> Option<SocketAddr> {
        let fits = |place: &&HostPlace| {
            place.port.is_none_or(|own| own == port) && place.host.stands_for(host)
        };
        let fitting = self.places.iter().filter(fits);
        let place = fitting.max_by_key(|place| (place.port.is_some(), place.host.says()))?;
        Some(SocketAddr::new(place.address, place.to_port.unwrap_or(port)))
    }
}

#[cfg(test)]
mod tests;
