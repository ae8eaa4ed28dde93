//! `GET /items/{id}`, `GET /items`, `GET /items/search`.

use expect_test::expect;
use serde_json::Value;

use crate::client::{Answer, TestShop};

fn ids(answer: &Answer) -> Vec<i64> {
    let json = answer.json();
    json["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()).collect()
}

#[test]
fn an_item_is_found_by_its_id() {
    let shop = TestShop::start();
    shop.get("/items/42").check(&expect![[r#"
        200
        {
          "id": 42,
          "name": "Granite Bowl 42",
          "description": "Bowl of granite, made by hand in small numbers; this is piece 42 of its year.",
          "price_cents": 12797
        }
    "#]]);
    shop.get("/items/10001").check(&expect![[r#"
        404
        {
          "error": "item 10001 does not exist"
        }
    "#]]);
    shop.get("/items/first").check(&expect![[r#"
        400
        {
          "error": "Invalid URL: Cannot parse `first` to a `i64`"
        }
    "#]]);
}

#[test]
fn a_page_tells_where_it_stands() {
    let shop = TestShop::start();
    shop.get("/items?page=3&per_page=1").check(&expect![[r#"
        200
        {
          "items": [
            {
              "id": 3,
              "name": "Canvas Anchor 3",
              "description": "Anchor of canvas, made by hand in small numbers; this is piece 3 of its year.",
              "price_cents": 3956
            }
          ],
          "page": 3,
          "per_page": 1,
          "total": 10000,
          "pages": 10000
        }
    "#]]);
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let shop = TestShop::start();
    assert_eq!(ids(&shop.get("/items")), (1..=20).collect::<Vec<_>>());
    assert_eq!(ids(&shop.get("/items?page=2&per_page=7")), (8..=14).collect::<Vec<_>>());
    let last = shop.get("/items?page=1429&per_page=7");
    assert_eq!(ids(&last), (9_997..=10_000).collect::<Vec<_>>());
    assert_eq!(last.json()["pages"], 1_429);
    let beyond = shop.get("/items?page=4294967295&per_page=100");
    assert_eq!((beyond.status, ids(&beyond)), (200, vec![]));
}

#[test]
fn a_page_out_of_bounds_is_refused() {
    let shop = TestShop::start();
    shop.get("/items?page=0").check(&expect![[r#"
        422
        {
          "error": "page starts at 1 and per_page is 1 to 100"
        }
    "#]]);
    shop.get("/items?page=two").check(&expect![[r#"
        400
        {
          "error": "Failed to deserialize query string: page: invalid digit found in string"
        }
    "#]]);
    for path in ["/items?per_page=0", "/items?per_page=101"] {
        assert_eq!(shop.get(path).status, 422, "{path}");
    }
}

#[test]
fn a_search_finds_items_by_the_starts_of_their_words() {
    let shop = TestShop::start();
    let found = shop.get("/items/search?q=LAN+cop+11");
    let names: Vec<Value> =
        found.json()["items"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
    expect![[r#"[String("Copper Lantern 113"), String("Copper Lantern 1193")]"#]]
        .assert_eq(&format!("{names:?}"));
}

#[test]
fn a_search_is_bounded_and_in_the_order_of_ids() {
    let shop = TestShop::start();
    let found = ids(&shop.get("/items/search?q=lamp"));
    assert_eq!(found.len(), 20);
    assert!(found.is_sorted());
    assert!(ids(&shop.get("/items/search?q=zeppelin")).is_empty());
}

#[test]
fn a_search_takes_no_word_of_the_index_language_for_more_than_a_word() {
    let shop = TestShop::start();
    for q in ["lamp%20OR%20mug", "name:lamp", "%22lamp", "NEAR(lamp)", "lamp*", "-lamp", "lamp'%3B"]
    {
        let found = shop.get(&format!("/items/search?q={q}"));
        assert_eq!(found.status, 200, "{q}");
    }
    assert!(ids(&shop.get("/items/search?q=lamp%20OR%20mug")).is_empty());
}

#[test]
fn a_search_for_nothing_or_for_too_much_is_refused() {
    let shop = TestShop::start();
    shop.get("/items/search").check(&expect![[r#"
        400
        {
          "error": "Failed to deserialize query string: missing field `q`"
        }
    "#]]);
    shop.get("/items/search?q=%20!").check(&expect![[r#"
        422
        {
          "error": "q has 1 to 8 words and at most 100 characters"
        }
    "#]]);
    assert_eq!(shop.get("/items/search?q=a+b+c+d+e+f+g+h+i").status, 422);
    assert_eq!(shop.get(&format!("/items/search?q={}", "x".repeat(101))).status, 422);
}
