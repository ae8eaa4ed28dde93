//! Sources that are not what they are said to be: the place, what is wrong, what is accepted.

use expect_test::{Expect, expect};

use super::{Kind, LIBRARY, Options, SHOP};
use crate::flows::convert;

fn check(kind: Kind, source: &str, expected: &Expect) {
    let error = convert(kind, source.as_bytes(), &Options::default()).unwrap_err();
    let place = format!("{}:{}", error.line, error.column);
    expected.assert_eq(&format!("{place} {}\nhint: {}\n", error.message, error.hint));
}

#[test]
fn a_recording_that_breaks_off_says_where() {
    check(
        Kind::Har,
        &SHOP[..SHOP.len() / 2],
        &expect![[r#"
        1016:5 the file breaks off here: the JSON is not closed
        hint: save or fetch the file again
    "#]],
    );
}

#[test]
fn json_that_is_no_recording_is_told_apart() {
    check(
        Kind::Har,
        "{}",
        &expect![[r#"
        0:0 the key `log` is missing: this is not a HAR
        hint: accepted is a HAR 1.2: browsers write one with "Save all as HAR" in the network panel of their developer tools
    "#]],
    );
    check(
        Kind::Har,
        r#"{"openapi":"3.0.0"}"#,
        &expect![[r#"
        0:0 this is an API's description, not a HAR
        hint: `--from openapi` reads it
    "#]],
    );
    check(
        Kind::Har,
        r#"{"log":{"version":"1.2","entries":[]}}"#,
        &expect![[r#"
        0:0 the recording is empty: `log.entries` has nothing in it
        hint: accepted is a HAR 1.2: browsers write one with "Save all as HAR" in the network panel of their developer tools
    "#]],
    );
    check(
        Kind::Har,
        r#"{"log":{"version":"2.0","entries":[{}]}}"#,
        &expect![[r#"
        0:0 the HAR is of version 2.0
        hint: accepted is a HAR 1.2: browsers write one with "Save all as HAR" in the network panel of their developer tools
    "#]],
    );
    check(
        Kind::Har,
        r#"{"log":{"entries":[{"request":{"url":"data:x"}}]}}"#,
        &expect![[r#"
        0:0 nothing in the recording is a request that can be sent again
        hint: accepted is a HAR 1.2: browsers write one with "Save all as HAR" in the network panel of their developer tools
    "#]],
    );
    check(
        Kind::Har,
        "not json",
        &expect![[r#"
        1:2 this is not JSON: expected ident
        hint: accepted is a HAR 1.2: browsers write one with "Save all as HAR" in the network panel of their developer tools
    "#]],
    );
}

#[test]
fn a_newer_recording_of_the_same_shape_is_read_with_a_note() {
    let newer = SHOP.replacen("\"version\": \"1.2\"", "\"version\": \"1.3\"", 1);
    let written = convert(Kind::Har, newer.as_bytes(), &Options::default()).unwrap();
    assert!(written.notes[0].contains("newer version"), "{:?}", written.notes);
}

#[test]
fn descriptions_of_another_kind_are_told_apart() {
    check(
        Kind::OpenApi,
        r#"{"openapi":"4.0.0"}"#,
        &expect![[r#"
        0:0 this is OpenAPI 4.0.0
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML
    "#]],
    );
    check(
        Kind::OpenApi,
        "swagger: '1.2'",
        &expect![[r#"
        0:0 this is Swagger 1.2
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML
    "#]],
    );
    check(
        Kind::OpenApi,
        r#"{"log":{}}"#,
        &expect![[r#"
        0:0 this is a HAR, not an API's description
        hint: `--from har` reads it
    "#]],
    );
    check(
        Kind::OpenApi,
        "openapi: 3.0.0\npaths: {}",
        &expect![[r#"
        0:0 the description has no operation under `paths`
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2 with at least one path
    "#]],
    );
    check(
        Kind::OpenApi,
        "openapi: 3.0.0\n\tpaths: {}",
        &expect![[r#"
        1:10 this is not YAML: while scanning a plain scalar, found a tab
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML
    "#]],
    );
    check(
        Kind::OpenApi,
        &LIBRARY[..LIBRARY.len() - 20],
        &expect![[r#"
        87:1 this is not YAML: while parsing a node, did not find expected node content
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML
    "#]],
    );
}

#[test]
fn command_lines_say_what_is_missing() {
    check(
        Kind::Curl,
        "ls -l",
        &expect![[r#"
        0:0 no command in it is curl
        hint: accepted are command lines such as `curl https://shop.test/items -H 'accept: application/json'`, as a browser's "Copy as cURL (bash)" writes them
    "#]],
    );
    check(
        Kind::Curl,
        "\n\ncurl -H 'a: b'",
        &expect![[r#"
        3:0 the command names no URL
        hint: accepted are command lines such as `curl https://shop.test/items -H 'accept: application/json'`, as a browser's "Copy as cURL (bash)" writes them
    "#]],
    );
    check(
        Kind::Curl,
        "curl http://a.test -H 'a: b",
        &expect![[r#"
        1:0 the quote ' is not closed
        hint: copy the whole command; lines end in `\` where it goes on
    "#]],
    );
    check(
        Kind::Curl,
        "curl http://a.test -H",
        &expect![[r#"
        1:0 the command ends where `-H` wants a value
        hint: copy the whole command; lines end in `\` where it goes on
    "#]],
    );
    check(
        Kind::Curl,
        "curl ^\"http://a.test^\"",
        &expect![[r#"
        1:0 this is quoted for the command prompt of Windows
        hint: copy it as cURL (bash)
    "#]],
    );
    check(
        Kind::Curl,
        "curl http://a.test -d \"$(cat x)\"",
        &expect![[r#"
        1:0 a command within the command line is not run
        hint: put what it prints in its place
    "#]],
    );
}

#[test]
fn addresses_and_methods_of_command_lines_are_looked_at() {
    check(
        Kind::Curl,
        "curl http://$HOST/x",
        &expect![[r#"
        1:0 `http://${HOST}/x` has a variable for its host
        hint: put the host there, or `$BASE/path` with `--target URL`
    "#]],
    );
    check(
        Kind::Curl,
        "curl ftp://a.test/x",
        &expect![[r#"
        1:0 `ftp://a.test/x` is not an http or https URL
        hint: such as `https://shop.test/items`
    "#]],
    );
    check(
        Kind::Curl,
        "curl -X PROPFIND http://a.test/x",
        &expect![[r#"
        1:0 `PROPFIND` is not a method; accepted: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        hint: 
    "#]],
    );
}

#[test]
fn deep_and_multiplying_documents_are_refused() {
    let deep = "[".repeat(1_000);
    check(
        Kind::Har,
        &deep,
        &expect![[r#"
        1:128 this is not JSON: recursion limit exceeded
        hint: accepted is a HAR 1.2: browsers write one with "Save all as HAR" in the network panel of their developer tools
    "#]],
    );
    let aliases: String = (1..12)
        .map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(",")))
        .collect();
    check(
        Kind::OpenApi,
        &format!("openapi: 3.0.0\na0: &a0 [x]\n{aliases}"),
        &expect![[r#"
        9:26 the file holds more than is read, aliases counted each time
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML
    "#]],
    );
}
