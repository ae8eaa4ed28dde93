//! Setup and teardown: done once beside a test, and what they save.

use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::{Folder, Seen};

const FILE: &str = r#"
target: TARGET
setup: [ { post: /seeds, save: { seed: SOURCE } } ]
teardown: [ { delete: "/seeds/{{seed}}" } ]
flows: { one: { tasks: [ { do: [ { get: "/items/{{seed}}", name: item } ] } ] } }
tests: { few: { users: 2, iterations: 10 } }
"#;

fn run(source: &str) -> (Seen, Vec<String>) {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"seed\":\"s7\"}";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    let text = FILE.replace("TARGET", &server.url("")).replace("SOURCE", source);
    folder.write("loadline.yaml", text);
    let seen = folder.run(&["run", "loadline.yaml", "-q"]);
    let first_line = |head: Vec<u8>| {
        let head = String::from_utf8(head).unwrap();
        head.lines().next().unwrap_or_default().to_owned()
    };
    // The look whether the target can be reached sends nothing.
    let heads = server.request_heads().into_iter().filter(|head| !head.is_empty());
    (seen, heads.map(first_line).collect())
}

#[test]
fn what_the_setup_saves_every_user_and_the_teardown_know() {
    let (seen, requests) = run("$.seed");
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    assert_eq!(requests.first().map(String::as_str), Some("POST /seeds HTTP/1.1"));
    assert_eq!(requests.last().map(String::as_str), Some("DELETE /seeds/s7 HTTP/1.1"));
    let items = requests.iter().filter(|line| *line == "GET /items/s7 HTTP/1.1").count();
    assert_eq!(items, 10, "{requests:?}");
}

#[test]
fn a_setup_that_fails_ends_it_before_the_test() {
    let (seen, requests) = run("$.absent");
    assert_eq!(seen.code, Some(110), "{seen}");
    assert!(seen.stderr.contains("the setup was not done to its end: POST"), "{seen}");
    assert_eq!(requests.len(), 1, "{requests:?}");
}
