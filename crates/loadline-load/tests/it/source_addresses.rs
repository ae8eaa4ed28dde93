//! Addresses of this machine that connections leave from.

use std::collections::BTreeMap;
use std::net::IpAddr;

use loadline_load::LoadTest;

use crate::hand_written::callers;
use crate::run::{drive, get, iterations_each};

fn leaving_from(addresses: &[&str]) -> LoadTest {
    let mut test = iterations_each(4, 2);
    test.threads = 1;
    test.network.source_addresses =
        addresses.iter().map(|address| address.parse().unwrap()).collect();
    test
}

#[test]
fn connections_leave_from_the_addresses_in_turn() {
    let (address, seen) = callers();
    let test = leaving_from(&["127.0.0.2", "127.0.0.3"]);
    drive(test, get(&format!("http://{address}/"))).assert_all_good(8);
    let mut connections: BTreeMap<IpAddr, u32> = BTreeMap::new();
    for caller in seen.try_iter() {
        *connections.entry(caller.ip()).or_default() += 1;
    }
    let two = ["127.0.0.2", "127.0.0.3"].map(|address| (address.parse().unwrap(), 2));
    assert_eq!(connections, BTreeMap::from(two));
}

#[test]
fn an_address_of_the_other_version_is_left_out() {
    let (address, seen) = callers();
    let test = leaving_from(&["::1", "127.0.0.2"]);
    drive(test, get(&format!("http://{address}/"))).assert_all_good(8);
    assert!(seen.try_iter().all(|caller| caller.ip().to_string() == "127.0.0.2"));
    let test = leaving_from(&["::1"]);
    drive(test, get(&format!("http://{address}/"))).assert_all_failed("unreachable", 8);
}

#[test]
fn an_address_that_is_not_ours_is_found_before_the_run() {
    let test = leaving_from(&["127.0.0.2", "192.0.2.1"]);
    let error = test.network.check().unwrap_err().to_string();
    assert_eq!(error, "connect from 192.0.2.1: Cannot assign requested address (os error 99)");
    assert!(leaving_from(&["127.0.0.2"]).network.check().is_ok());
    // Who does not look first has it counted.
    let (address, _seen) = callers();
    drive(test, get(&format!("http://{address}/")));
    let test = leaving_from(&["192.0.2.1"]);
    drive(test, get(&format!("http://{address}/"))).assert_all_failed("generator", 8);
}
