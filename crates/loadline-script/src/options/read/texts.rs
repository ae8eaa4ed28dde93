//! The small languages within options: ranges of addresses, patterns of hosts, segments.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::options::duration;
use crate::options::network::{DnsTtl, HostAddress, IpRange};
use crate::options::segment::{Fraction, Segment};

/// The forms that errors list.
pub(super) const RANGE: &str = "accepted: a range such as `10.0.0.0/8` or `fd00::/8`";
/// The forms that errors list.
pub(super) const LOCAL: &str =
    "accepted: `192.168.0.10`, `192.168.0.10-192.168.0.25`, `192.168.0.0/24`, with commas between";
/// The forms that errors list.
pub(super) const SEGMENT: &str =
    "accepted: `10%`, `0.25`, `1/3`, or a part such as `1/4:1/2`, each from 0 to 1";

/// A range such as `10.0.0.0/8`.
pub(super) fn ip_range(text: &str) -> Option<IpRange> {
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let prefix_bits: u8 = bits.parse().ok()?;
    let width = if address.is_ipv4() { 32 } else { 128 };
    let (first, _) = (prefix_bits <= width).then(|| bounds(address, prefix_bits))?;
    Some(IpRange { network: first, prefix_bits })
}

/// The first and the last address that share the leading bits.
fn bounds(address: IpAddr, prefix_bits: u8) -> (IpAddr, IpAddr) {
    match address {
        IpAddr::V4(address) => {
            let rest = u32::MAX.checked_shr(u32::from(prefix_bits)).unwrap_or(0);
            let first = address.to_bits() & !rest;
            (Ipv4Addr::from_bits(first).into(), Ipv4Addr::from_bits(first | rest).into())
        }
        IpAddr::V6(address) => {
            let rest = u128::MAX.checked_shr(u32::from(prefix_bits)).unwrap_or(0);
            let first = address.to_bits() & !rest;
            (Ipv6Addr::from_bits(first).into(), Ipv6Addr::from_bits(first | rest).into())
        }
    }
}

/// Addresses to connect from: single ones, stretches and ranges with commas between.
pub(super) fn local_ips(text: &str) -> Option<Vec<(IpAddr, IpAddr)>> {
    let one = |text: &str| {
        if let Some((first, last)) = text.split_once('-') {
            let (first, last): (IpAddr, IpAddr) = (first.parse().ok()?, last.parse().ok()?);
            return (first.is_ipv4() == last.is_ipv4() && first <= last).then_some((first, last));
        }
        if let Some((address, bits)) = text.split_once('/') {
            let range = ip_range(&format!("{address}/{bits}"))?;
            return Some(bounds(range.network, range.prefix_bits));
        }
        text.parse().ok().map(|address| (address, address))
    };
    text.split(',').map(|text| one(text.trim())).collect()
}

/// An address with or without a port: `10.0.0.1`, `10.0.0.1:8080`, `[::1]:8080`.
pub(super) fn host_address(text: &str) -> Option<HostAddress> {
    if let Ok(ip) = text.parse() {
        return Some(HostAddress { ip, port: None });
    }
    let socket: std::net::SocketAddr = text.parse().ok()?;
    Some(HostAddress { ip: socket.ip(), port: Some(socket.port()) })
}

/// Whether it is a host's name, perhaps with a `*` in place of its beginning.
pub(super) fn is_host_pattern(text: &str) -> bool {
    let rest = text.strip_prefix('*').unwrap_or(text);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && rest.chars().all(is_part)
}

/// Whether it is a pattern of hosts, perhaps with a port.
pub(super) fn is_host_key(text: &str) -> bool {
    if text.parse::<IpAddr>().is_ok() || text.parse::<std::net::SocketAddr>().is_ok() {
        return true;
    }
    match text.rsplit_once(':') {
        Some((host, port)) => is_host_pattern(host) && port.parse::<u16>().is_ok(),
        None => is_host_pattern(text),
    }
}

/// `ttl` of `dns`: `inf`, `0`, or a duration.
pub(super) fn ttl(text: &str) -> Option<DnsTtl> {
    let kept = match text {
        "inf" => None,
        text => Some(duration::parse(text)?),
    };
    Some(DnsTtl { source: text.to_owned(), kept })
}

/// A segment: a share from the beginning, or the part between two fractions.
pub(super) fn segment(text: &str) -> Option<Segment> {
    let (from, to) = match text.split_once(':') {
        Some((from, to)) => (fraction(from)?, fraction(to)?),
        None => (Fraction { numerator: 0, denominator: 1 }, fraction(text)?),
    };
    is_below(from, to).then_some(Segment { from, to })
}

/// Where segments meet: fractions in rising order with commas between, from 0 to 1.
pub(super) fn segment_sequence(text: &str) -> Option<Vec<Fraction>> {
    let fractions: Vec<Fraction> = text.split(',').map(fraction).collect::<Option<_>>()?;
    let (first, last) = (fractions.first()?, fractions.last()?);
    let is_rising = fractions.windows(2).all(|pair| is_below(pair[0], pair[1]));
    let is_whole = first.numerator == 0 && last.numerator == last.denominator;
    (fractions.len() > 1 && is_rising && is_whole).then_some(fractions)
}

fn is_below(a: Fraction, b: Fraction) -> bool {
    u128::from(a.numerator) * u128::from(b.denominator)
        < u128::from(b.numerator) * u128::from(a.denominator)
}

/// A number from 0 to 1: `10%`, `0.25`, `1/3`.
fn fraction(text: &str) -> Option<Fraction> {
    let (numerator, denominator) = match text.trim() {
        text if text.contains('/') => {
            let (numerator, denominator) = text.split_once('/')?;
            (numerator.parse().ok()?, denominator.parse().ok()?)
        }
        text => match text.strip_suffix('%') {
            Some(percent) => {
                let (numerator, denominator) = decimal(percent)?;
                (numerator, denominator.checked_mul(100)?)
            }
            None => decimal(text)?,
        },
    };
    let divisor = greatest_divisor(numerator, denominator);
    (denominator > 0 && numerator <= denominator)
        .then(|| Fraction { numerator: numerator / divisor, denominator: denominator / divisor })
}

/// A number with or without decimals as a fraction.
fn decimal(text: &str) -> Option<(u64, u64)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let denominator = 10u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    Some((format!("{whole}{decimals}").parse().ok()?, denominator))
}

fn greatest_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { greatest_divisor(b, a % b) }
}
