//! `POST /auth/login`, `GET /users/me`, `PUT /users/me`.

use expect_test::expect;
use serde_json::json;

use crate::client::TestShop;

#[test]
fn a_login_gives_a_bearer_token_that_names_the_user() {
    let shop = TestShop::start();
    let login = json!({ "email": "user1000@example.test", "password": "secret" });
    let answer = shop.json("POST", "/auth/login", &login);
    answer.check(&expect![[r#"
        200
        {
          "access_token": "1000.625b15f3e49be05aaf4457daa8f27b3d2890a1510e5368d922bc19bb1b4fd854",
          "token_type": "bearer"
        }
    "#]]);
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    shop.get_as(&token, "/users/me").check(&expect![[r#"
        200
        {
          "id": 1000,
          "email": "user1000@example.test",
          "name": "User 1000"
        }
    "#]]);
}

#[test]
fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let shop = TestShop::start();
    let wrong = json!({ "email": "user1@example.test", "password": "Secret" });
    let unknown = json!({ "email": "user1001@example.test", "password": "secret" });
    let wrong = shop.json("POST", "/auth/login", &wrong);
    wrong.check(&expect![[r#"
        401
        {
          "error": "the address or the password is wrong"
        }
    "#]]);
    let unknown = shop.json("POST", "/auth/login", &unknown);
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body));
}

#[test]
fn a_login_that_is_not_the_expected_json_is_refused_by_what_is_wrong_with_it() {
    let shop = TestShop::start();
    let json = [("content-type", "application/json")];
    shop.send("POST", "/auth/login", &json, b"{").check(&expect![[r#"
        400
        {
          "error": "Failed to parse the request body as JSON: EOF while parsing an object at line 1 column 1"
        }
    "#]]);
    shop.send("POST", "/auth/login", &json, b"{\"email\":\"a\"}").check(&expect![[r#"
        422
        {
          "error": "Failed to deserialize the JSON body into the target type: missing field `password` at line 1 column 13"
        }
    "#]]);
    shop.send("POST", "/auth/login", &[], b"{}").check(&expect![[r#"
        415
        {
          "error": "Expected request with `Content-Type: application/json`"
        }
    "#]]);
}

#[test]
fn calls_without_a_valid_token_are_unauthorized() {
    let shop = TestShop::start();
    shop.get("/users/me").check(&expect![[r#"
        401
        {
          "error": "this call needs a bearer token"
        }
    "#]]);
    let token = shop.token(1);
    let forged = format!("2{}", &token[1..]);
    shop.get_as(&forged, "/users/me").check(&expect![[r#"
        401
        {
          "error": "the bearer token is not valid"
        }
    "#]]);
    for bad in ["", "1", "1.", "1.zz", "x.00", &token[..token.len() - 1], "1.\u{e9}"] {
        assert_eq!(shop.get_as(bad, "/users/me").status, 401, "{bad}");
    }
    let basic = [("authorization", "Basic dXNlcjpzZWNyZXQ=")];
    assert_eq!(shop.send("GET", "/users/me", &basic, b"").status, 401);
}

#[test]
fn a_user_takes_another_name_and_keeps_it() {
    let shop = TestShop::start();
    let token = shop.token(7);
    let renamed = shop.json_as(&token, "PUT", "/users/me", &json!({ "name": " New Name " }));
    renamed.check(&expect![[r#"
        200
        {
          "id": 7,
          "email": "user7@example.test",
          "name": "New Name"
        }
    "#]]);
    assert_eq!(shop.get_as(&token, "/users/me").body, renamed.body);
    assert_eq!(shop.get_as(&shop.token(8), "/users/me").json()["name"], "User 8");
}

#[test]
fn a_name_must_be_neither_empty_nor_endless() {
    let shop = TestShop::start();
    let token = shop.token(1);
    shop.json_as(&token, "PUT", "/users/me", &json!({ "name": " " })).check(&expect![[r#"
        422
        {
          "error": "a name has 1 to 100 characters"
        }
    "#]]);
    let endless = json!({ "name": "x".repeat(101) });
    assert_eq!(shop.json_as(&token, "PUT", "/users/me", &endless).status, 422);
}
