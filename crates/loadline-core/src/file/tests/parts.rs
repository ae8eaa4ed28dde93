//! Parts of a file on their own: classes, templates, bodies, and every kind of traffic.

use super::*;

fn rule(class: &str, method: Option<Method>, pattern: &str) -> ClassRule {
    ClassRule { class: class.to_owned(), method, pattern: pattern.to_owned() }
}

/// The body of a step with this `json:`.
fn json(value: &str) -> String {
    let text = format!(
        "flows:\n  f:\n    start: [{{ get: /, save: {{ token: $.t }} }}]\n    tasks:\n    - do:\n      - \
         post: /\n        json: {value}\n"
    );
    let file = parse(&text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    match &file.flows["f"].tasks[0].actions[0].as_request().expect("a request").body {
        Body::Json(template) => template.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The traffic of a test with these keys, printed.
fn traffic(keys: &str) -> String {
    let file = parse(&format!("tests: {{ t: {{ {keys} }} }}")).unwrap();
    file.tests[0].traffic()
}

#[test]
fn a_class_matches_whole_paths_and_ignores_queries() {
    let item = rule("simple", Some(Method::Get), "/items/{id}");
    assert!(item.matches(Method::Get, "/items/17"));
    assert!(item.matches(Method::Get, "/items/17?full=yes#top"));
    assert!(item.matches(Method::Get, "https://example.test/items/17"));
    assert!(!item.matches(Method::Put, "/items/17"));
    assert!(!item.matches(Method::Get, "/items/"));
    assert!(!item.matches(Method::Get, "/items/17/parts"));
    let root = rule("page", None, "/");
    assert!(root.matches(Method::Head, "https://example.test"));
    assert!(root.matches(Method::Get, "/?q=1"));
}

#[test]
fn the_first_matching_class_wins() {
    let rules = [rule("search", None, "/items/search"), rule("simple", None, "/items/{id}")];
    assert_eq!(class_of(&rules, Method::Get, "/items/search?q=a"), Some("search"));
    assert_eq!(class_of(&rules, Method::Get, "/items/1"), Some("simple"));
    assert_eq!(class_of(&rules, Method::Get, "/orders"), None);
}

#[test]
fn a_class_may_have_several_patterns() {
    let text = "classes:\n  mutation: [ POST /orders, put /users/me ]\n  other: /x\n";
    let file = parse(text).unwrap();
    assert_eq!(file.class_of(Method::Put, "/users/me"), Some("mutation"));
    assert_eq!(file.class_of(Method::Delete, "/x"), Some("other"));
}

#[test]
fn templates_are_printed_as_they_were_read() {
    for text in ["", "plain }}", "{{user}}", "a{{token}}b{{iteration}}", "{{random -5 5}}/x"] {
        assert_eq!(Template::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Template::parse("{{ random  1  2 }}").unwrap().to_string(), "{{random 1 2}}");
    assert_eq!(Template::parse("a{{t}}").unwrap().values().collect::<Vec<_>>(), ["t"]);
    assert_eq!(Template::constant("{{").as_text(), Some("{{"));
    assert!(Template::parse("").unwrap().is_constant());
    assert!(!Template::parse("{{user}}").unwrap().is_constant());
}

#[test]
fn json_bodies_keep_their_types() {
    assert_eq!(
        json("{ a: 1, b: 1.5e3, c: '1', d: true, e: ~ }"),
        r#"{"a":1,"b":1.5e3,"c":"1","d":true,"e":null}"#
    );
    assert_eq!(json("[ 010, .5, 0x1F, -0, False ]"), r#"["010",".5","0x1F",-0,false]"#);
    assert_eq!(json("\"quote \\\" line\\n bell\\a\""), r#""quote \" line\n bell\u0007""#);
    assert_eq!(json("null"), "null");
}

#[test]
fn json_bodies_keep_their_values() {
    assert_eq!(json("{ t: \"x{{token}}\" }"), r#"{"t":"x{{token}}"}"#);
    assert_eq!(
        json("{ t: \"{{token}}\", id: \"{{random 1 9}}\" }"),
        r#"{"t":"{{token}}","id":{{random 1 9}}}"#
    );
    assert_eq!(
        json("{ name: \"u{{user}}\", n: \"{{user}}\" }"),
        r#"{"name":"u{{user}}","n":{{user}}}"#
    );
}

#[test]
fn every_kind_of_traffic_can_be_written() {
    assert_eq!(traffic("users: 64, for: 10s"), "64 users for 10s");
    assert_eq!(traffic("users: [ 7m to 200, 7m at 200 ]"), "users 7m to 200, 7m at 200");
    assert_eq!(traffic("users: 1m to 20"), "users 1m to 20");
    assert_eq!(traffic("rate: 1000/s, for: 1m"), "1000/s for 1m");
    assert_eq!(traffic("rate: 1m to 50/s, arrivals: poisson"), "rate 1m to 50/s, poisson");
    assert_eq!(
        traffic("users: 10, iterations: 1000"),
        "1000 iterations shared by 10 users, 10m at most"
    );
    assert_eq!(
        traffic("users: 10, iterations_each: 5, for: 1m"),
        "5 iterations by each of 10 users, 1m at most"
    );
    assert_eq!(traffic("burst: 1000"), "burst of 1000, 1m at most");
}

#[test]
fn a_test_keeps_its_limits() {
    let keys = "rate: 10/s, for: 1m, max_users: 50, connections: 8, graceful_stop: 5s, think: 0s";
    let file = parse(&format!("tests: {{ t: {{ {keys} }} }}")).unwrap();
    let test = &file.tests[0];
    assert_eq!((test.loads[0].max_users, test.connections), (Some(50), Some(8)));
    assert_eq!(
        (test.graceful_stop, test.loads[0].think),
        (Some(Span::from_secs(5)), Some(Think::None))
    );
    assert_eq!(file.flow_of(&test.loads[0]), None);
}

#[test]
fn bodies_of_text_and_of_zeros_are_read() {
    let text = "flows: { f: { tasks: [ { do: [ { post: /a, body: \"x={{user}}\" }, { post: /b, body_size: \
                10MB } ] } ] } }";
    let file = parse(text).unwrap();
    let steps: Vec<_> =
        file.flows["f"].tasks[0].actions.iter().filter_map(Action::as_request).collect();
    assert!(matches!(&steps[0].body, Body::Text(text) if text.to_string() == "x={{user}}"));
    assert_eq!(steps[1].body, Body::Zeros(10_000_000));
}

#[test]
fn success_is_what_the_check_names_or_any_status_below_400() {
    let text = "flows: { f: { tasks: [ { do: [ { get: /, check: { status: [200, 404] } }, { get: / } ] } ] } }";
    let file = parse(text).unwrap();
    let steps: Vec<_> =
        file.flows["f"].tasks[0].actions.iter().filter_map(Action::as_request).collect();
    assert!(steps[0].accepts(404) && !steps[0].accepts(302));
    assert!(steps[1].accepts(302) && !steps[1].accepts(404));
}
