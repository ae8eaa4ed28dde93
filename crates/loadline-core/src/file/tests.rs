//! `loadline.yaml`: what a whole file says, and each mistake in its place.

mod mistakes;
mod mistakes_in_flows;
mod mistakes_in_tests;
mod parts;
mod variables;
mod whole;

use super::*;
use crate::quantity::Span;
use crate::traffic::{Spacing, Stage, Think, Traffic};

const EXAMPLE: &str = r#"
service: shop
target: http://127.0.0.1:8080
standards: [swe-platform]                 # packs, paths or URLs; later ones win
classes:                                  # first match wins; {…} matches one path segment
  health: GET /health
  simple: GET /items/{id}
  search: GET /items/search
objectives:
  - http p95 < 50ms where class = simple
flows:
  shopper:
    start:                                # once per user
      - post: /auth/login
        json: { email: "user{{user}}@example.test", password: secret }
        save: { token: $.access_token }   # RFC 9535 JSONPath
    headers: { authorization: "Bearer {{token}}" }
    think: 1s..3s
    tasks:                                # weighted
      - weight: 3
        do: [ { get: "/items/{{random 1 1000}}", name: "/items/{id}", check: { status: 200 } } ]
      - weight: 1
        do: [ { put: /users/me, json: { name: New Name } } ]
tests:
  load: { flow: shopper, users: [ 7m to 200, 7m at 200, 7m to 0 ] }
  rate: { flow: shopper, rate: 1000/s, for: 1m }
"#;

fn example() -> LoadlineFile {
    parse(EXAMPLE).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

#[test]
fn the_example_of_the_design_names_its_service_and_promises() {
    let file = example();
    assert_eq!(file.service.as_deref(), Some("shop"));
    assert_eq!(file.target.unwrap().value, "http://127.0.0.1:8080");
    let standard = &file.standards[0];
    assert_eq!((standard.value.as_str(), standard.place.line), ("swe-platform", 4));
    assert_eq!(file.classes.len(), 3);
    assert_eq!(file.objectives[0].to_string(), "http p95 < 50ms where class = simple");
}

#[test]
fn the_example_of_the_design_has_a_flow_with_login_and_weighted_tasks() {
    let file = example();
    let flow = &file.flows["shopper"];
    let login = flow.start[0].as_request().expect("a request");
    assert_eq!((login.method, login.label().as_str()), (Method::Post, "/auth/login"));
    let Body::Json(json) = &login.body else { panic!("{:?}", login.body) };
    assert_eq!(json.to_string(), r#"{"email":"user{{user}}@example.test","password":"secret"}"#);
    let Save { name, source: Source::Json(path) } = &login.save[0] else { panic!("{login:?}") };
    assert_eq!((name.as_str(), path.value.as_str()), ("token", "$.access_token"));
    assert_eq!(flow.headers[0].1.to_string(), "Bearer {{token}}");
    assert_eq!(flow.think, Some(Think::Range(Span::from_secs(1), Span::from_secs(3))));
    assert_eq!(flow.tasks.iter().map(|task| task.weight).collect::<Vec<_>>(), [3, 1]);
    let item = flow.tasks[0].actions[0].as_request().expect("a request");
    assert_eq!(item.path.parts()[1], Part::Random { low: 1, high: 1000 });
    assert_eq!((item.label().as_str(), &item.expected_status[..]), ("/items/{id}", &[200][..]));
}

#[test]
fn the_example_of_the_design_has_two_tests() {
    let file = example();
    let minutes = |count: u64| Span::from_secs(60 * count);
    let stage = |from, to, length| Stage { from, to, length };
    let load = &file.tests[0];
    assert_eq!((load.name.as_str(), load.loads[0].flow.as_deref()), ("load", Some("shopper")));
    let up_level_down = vec![
        stage(0.0, 200.0, minutes(7)),
        stage(200.0, 200.0, minutes(7)),
        stage(200.0, 0.0, minutes(7)),
    ];
    assert_eq!(load.loads[0].traffic, Traffic::Users(up_level_down));
    let steady = vec![stage(1000.0, 1000.0, minutes(1))];
    assert_eq!(
        file.tests[1].loads[0].traffic,
        Traffic::Rate { stages: steady, spacing: Spacing::Even }
    );
    assert!(file.flow_of(&load.loads[0]).is_some());
}

#[test]
fn no_change_to_the_example_makes_reading_panic() {
    let letters: Vec<char> = "{}[]:-,#&*!|>'\"%@` \t\n0a\u{e9}".chars().collect();
    let seed = 5;
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..2_000 {
        let mut text: Vec<char> = EXAMPLE.chars().collect();
        for _ in 0..random.usize(1..4) {
            let place = random.usize(..text.len());
            match random.u8(..3) {
                0 => text[place] = letters[random.usize(..letters.len())],
                1 => text.insert(place, letters[random.usize(..letters.len())]),
                _ => drop(text.remove(place)),
            }
        }
        let text: String = text.into_iter().collect();
        let outcome = std::panic::catch_unwind(|| parse(&text));
        let Ok(read) = outcome else { panic!("seed {seed}: {text}") };
        for error in read.err().into_iter().flatten() {
            let end = error.offset + error.length;
            assert!(text.get(error.offset..end).is_some(), "seed {seed}: {error:?} in {text}");
        }
    }
}

#[test]
fn a_file_without_flows_and_tests_is_enough() {
    let file = parse("target: https://example.test\nflows:\n").unwrap();
    assert!(file.flows.is_empty() && file.tests.is_empty());
}
