//! Tests of rules: as k6 1.1.0 decides on the same hosts and addresses.

use super::*;

fn rules() -> HostRules {
    let place = |host: &str, port, address: &str, to_port| HostPlace {
        host: HostPattern::new(host),
        port,
        address: address.parse().unwrap(),
        to_port,
    };
    HostRules {
        blocked_hosts: ["*.blocked.test", "Exact.test"].map(HostPattern::new).to_vec(),
        blocked_addresses: vec![
            AddressRange { network: "10.0.0.0".parse().unwrap(), prefix_bits: 8 },
            AddressRange { network: "fd00::".parse().unwrap(), prefix_bits: 8 },
        ],
        places: vec![
            place("b.test", None, "127.0.0.1", Some(1)),
            place("b.test", Some(99), "127.0.0.1", Some(3)),
            place("*.w.test", None, "127.0.0.2", None),
            place("*.deep.w.test", None, "127.0.0.3", None),
            place("deep.w.test", Some(5), "127.0.0.4", Some(6)),
        ],
    }
}

#[test]
fn blocked_hosts_and_addresses_are_refused() {
    let rules = rules();
    let host = |host| rules.check_host(host).map_err(|fault| fault.kind);
    assert_eq!(host("x.blocked.test"), Err(ErrorKind::BlockedHost));
    assert_eq!(host("exact.test"), Err(ErrorKind::BlockedHost));
    assert_eq!(host("blocked.test"), Ok(()));
    let address =
        |text: &str| rules.check_address(text.parse().unwrap()).map_err(|fault| fault.kind);
    assert_eq!(address("10.9.8.7"), Err(ErrorKind::BlockedAddress));
    assert_eq!(address("fd12::1"), Err(ErrorKind::BlockedAddress));
    assert_eq!(address("11.0.0.1"), Ok(()));
    assert_eq!(address("::1"), Ok(()));
}

#[test]
fn a_rule_with_the_port_goes_first_and_then_the_longest() {
    let rules = rules();
    let place = |host, port| rules.place_of(host, port).map(|place| place.to_string());
    assert_eq!(place("b.test", 80).as_deref(), Some("127.0.0.1:1"));
    assert_eq!(place("b.test", 99).as_deref(), Some("127.0.0.1:3"));
    assert_eq!(place("x.w.test", 80).as_deref(), Some("127.0.0.2:80"));
    assert_eq!(place("x.deep.w.test", 80).as_deref(), Some("127.0.0.3:80"));
    assert_eq!(place("deep.w.test", 5).as_deref(), Some("127.0.0.4:6"));
    assert_eq!(place("w.test", 80), None);
}
