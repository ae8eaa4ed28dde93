//! How names become addresses: how long they are kept, which family and which of several is taken.

use std::net::SocketAddr;
use std::time::Duration;

/// How names are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lookup {
    /// How long addresses are kept; for ever when none is given.
    pub kept: Option<Duration>,
    /// Which of several addresses is connected to.
    pub select: Select,
    /// Addresses of which family are connected to.
    pub family: Family,
}

/// Which of several addresses is connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// Each in turn; one that is dead is left out.
    InTurn,
    /// The first, and no other.
    First,
    /// One at random, and no other.
    Random,
}

/// Addresses of which family are connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Of any.
    Any,
    /// IPv4 where there is one.
    PreferV4,
    /// IPv6 where there is one.
    PreferV6,
    /// IPv4 alone.
    OnlyV4,
    /// IPv6 alone.
    OnlyV6,
}

impl Default for Lookup {
    /// A minute, all of them in turn.
    fn default() -> Self {
        let kept = Some(Duration::from_secs(60));
        Self { kept, select: Select::InTurn, family: Family::Any }
    }
}

impl Family {
    /// The addresses that are connected to; there may be none.
    pub(super) fn of(self, addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
        let (v4, v6): (Vec<_>, Vec<_>) = addresses.iter().copied().partition(SocketAddr::is_ipv4);
        match self {
            Self::Any => addresses,
            Self::PreferV4 => {
                if v4.is_empty() {
                    v6
                } else {
                    v4
                }
            }
            Self::PreferV6 => {
                if v6.is_empty() {
                    v4
                } else {
                    v6
                }
            }
            Self::OnlyV4 => v4,
            Self::OnlyV6 => v6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_takes_what_it_asks_for() {
        let all: Vec<SocketAddr> =
            ["127.0.0.1:1", "[::1]:1"].map(|text| text.parse().unwrap()).to_vec();
        let count = |family: Family, of: &[SocketAddr]| family.of(of.to_vec()).len();
        assert_eq!(count(Family::Any, &all), 2);
        assert_eq!(Family::PreferV4.of(all.clone()), [all[0]]);
        assert_eq!(Family::PreferV4.of(vec![all[1]]), [all[1]]);
        assert_eq!(Family::PreferV6.of(all.clone()), [all[1]]);
        assert_eq!(count(Family::OnlyV6, &all[..1]), 0);
        assert_eq!(count(Family::OnlyV4, &all[..1]), 1);
    }
}
