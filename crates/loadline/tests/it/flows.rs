//! Files with flows, classes and packs, driven for real.

use loadline_testkit::{AfterAnswer, CannedServer};
use serde_json::Value;

use crate::program::Folder;

/// A service with a login, a class and a pack beside its file.
const SERVICE: &str = r#"
service: store front
target: TARGET
standards: [./packs/own.yaml]
classes: { simple: "GET /items/{id}", login: POST /auth/login }
objectives: [http p95 < 50s where class = simple]
flows:
  shopper:
    start:
      - { post: /auth/login, name: log in, json: { user: "{{user}}" }, save: { token: $.token } }
    headers: { authorization: "Bearer {{token}}" }
    tasks: [ { do: [ { get: "/items/{{random 1 9}}", name: "/items/{id}", check: { status: 200 } } ] } ]
tests:
  few: { flow: shopper, users: 2, iterations: 10 }
  more: { flow: shopper, users: 2, iterations: 20 }
"#;
const PACK: &str = "pack: own\nobjectives: { X1: http p99 < 55s }\n";

/// Runs the service's file from the folder above it.
fn run(arguments: &[&str]) -> (Value, CannedServer) {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"token\":\"t-1\"}";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    folder.write("shop/packs/own.yaml", PACK);
    folder.write("shop/loadline.yaml", SERVICE.replace("TARGET", &server.url("")));
    let basic = ["run", "shop/loadline.yaml", "-q", "--out", "json=result.json"];
    let seen = folder.run(&[&basic[..], arguments].concat());
    // Trusted or not: what is driven and promised is the same on a busy machine.
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    (serde_json::from_str(&folder.read("result.json")).unwrap(), server)
}

#[test]
fn the_first_test_of_a_file_runs_with_its_names_classes_and_promises() {
    let (json, server) = run(&[]);
    assert_eq!(
        (&json["run"]["name"], &json["run"]["service"]),
        (&"few".into(), &"store front".into())
    );
    // Ten iterations, and a log-in for each of two users.
    assert_eq!(json["requests"]["total"], 12);
    let text = json.to_string();
    for expected in ["\"/items/{id}\"", "\"log in\"", "\"simple\"", "\"login\""] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    let sentence = |verdict: &Value| verdict["objective"].as_str().map(str::to_owned);
    let verdicts: Vec<_> =
        json["verdicts"].as_array().unwrap().iter().filter_map(sentence).collect();
    assert!(verdicts.contains(&"http p95 < 50s where class = simple".to_owned()), "{verdicts:?}");
    assert!(
        verdicts.contains(&"http p99 < 55s".to_owned()),
        "the pack beside the file: {verdicts:?}"
    );
    let heads = server.request_heads();
    let with_token = heads.iter().filter(|head| head.windows(10).any(|part| part == b"Bearer t-1"));
    assert!(with_token.count() >= 10, "the saved token is sent");
}

#[test]
fn a_test_is_chosen_by_its_name() {
    assert_eq!(run(&["--test", "more"]).0["requests"]["total"], 22);
}

#[test]
fn figures_on_the_command_line_drive_the_flow_of_the_file() {
    assert_eq!(run(&["--users", "1", "--iterations", "3"]).0["requests"]["total"], 4);
}
