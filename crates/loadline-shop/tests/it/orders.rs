//! `GET /orders/{id}` and `POST /orders`.

use expect_test::expect;
use serde_json::json;

use crate::client::TestShop;

#[test]
fn an_order_shows_its_lines() {
    let shop = TestShop::start();
    shop.get("/orders/2").check(&expect![[r#"
        200
        {
          "id": 2,
          "user_id": 2,
          "placed_at_unix_s": 1735689720,
          "total_cents": 57826,
          "items": [
            {
              "item_id": 6848,
              "quantity": 4,
              "price_cents": 9511
            },
            {
              "item_id": 7857,
              "quantity": 1,
              "price_cents": 19782
            }
          ]
        }
    "#]]);
}

#[test]
fn an_expanded_order_shows_its_items_in_full() {
    let shop = TestShop::start();
    shop.get("/orders/1?expand=items").check(&expect![[r#"
        200
        {
          "id": 1,
          "user_id": 1,
          "placed_at_unix_s": 1735689660,
          "total_cents": 26850,
          "items": [
            {
              "item_id": 8929,
              "quantity": 3,
              "price_cents": 8950,
              "item": {
                "id": 8929,
                "name": "Birch Lantern 8929",
                "description": "Lantern of birch, made by hand in small numbers; this is piece 8929 of its year.",
                "price_cents": 8950
              }
            }
          ]
        }
    "#]]);
}

#[test]
fn what_is_no_order_is_refused() {
    let shop = TestShop::start();
    shop.get("/orders/5001").check(&expect![[r#"
        404
        {
          "error": "order 5001 does not exist"
        }
    "#]]);
    shop.get("/orders/1?expand=user").check(&expect![[r#"
        422
        {
          "error": "expand can only be items"
        }
    "#]]);
    assert_eq!(shop.get("/orders/one").status, 400);
}

#[test]
fn a_placed_order_can_be_read_back() {
    let shop = TestShop::start();
    let order = json!({ "items": [
        { "item_id": 42, "quantity": 2 },
        { "item_id": 7, "quantity": 1 },
        { "item_id": 42, "quantity": 1 },
    ] });
    let placed = shop.json_as(&shop.token(9), "POST", "/orders", &order);
    placed.check(&expect![[r#"
        201
        {
          "id": 5001
        }
    "#]]);
    let read = shop.get("/orders/5001").json();
    assert_eq!(read["user_id"], 9);
    let price = |id: u32| shop.get(&format!("/items/{id}")).json()["price_cents"].as_i64().unwrap();
    assert_eq!(read["total_cents"], 3 * price(42) + price(7));
    let item_ids: Vec<_> =
        read["items"].as_array().unwrap().iter().map(|line| line["item_id"].clone()).collect();
    assert_eq!(item_ids, [42, 7, 42]);
}

#[test]
fn an_order_that_cannot_be_filled_leaves_nothing_behind() {
    let shop = TestShop::start();
    let token = shop.token(1);
    let order = json!({ "items": [
        { "item_id": 1, "quantity": 1 },
        { "item_id": 99_999, "quantity": 1 },
    ] });
    shop.json_as(&token, "POST", "/orders", &order).check(&expect![[r#"
        422
        {
          "error": "item 99999 does not exist"
        }
    "#]]);
    assert_eq!(shop.get("/orders/5001").status, 404);
}

#[test]
fn an_order_without_a_token_or_with_odd_lines_is_refused() {
    let shop = TestShop::start();
    let one = json!({ "items": [{ "item_id": 1, "quantity": 1 }] });
    assert_eq!(shop.json("POST", "/orders", &one).status, 401);
    let token = shop.token(1);
    shop.json_as(&token, "POST", "/orders", &json!({ "items": [] })).check(&expect![[r#"
        422
        {
          "error": "an order has 1 to 100 items, each with a quantity of 1 to 1000"
        }
    "#]]);
    for quantity in [-1, 0, 1_001] {
        let order = json!({ "items": [{ "item_id": 1, "quantity": quantity }] });
        assert_eq!(shop.json_as(&token, "POST", "/orders", &order).status, 422, "{quantity}");
    }
}
