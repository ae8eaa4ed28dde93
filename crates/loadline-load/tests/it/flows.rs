//! Flows end to end: login, saved values, weighted tasks, names and classes.

use std::collections::BTreeMap;

use loadline_core::file::parse;
use loadline_core::window::{Share, names};
use loadline_load::{FlowScenario, LoadTest, Surroundings};
use loadline_testkit::{AfterAnswer, CannedServer};

use crate::closed::paths;
use crate::run::{drive, flow, iterations_each, steps};

fn server_of(json: &str) -> CannedServer {
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{json}", json.len());
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

const SHOPPER: &str = r#"
    start: [ { post: /login, json: { user: "{{user}}" }, save: { token: $.access.token, id: $.id } } ]
    headers: { authorization: "Bearer {{token}}" }
    tasks: [ { do: [ { get: "/items/{{id}}", check: { status: 200 } } ] } ]
"#;

#[test]
fn every_user_logs_in_once_and_carries_its_token() {
    let server = server_of(r#"{ "access": { "token": "s3cret \"x\"" }, "id": 42 }"#);
    let seen = drive(iterations_each(3, 4), flow(SHOPPER, &server.url("")));
    seen.assert_all_good(15);
    assert_eq!(seen.iterations(), 12);
    // The login's save is a check, and so is each status.
    assert_eq!(seen.share(names::CHECKS), Share { hits: 15, total: 15 });
    let heads: Vec<String> =
        server.request_heads().iter().map(|head| String::from_utf8_lossy(head).into()).collect();
    let (logins, later): (Vec<_>, Vec<_>) =
        heads.iter().partition(|head| head.starts_with("POST /login "));
    assert_eq!((logins.len(), later.len()), (3, 12));
    assert!(logins.iter().all(|head| !head.contains("authorization")));
    let bearer = "\r\nauthorization: Bearer s3cret \"x\"\r\n";
    assert!(later.iter().all(|head| head.starts_with("GET /items/42 ") && head.contains(bearer)));
}

#[test]
fn what_cannot_be_saved_fails_the_check_and_ends_the_iteration() {
    for body in ["{}", "[1, 2]", "not json", ""] {
        let server = server_of(body);
        let scenario =
            steps("{ get: /first, save: { it: $.it } }, { get: /second }", &server.url(""));
        let seen = drive(iterations_each(2, 3), scenario);
        seen.assert_all_failed("failed check", 6);
        assert_eq!(seen.share(names::CHECKS), Share { hits: 0, total: 6 });
        assert!(paths(&server).iter().all(|path| path == "/first"));
        assert_eq!(seen.iterations(), 6);
    }
}

#[test]
fn a_saved_value_is_the_first_match_as_text() {
    let server =
        server_of(r#"{ "list": [ { "v": true }, { "v": "two" } ], "o": { "k": [1, null] } }"#);
    let save = "save: { any: \"$.list[*].v\", last: \"$.list[-1].v\", whole: $.o }";
    let scenario = steps(
        &format!("{{ get: /, {save} }}, {{ get: \"/{{{{any}}}}/{{{{last}}}}/{{{{whole}}}}\" }}"),
        &server.url(""),
    );
    drive(iterations_each(1, 1), scenario).assert_all_good(2);
    assert_eq!(paths(&server)[1], "/true/two/%7B%22k%22:[1,null]%7D");
}

#[test]
fn tasks_are_drawn_by_their_weight() {
    let server = server_of("{}");
    let tasks = "    tasks: [ { weight: 3, do: [ { get: /a } ] }, { do: [ { get: /b } ] }, \
                 { weight: 2, do: [ { get: /c } ] } ]\n";
    let seen = drive(iterations_each(6, 100), flow(tasks, &server.url("")));
    let by_name = seen.requests_by(names::TAG_NAME);
    // Of 600 draws 300, 100 and 200 are expected; six standard deviations are at most 74.
    for (name, expected) in [("/a", 300_u64), ("/b", 100), ("/c", 200)] {
        assert!(by_name[name].abs_diff(expected) <= 74, "{by_name:?}");
    }
    assert_eq!(by_name.values().sum::<u64>(), 600);
}

#[test]
fn the_same_seed_makes_the_same_choices_and_another_makes_others() {
    let asked = |seed| {
        let server = server_of("{}");
        let scenario = steps(r#"{ get: "/{{random 1 1000000}}" }"#, &server.url(""));
        drive(LoadTest { seed, threads: 1, ..iterations_each(1, 20) }, scenario);
        paths(&server)
    };
    assert_eq!(asked(5), asked(5));
    assert_ne!(asked(5), asked(6));
}

#[test]
fn requests_are_counted_by_name_method_class_and_status() {
    let text = r#"
classes: { simple: "GET /items/{id}", mutation: PUT /items }
flows:
  one:
    tasks:
      - do:
          - { get: "/items/{{iteration}}", name: "/items/{id}" }
          - { put: /items, json: [] }
          - { get: /health }
"#;
    let server = server_of("{}");
    let file = parse(text).unwrap_or_else(|errors| panic!("{errors:?}"));
    let flow = &file.flows["one"];
    let scenario =
        FlowScenario::new(flow, &server.url(""), &file.classes, &Surroundings::default()).unwrap();
    let seen = drive(iterations_each(2, 5), scenario);
    let by = |tag| seen.requests_by(tag);
    let counts = |pairs: [(&str, u64); 3]| BTreeMap::from(pairs.map(|(k, v)| (k.to_owned(), v)));
    assert_eq!(by(names::TAG_NAME), counts([("/items/{id}", 10), ("/items", 10), ("/health", 10)]));
    assert_eq!(by(names::TAG_CLASS), counts([("simple", 10), ("mutation", 10), ("", 10)]));
    assert_eq!(
        by(names::TAG_METHOD),
        BTreeMap::from([("GET".to_owned(), 20), ("PUT".to_owned(), 10)])
    );
    assert_eq!(by(names::TAG_STATUS), BTreeMap::from([("200".to_owned(), 30)]));
}
