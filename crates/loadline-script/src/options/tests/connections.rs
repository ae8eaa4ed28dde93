//! Tests of how options shape connections.

use std::time::Duration;

use expect_test::expect;
use loadline_load::NetworkOptions;
use loadline_load::transport::{Family, Select, TlsVersion};
use serde_json::{Value, json};

use crate::options::{OptionsError, connections, from_script};

fn network(value: &Value) -> Result<NetworkOptions, OptionsError> {
    connections(&from_script(value).unwrap(), NetworkOptions::default())
}

#[test]
fn without_options_names_are_looked_up_as_k6_does() {
    let lookup = network(&json!({})).unwrap().lookup;
    assert_eq!(lookup.kept, Some(Duration::from_secs(300)));
    assert_eq!((lookup.select, lookup.family), (Select::Random, Family::PreferV4));
}

#[test]
fn every_option_of_connections_has_its_place() {
    let network = network(&json!({
        "dns": {"ttl": "inf", "select": "roundRobin", "policy": "onlyIPv6"}, "rps": 10,
        "blacklistIPs": ["10.0.0.0/8"], "blockHostnames": ["*.A.test"],
        "hosts": {"b.test": "127.0.0.1:1", "c.test:99": "::1"},
        "insecureSkipTLSVerify": true, "tlsVersion": "tls1.3",
    }))
    .unwrap();
    assert_eq!(network.lookup.kept, None);
    assert_eq!((network.lookup.select, network.lookup.family), (Select::InTurn, Family::OnlyV6));
    assert!(network.pace.is_some() && network.tls.insecure);
    assert_eq!((network.tls.oldest, network.tls.newest), (TlsVersion::V1_3, TlsVersion::V1_3));
    assert!(network.rules.blocked_hosts[0].stands_for("x.a.test"));
    assert!(network.rules.blocked_addresses[0].contains("10.1.2.3".parse().unwrap()));
    let ports: Vec<_> =
        network.rules.places.iter().map(|place| (place.port, place.to_port)).collect();
    assert_eq!(ports, [(None, Some(1)), (Some(99), None)]);
}

#[test]
fn what_is_not_spoken_is_said() {
    let error = |value| network(&value).map(drop).unwrap_err().to_string();
    let old = error(json!({"tlsVersion": {"max": "tls1.1"}}));
    expect!["tlsVersion.max: TLS 1.0 and 1.1 are not spoken any more"].assert_eq(&old);
    let auth = json!({"cert": "-----BEGIN CERTIFICATE-----", "key": "-----BEGIN ENCRYPTED PRIVATE KEY-----"});
    let locked = error(json!({"tlsAuth": [auth]}));
    expect!["tlsAuth[0].key: keys with a password are not supported"].assert_eq(&locked);
}
