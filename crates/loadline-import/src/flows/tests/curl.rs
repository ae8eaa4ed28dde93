//! Command lines.

use expect_test::expect;

use super::{BROWSER, Kind, converted, flows};

#[test]
fn what_a_browser_copies_becomes_requests() {
    let (written, file) = converted(Kind::Curl, BROWSER);
    assert_eq!(file.target.unwrap().value, "https://shop.test");
    assert_eq!(written.reads, ["pic.png"]);
    expect![[r##"
        # The commands in their order: an iteration does all of them.
        requests:
          think: 1s..3s
          tasks:
            - do:
                - post: /api/login
                  headers:
                    accept: "*/*"
                    cookie: "{{secret COOKIE}}"
                    accept-encoding: "gzip, deflate, br, zstd"
                  json: { user: a'b, password: "{{secret PASSWORD}}" }
                  redirects: 0
                - get: "/items/42?q=a%20b&api_key={{secret API_KEY}}"
                  name: "/items/{id}"
                  headers: { authorization: "Bearer {{secret TOKEN}}" }
                - post: /uploads
                  multipart: { file: { file: pic.png, type: image/png }, note: hi }
                  redirects: 0
                - get: https://other.test/s?a=1&b=%7B%7Bx
                  name: /s
                  auth: { basic: "{{secret API_USER}}:{{secret API_PASSWORD}}" }
                  redirects: 0
                - { post: /form, form: { a: "1", b: two words }, redirects: 0 }
    "##]]
    .assert_eq(&flows(&written));
    expect![[r#"
        unknown flags of curl: --no-such-flag
        certificates were not checked: `loadline run --insecure` does the same"#]]
    .assert_eq(&written.notes.join("\n"));
}

/// The step that a command becomes.
fn check(command: &str, expected: &expect_test::Expect) {
    let (written, _) = converted(Kind::Curl, command);
    let flows = flows(&written);
    let (_, steps) = flows.split_once("- do:\n").unwrap();
    let steps: String = steps.lines().map(|line| format!("{}\n", &line[8..])).collect();
    expected.assert_eq(&steps);
}

#[test]
fn quotes_are_those_of_bash() {
    check(
        r#"curl http://a.test/x -d a"b c"'d"e'$'\t\x41\u00fc'\ f -L"#,
        &expect![[r#"
        - post: /x
          headers: { content-type: application/x-www-form-urlencoded }
          body: "ab cd\"e\tAü f"
    "#]],
    );
}

#[test]
fn json_of_its_own_flag_and_of_a_header_is_written_as_yaml() {
    check(
        r#"curl a.test --json '{"n": [1, 2.5, "3"], "s": "x: y"}' -L -m 1.5"#,
        &expect![[r#"
        - post: /
          headers: { accept: application/json }
          json: { "n": [1, 2.5, "3"], s: "x: y" }
          timeout: 1.5s
    "#]],
    );
    check(
        "curl a.test -H 'Content-Type: application/json' -d '{broken' -L",
        &expect![[r#"
        - { post: /, headers: { content-type: application/json }, body: "{broken" }
    "#]],
    );
}

#[test]
fn variables_of_the_shell_become_those_of_the_environment() {
    check(
        r#"curl "a.test/users/$ID?x=${X:-1}" -H "x-token: $TOKEN" -LI"#,
        &expect![[r#"
        - head: "/users/{{env ID}}?x={{env X}}"
          name: "/users/{id}"
          headers: { x-token: "{{secret TOKEN}}" }
    "#]],
    );
}

#[test]
fn several_urls_and_next_make_several_requests() {
    check(
        "curl -XPUT http://a.test/1 -T up.bin --next -LsS http://a.test/2 | jq .",
        &expect![[r#"
            - { put: /1, name: "/{id}", file: up.bin, redirects: 0 }
            - { get: /2, name: "/{id}" }
        "#]],
    );
}
