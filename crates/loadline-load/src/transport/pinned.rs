//! Hosts whose addresses are given instead of looked up.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// A host and port with the addresses to connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedHost {
    /// The host, as in the URL; an IPv6 address without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The addresses, used in turn; at least one.
    pub addresses: Vec<IpAddr>,
}

/// A text that pins no host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}; it reads `shop.test:443:127.0.0.1` or `shop.test:443:10.0.0.1,10.0.0.2`")]
pub struct PinnedError(String);

impl PinnedHost {
    /// Whether its addresses are those of `host` at `port`.
    pub fn stands_for(&self, host: &str, port: u16) -> bool {
        self.port == port && self.host == host
    }

    pub(super) fn socket_addresses(&self) -> Vec<SocketAddr> {
        self.addresses.iter().map(|address| SocketAddr::new(*address, self.port)).collect()
    }
}

impl FromStr for PinnedHost {
    type Err = PinnedError;

    /// Reads `HOST:PORT:ADDRESS[,ADDRESS…]`; IPv6 addresses may stand in brackets, a host that is one must.
    fn from_str(text: &str) -> Result<Self, PinnedError> {
        let wrong = |what: &str| PinnedError(what.to_owned());
        let (host, rest) = match text.strip_prefix('[').and_then(|rest| rest.split_once("]:")) {
            Some(split) => split,
            None => text.split_once(':').ok_or_else(|| wrong("it has no port"))?,
        };
        let (port, addresses) = rest.split_once(':').ok_or_else(|| wrong("it has no address"))?;
        if host.is_empty() {
            return Err(wrong("it has no host"));
        }
        let port = port.parse::<u16>().ok().filter(|port| *port > 0);
        let port = port.ok_or_else(|| wrong("its port is not a number up to 65535"))?;
        let address = |text: &str| {
            let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
            let address = bare.unwrap_or(text).parse::<IpAddr>();
            address.map_err(|_| PinnedError(format!("`{text}` is not an address")))
        };
        let addresses = addresses.split(',').map(address).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { host: host.to_ascii_lowercase(), port, addresses })
    }
}
