//! What cannot be driven, and how it is said.

use super::*;

fn check(steps: &str, target: &str, expected: &str) {
    let error = plan(&file(steps, ""), target).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_target_must_be_a_url_of_http() {
    let check = |target, expected| check("{ get: / }", target, expected);
    check(
        "shop.test/items",
        "`shop.test/items` is not a target: it does not begin with `http://` or `https://`",
    );
    check(
        "ftp://shop.test",
        "`ftp://shop.test` is not a target: the scheme `ftp` is not `http` or `https`",
    );
    check("http://", "`http://` is not a target: it has no host");
    check(
        "http://shop.test:99999",
        "`http://shop.test:99999` is not a target: its port is not a number up to 65535",
    );
    check(
        "http://me:secret@shop.test",
        "`http://…@shop.test` is not a target: credentials do not belong into a URL",
    );
}

#[test]
fn a_host_must_be_known_ahead() {
    let moving = |path: &str| {
        let steps = format!("{{ get: /, save: {{ host: $.h }} }}, {{ get: \"{path}\" }}");
        let message = "has a value to fill in before its path: the host must be known ahead";
        check(&steps, TARGET, &format!("`{path}` {message}"));
    };
    moving("http://{{host}}/items");
    moving("http://a.{{host}}");
    moving("http://shop.test:{{host}}/x");
}

#[test]
fn a_whole_url_must_be_one() {
    check(
        "{ get: \"http://shop.test:x/\" }",
        TARGET,
        "`http://shop.test:x` is not a target: its port is not a number up to 65535",
    );
}

#[test]
fn a_save_must_be_a_jsonpath_and_its_place_is_told() {
    let file = file("{ get: /, save: { it: \"token[\" } }", "");
    let error = plan(&file, TARGET).unwrap_err();
    let FlowError::JsonPath { path, why, place } = &error else { panic!("{error}") };
    assert_eq!(path, "token[");
    assert!(!why.is_empty());
    assert_eq!((place.line, place.length), (6, 8));
    assert!(error.to_string().starts_with("`token[` is not a JSONPath: "), "{error}");
}
