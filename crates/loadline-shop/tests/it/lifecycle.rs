//! Starting and stopping.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use expect_test::{Expect, expect};
use loadline_shop::ShopOptions;
use serde_json::json;

use crate::client::TestShop;

fn check_refused(options: ShopOptions, expected: &Expect) {
    let listen = options.listen.to_string();
    let error = TestShop::with(options).err().unwrap().to_string();
    expected.assert_eq(&error.replace(&listen, "[address]"));
}

#[test]
fn a_shop_without_readers_or_with_too_many_does_not_start() {
    check_refused(
        ShopOptions { readers: 0, ..ShopOptions::default() },
        &expect!["open 0 reading connections: 1 to 64 are possible"],
    );
    check_refused(
        ShopOptions { readers: 65, ..ShopOptions::default() },
        &expect!["open 65 reading connections: 1 to 64 are possible"],
    );
}

#[test]
fn a_shop_on_a_taken_port_does_not_start() {
    let first = TestShop::start();
    check_refused(
        ShopOptions { listen: first.address, ..ShopOptions::default() },
        &expect!["listen on [address]"],
    );
}

#[test]
fn a_stopped_shop_gives_its_port_back_and_a_given_database_keeps_what_it_learnt() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        ShopOptions { database: Some(folder.path().join("shop.db")), ..ShopOptions::default() };
    let first = TestShop::with(options.clone()).unwrap();
    let address = first.address;
    first.json_as(&first.token(1), "PUT", "/users/me", &json!({ "name": "Kept" }));
    first.stop();
    let second = TestShop::with(ShopOptions { listen: address, ..options }).unwrap();
    assert_eq!(second.get_as(&second.token(1), "/users/me").json()["name"], "Kept");
}

#[test]
fn a_stop_closes_idle_connections() {
    let shop = TestShop::start();
    let mut idle = TcpStream::connect(shop.address).unwrap();
    idle.write_all(b"GET /health HTTP/1.1\r\nhost: shop\r\n\r\n").unwrap();
    let mut first = [0; 1];
    idle.read_exact(&mut first).unwrap();
    shop.stop();
    let mut rest = String::new();
    idle.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("{\"status\":\"healthy\"}"), "{rest}");
}
