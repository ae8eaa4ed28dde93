//! `GET /health`, `GET /ready`, and what is nowhere to be found.

use expect_test::expect;

use crate::client::TestShop;

#[test]
fn a_started_shop_is_healthy_and_ready() {
    let shop = TestShop::start();
    shop.get("/health").check(&expect![[r#"
        200
        {
          "status": "healthy"
        }
    "#]]);
    shop.get("/ready").check(&expect![[r#"
        200
        {
          "status": "ready"
        }
    "#]]);
}

#[test]
fn unknown_paths_and_methods_are_json_errors() {
    let shop = TestShop::start();
    shop.get("/nowhere").check(&expect![[r#"
        404
        {
          "error": "/nowhere does not exist"
        }
    "#]]);
    shop.send("DELETE", "/health", &[], b"").check(&expect![[r#"
        405
        {
          "error": "/health does not take this method"
        }
    "#]]);
}
