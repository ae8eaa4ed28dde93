//! The keys that say how users talk to servers.

use std::collections::BTreeMap;

use super::texts;
use super::value::{At, Read};
use crate::options::network::{DnsOptions, DnsPolicy, DnsSelect, HostAddress, IpRange, LocalIps};
use crate::options::network::{TlsAuth, TlsVersion, TlsVersions};

/// `dns`, key by key over what is there.
pub(super) fn dns(dns: &mut DnsOptions, at: &At<'_>) -> Read<()> {
    for (key, at) in at.entries("an object with `ttl`, `select`, `policy`")? {
        match key {
            "ttl" => {
                const FORM: &str = "accepted: `inf`, `0`, or a time such as `1m`";
                let text = match at.value {
                    serde_json::Value::Number(ms) => ms.to_string(),
                    _ => at.text()?.to_owned(),
                };
                let ttl = texts::ttl(&text);
                let message = format!("`{text}` is not a time to keep addresses");
                dns.ttl = Some(ttl.ok_or_else(|| at.error(message, FORM))?);
            }
            "select" => dns.select = Some(at.one_of(&DnsSelect::ALL, DnsSelect::name)?),
            "policy" => dns.policy = Some(at.one_of(&DnsPolicy::ALL, DnsPolicy::name)?),
            key => {
                let message = format!("`{key}` is not a key of `dns`");
                return Err(at.error(message, "accepted: `ttl`, `select`, `policy`"));
            }
        }
    }
    Ok(())
}

/// `blacklistIPs`
pub(super) fn blacklist(at: &At<'_>) -> Read<Vec<IpRange>> {
    let range = |item: &At<'_>| {
        let text = item.text()?;
        let message = format!("`{text}` is not a range of addresses");
        texts::ip_range(text).ok_or_else(|| item.error(message, texts::RANGE))
    };
    at.texts()?.iter().map(range).collect()
}

/// `blockHostnames`
pub(super) fn block_hostnames(at: &At<'_>) -> Read<Vec<String>> {
    let pattern = |item: &At<'_>| {
        let text = item.text()?;
        let message = format!("`{text}` is not a pattern of host names");
        match texts::is_host_pattern(text) {
            true => Ok(text.to_lowercase()),
            false => Err(item.error(message, "accepted: `shop.test`, `*.shop.test`, `*`")),
        }
    };
    at.texts()?.iter().map(pattern).collect()
}

/// `hosts`
pub(super) fn hosts(at: &At<'_>) -> Read<BTreeMap<String, HostAddress>> {
    let mut hosts = BTreeMap::new();
    for (name, at) in at.entries("an object with addresses by host")? {
        if !texts::is_host_key(name) {
            let hint = "accepted: `shop.test`, `*.shop.test`, with or without a port";
            return Err(at.error(format!("`{name}` is not a pattern of host names"), hint));
        }
        let text = at.text()?;
        let message = format!("`{text}` is not an address");
        let hint = "accepted: `10.0.0.1`, `10.0.0.1:8080`, `::1`, `[::1]:8080`";
        let address = texts::host_address(text).ok_or_else(|| at.error(message, hint))?;
        hosts.insert(name.to_lowercase(), address);
    }
    Ok(hosts)
}

/// `localIPs`
pub(super) fn local_ips(at: &At<'_>) -> Read<LocalIps> {
    let source = at.text()?.to_owned();
    let message = format!("`{source}` is not a list of addresses");
    let ranges = texts::local_ips(&source).ok_or_else(|| at.error(message, texts::LOCAL))?;
    Ok(LocalIps { source, ranges })
}

/// `tlsVersion`: one version, or the lowest and the highest.
pub(super) fn tls_versions(at: &At<'_>) -> Read<TlsVersions> {
    let version = |at: &At<'_>| at.one_of(&TlsVersion::ALL, TlsVersion::name);
    if at.value.is_string() {
        let only = version(at)?;
        return Ok(TlsVersions { min: Some(only), max: Some(only) });
    }
    let mut versions = TlsVersions::default();
    for (key, at) in at.entries("a version such as `tls1.3`, or an object with `min` and `max`")? {
        match key {
            "min" => versions.min = Some(version(&at)?),
            "max" => versions.max = Some(version(&at)?),
            key => {
                let message = format!("`{key}` is not a key of `tlsVersion`");
                return Err(at.error(message, "accepted: `min`, `max`"));
            }
        }
    }
    Ok(versions)
}

/// `tlsAuth`
pub(super) fn tls_auth(at: &At<'_>) -> Read<Vec<TlsAuth>> {
    at.items("a list of certificates")?.iter().map(certificate).collect()
}

fn certificate(at: &At<'_>) -> Read<TlsAuth> {
    let mut auth =
        TlsAuth { domains: Vec::new(), cert: String::new(), key: String::new(), password: None };
    for (key, at) in at.entries("an object with `domains`, `cert` and `key`")? {
        match key {
            "domains" => {
                let texts = at.texts()?;
                auth.domains =
                    texts.iter().map(|item| item.text().map(str::to_owned)).collect::<Read<_>>()?;
            }
            "cert" => auth.cert = at.text()?.to_owned(),
            "key" => auth.key = at.text()?.to_owned(),
            "password" => auth.password = Some(at.text()?.to_owned()),
            key => {
                let message = format!("`{key}` is not a key of `tlsAuth`");
                return Err(at.error(message, "accepted: `domains`, `cert`, `key`, `password`"));
            }
        }
    }
    for (text, what) in [(&auth.cert, "cert"), (&auth.key, "key")] {
        if !text.contains("-----BEGIN ") {
            return Err(at.error(format!("`{what}` holds no PEM"), "accepted: text in PEM"));
        }
    }
    Ok(auth)
}
