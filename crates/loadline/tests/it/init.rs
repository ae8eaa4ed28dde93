//! `loadline init`: what it writes runs as it stands, what it says, what it refuses.

use std::io::Write as _;
use std::process::Stdio;

use expect_test::{Expect, expect, expect_file};
use loadline_testkit::{AfterAnswer, CannedServer};
use serde_json::Value;

use crate::program::{Folder, Seen, check};

const SHOP: &str = include_str!("../../../loadline-import/tests/it/files/flows/shop.har");
const LIBRARY: &str = include_str!("../../../loadline-import/tests/it/files/flows/library.yaml");
const QUEUE: &str = include_str!("../../../loadline-import/tests/it/files/flows/queue.json");
const BROWSER: &str = include_str!("../../../loadline-import/tests/it/files/flows/browser.sh");

/// A server that answers everything with a token and an id.
fn server() -> CannedServer {
    let body = r#"{"access_token":"token-1","id":17}"#;
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

/// Writes a file from `source` and does iterations of it; none of its requests may fail.
fn runs(kind: &str, source: &str, iterations: &str) -> (Folder, Value, CannedServer) {
    let server = server();
    let folder = Folder::with("source", source);
    folder.write("pic.png", "a picture");
    let seen = folder.run(&["init", "--from", kind, "source", "--target", &server.url("")]);
    assert_eq!(seen.code, Some(0), "{seen}");
    // The server knows one status only, and one host.
    let text = folder.read("loadline.yaml");
    let statuses = ["201", "202", "204"]
        .iter()
        .fold(text, |text, status| text.replace(&format!("status: {status}"), "status: 200"));
    folder.write("loadline.yaml", statuses.replace("https://other.test", &server.url("")));
    let mut command = folder.command(&["run", "loadline.yaml", "-q", "--out", "json=result.json"]);
    command.args(["--iterations", iterations, "--users", "1", "--think", "0s"]);
    for secret in
        ["API_KEY", "API_TOKEN", "API_USER", "API_PASSWORD", "COOKIE", "PASSWORD", "TOKEN"]
    {
        command.env(secret, "a-secret");
    }
    let output = command.output().unwrap();
    // Trusted or not: a busy machine changes no counts.
    assert!(
        matches!(output.status.code(), Some(0 | 110)),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let json: Value = serde_json::from_str(&folder.read("result.json")).unwrap();
    assert_eq!(json["requests"]["failed"], 0, "{json}");
    (folder, json, server)
}

#[test]
fn a_browser_s_recording_runs_as_it_stands() {
    let (_, json, server) = runs("har", SHOP, "1");
    assert_eq!(json["requests"]["total"], 14);
    let heads: Vec<String> = server
        .request_heads()
        .iter()
        .map(|head| String::from_utf8_lossy(head).into_owned())
        .collect();
    // What the login brought is shown, and the order that was made is read.
    assert!(heads.iter().any(|head| head.contains("Bearer token-1")), "{heads:#?}");
    assert!(
        heads.iter().any(|head| head.starts_with("GET /orders/17?expand=items ")),
        "{heads:#?}"
    );
}

#[test]
fn descriptions_of_apis_run_as_they_stand() {
    for (source, base) in [(LIBRARY, "/v1/"), (QUEUE, "/api/")] {
        let (folder, _, server) = runs("openapi", source, "60");
        let heads = server.request_heads();
        assert!(heads.iter().all(|head| !head.starts_with(b"DELETE")));
        let under = |head: &Vec<u8>| String::from_utf8_lossy(head).contains(&format!(" {base}"));
        // The first request is the one that asks whether anybody is there.
        assert!(heads.iter().skip(1).all(under), "{}", folder.read("loadline.yaml"));
    }
}

#[test]
fn command_lines_run_as_they_stand() {
    let (_, json, _) = runs("curl", BROWSER, "1");
    assert_eq!(json["requests"]["total"], 5);
}

#[test]
fn the_starting_file_runs_as_it_stands() {
    let server = server();
    let folder = Folder::new();
    let target = server.url("");
    assert_eq!(folder.run(&["init", "--target", &target]).code, Some(0));
    let run = ["run", "loadline.yaml", "-q", "--iterations", "2", "--users", "1", "--think", "0s"];
    let seen = folder.run(&run);
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
}

#[test]
fn what_was_written_left_out_and_comes_next_is_said() {
    let folder = Folder::with("library.yaml", LIBRARY);
    check(
        &folder,
        &["init", "--from", "openapi", "library.yaml", "--out", "api.yaml"],
        &expect![[r#"
            exit 0
            --- stdout
            written: api.yaml (7 requests in 7 tasks, 2 flows)
            written: loadline-upload.bin
            --- stderr
            left out or changed:
              files to upload: a small one stands for each, put a real one there: loadline-upload.bin
              references that lead nowhere, in a circle or to other documents: POST /elsewhere
            hint: API_TOKEN=… loadline run api.yaml
        "#]],
    );
    assert_eq!(folder.names(), ["api.yaml", "library.yaml", "loadline-upload.bin"]);
    expect_file!["snapshots/init_openapi.txt"].assert_eq(&folder.read("api.yaml"));
}

#[test]
fn a_file_that_is_there_is_kept() {
    let folder = Folder::with("loadline.yaml", "mine");
    check(
        &folder,
        &["init"],
        &expect![[r#"
        exit 2
        --- stderr
        error: loadline.yaml is there already
        hint: `--force` writes over it, `--out FILE` writes elsewhere
    "#]],
    );
    assert_eq!(folder.read("loadline.yaml"), "mine");
    assert_eq!(folder.run(&["init", "--force"]).code, Some(0));
    assert!(folder.read("loadline.yaml").contains("service: my service"));
}

#[test]
fn a_command_line_comes_from_standard_input_too() {
    let folder = Folder::new();
    let mut command = folder.command(&["init", "--from", "curl", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"curl http://127.0.0.1:9/x").unwrap();
    assert!(child.wait().unwrap().success());
    assert!(folder.read("loadline.yaml").contains("get: /x"));
}

fn refused(kind: &str, source: &str, expected: &Expect) {
    let folder = Folder::with("source", source);
    let seen: Seen = folder.run(&["init", "--from", kind, "source"]);
    expected.assert_eq(&seen.redacted(&folder));
    assert_eq!(folder.names(), ["source"]);
}

#[test]
fn sources_that_are_something_else_are_refused_with_their_place() {
    refused(
        "har",
        &SHOP[..5_000],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot import source:233:13: the file breaks off here: the JSON is not closed
        hint: save or fetch the file again
    "#]],
    );
    refused(
        "openapi",
        "openapi: 3.0.0\npaths: [",
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot import source:3:1: this is not YAML: while parsing a node, did not find expected node content
        hint: accepted is OpenAPI 3.0 or 3.1 or Swagger 2, as JSON or YAML
    "#]],
    );
    refused(
        "curl",
        "\ncurl -H 'a: b'\n",
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot import source:2: the command names no URL
        hint: accepted are command lines such as `curl https://shop.test/items -H 'accept: application/json'`, as a browser's "Copy as cURL (bash)" writes them
    "#]],
    );
    refused(
        "postman",
        "{}",
        &expect![[r#"
        exit 2
        --- stderr
        error: `postman` is not something to start from
        hint: accepted: `har`, `openapi`, `curl`, such as `--from har session.har`
    "#]],
    );
    check(
        &Folder::new(),
        &["init", "--from", "har", "no.har"],
        &expect![[r#"
            exit 104
            --- stderr
            error: cannot import no.har: No such file or directory (os error 2)
            hint: name a file, or `-` for standard input
        "#]],
    );
    check(
        &Folder::new(),
        &["init", "--target", "shop"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `shop` is not a target: it does not begin with `http://` or `https://`
        hint: a target reads like `http://127.0.0.1:8080/path`
    "#]],
    );
}

#[test]
fn init_explains_its_arguments() {
    let folder = Folder::new();
    let seen = folder.run(&["init", "--help"]);
    expect_file!["snapshots/help_init.txt"].assert_eq(&seen.redacted(&folder));
}
