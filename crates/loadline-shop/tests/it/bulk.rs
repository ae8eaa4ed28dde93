//! `POST /items/bulk`.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::TestShop;

fn items(count: usize) -> Value {
    (1..=count)
        .map(|number| json!({ "name": format!("Zeppelin {number}"), "price_cents": number }))
        .collect()
}

#[test]
fn a_thousand_items_are_added_and_found() {
    let shop = TestShop::start();
    shop.json("POST", "/items/bulk", &items(1_000)).check(&expect![[r#"
        201
        {
          "count": 1000
        }
    "#]]);
    assert_eq!(shop.get("/items").json()["total"], 11_000);
    assert_eq!(shop.get("/items/11000").json()["name"], "Zeppelin 1000");
    let found = shop.get("/items/search?q=zeppelin+1000");
    assert_eq!(found.json()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn too_many_too_few_and_nameless_items_are_refused() {
    let shop = TestShop::start();
    shop.json("POST", "/items/bulk", &items(1_001)).check(&expect![[r#"
        422
        {
          "error": "1 to 1000 items are added at once, each with a name of 1 to 100 characters"
        }
    "#]]);
    assert_eq!(shop.json("POST", "/items/bulk", &items(0)).status, 422);
    let nameless = json!([{ "name": "", "price_cents": 1 }]);
    assert_eq!(shop.json("POST", "/items/bulk", &nameless).status, 422);
    let negative = json!([{ "name": "Kite", "price_cents": -1 }]);
    assert_eq!(shop.json("POST", "/items/bulk", &negative).status, 422);
    assert_eq!(shop.get("/items").json()["total"], 10_000);
}

#[test]
fn a_json_body_beyond_two_megabytes_is_too_large() {
    let shop = TestShop::start();
    let body = format!("[{}", " ".repeat(2 * 1024 * 1024));
    let headers = [("content-type", "application/json")];
    shop.send("POST", "/items/bulk", &headers, body.as_bytes()).check(&expect![[r#"
        413
        {
          "error": "Failed to buffer the request body: length limit exceeded"
        }
    "#]]);
}
