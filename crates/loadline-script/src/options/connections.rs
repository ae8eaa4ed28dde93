//! From options to how connections behave: where they may go, how names are looked up, how fast requests follow.
//!
//! What belongs to a user or a request (connections kept or not, redirects, the user agent) is not here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use loadline_load::NetworkOptions;
use loadline_load::transport::{
    AddressRange, Certificates, Family, HostPattern, HostPlace, HostRules, Lookup, Pace, Select,
    TlsVersion as Spoken,
};

use super::error::OptionsError;
use super::model::Options;
use super::network::{DnsPolicy, DnsSelect, HostAddress, TlsAuth, TlsVersion};

/// How long addresses are kept, unless options say otherwise.
const DNS_KEPT: Duration = Duration::from_secs(300);
/// Addresses that connections leave from; further ones of a range are not used.
const LOCAL_ADDRESSES_MAX: usize = 65_536;

/// How connections of a script behave: `base` is what the command line says of them.
///
/// # Errors
/// When versions of TLS are asked for that are not spoken, or a key has a password.
pub fn connections(
    options: &Options,
    base: NetworkOptions,
) -> Result<NetworkOptions, OptionsError> {
    let mut network = NetworkOptions {
        rules: rules(options),
        lookup: lookup(options),
        pace: options.rps.and_then(Pace::per_second),
        ..base
    };
    network.tls.insecure |= options.insecure_skip_tls_verify == Some(true);
    if let Some(versions) = options.tls_version {
        network.tls.oldest = versions.min.map_or(Spoken::V1_2, spoken);
        network.tls.newest = match versions.max {
            Some(TlsVersion::Tls10 | TlsVersion::Tls11) => {
                let message = "TLS 1.0 and 1.1 are not spoken any more";
                let hint = "accepted: `tls1.2`, `tls1.3`";
                return Err(OptionsError::of("tlsVersion.max", message, hint));
            }
            max => max.map_or(Spoken::V1_3, spoken),
        };
        if network.tls.oldest > network.tls.newest {
            let message = "`min` is above `max`";
            return Err(OptionsError::of("tlsVersion", message, ""));
        }
    }
    if let Some(auth) = options.tls_auth.iter().flatten().next() {
        network.tls.certificates = Some(certificates(auth)?);
    }
    if let Some(local) = &options.local_ips {
        let addresses = local.ranges.iter().flat_map(|range| between(*range));
        network.source_addresses = addresses.take(LOCAL_ADDRESSES_MAX).collect();
    }
    Ok(network)
}

fn rules(options: &Options) -> HostRules {
    let range = |range: &super::IpRange| AddressRange {
        network: range.network,
        prefix_bits: range.prefix_bits,
    };
    HostRules {
        blocked_hosts: options
            .block_hostnames
            .iter()
            .flatten()
            .map(|pattern| HostPattern::new(pattern))
            .collect(),
        blocked_addresses: options.blacklist_ips.iter().flatten().map(range).collect(),
        places: options.hosts.iter().flatten().map(|(host, to)| place(host, *to)).collect(),
    }
}

/// A key of `hosts` with what it stands for; its port is what follows the last colon, unless it is an address.
fn place(key: &str, to: HostAddress) -> HostPlace {
    let split = key.rsplit_once(':').filter(|_| key.parse::<IpAddr>().is_err());
    let split = split.and_then(|(host, port)| Some((host, port.parse::<u16>().ok()?)));
    let (host, port) = split.map_or((key, None), |(host, port)| (host, Some(port)));
    let host = HostPattern::new(host.trim_start_matches('[').trim_end_matches(']'));
    HostPlace { host, port, address: to.ip, to_port: to.port }
}

fn lookup(options: &Options) -> Lookup {
    let dns = &options.dns;
    Lookup {
        kept: dns.ttl.as_ref().map_or(Some(DNS_KEPT), |ttl| ttl.kept),
        select: match dns.select.unwrap_or_default() {
            DnsSelect::First => Select::First,
            DnsSelect::Random => Select::Random,
            DnsSelect::RoundRobin => Select::InTurn,
        },
        family: match dns.policy.unwrap_or_default() {
            DnsPolicy::PreferIpv4 => Family::PreferV4,
            DnsPolicy::PreferIpv6 => Family::PreferV6,
            DnsPolicy::OnlyIpv4 => Family::OnlyV4,
            DnsPolicy::OnlyIpv6 => Family::OnlyV6,
            DnsPolicy::Any => Family::Any,
        },
    }
}

/// The version that is spoken: the oldest one stands for all before it.
const fn spoken(version: TlsVersion) -> Spoken {
    match version {
        TlsVersion::Tls10 | TlsVersion::Tls11 | TlsVersion::Tls12 => Spoken::V1_2,
        TlsVersion::Tls13 => Spoken::V1_3,
    }
}

/// The client's certificate. Servers choose by their own lists, so one is shown whatever the domain.
fn certificates(auth: &TlsAuth) -> Result<Certificates, OptionsError> {
    if auth.password.is_some() || auth.key.contains("ENCRYPTED") {
        let message = "keys with a password are not supported";
        let hint = "`openssl pkey -in KEY -out PLAIN` takes a password off";
        return Err(OptionsError::of("tlsAuth[0].key", message, hint));
    }
    Ok(Certificates {
        authorities: Vec::new(),
        certificate: Some(auth.cert.clone()),
        key: Some(auth.key.clone()),
    })
}

/// Every address from the first to the last of a range.
fn between((first, last): (IpAddr, IpAddr)) -> Box<dyn Iterator<Item = IpAddr>> {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => Box::new(
            (first.to_bits()..=last.to_bits()).map(|bits| Ipv4Addr::from_bits(bits).into()),
        ),
        (IpAddr::V6(first), IpAddr::V6(last)) => Box::new(
            (first.to_bits()..=last.to_bits()).map(|bits| Ipv6Addr::from_bits(bits).into()),
        ),
        (first, _) => Box::new(std::iter::once(first)),
    }
}
