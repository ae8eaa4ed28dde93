//! Where steps go, and what they are counted under.

use super::*;

/// The request line and the endpoint of a step on a target.
fn check(target: &str, path: &str, line: &str, endpoint: &str) {
    let plan = plan(&file(&format!("{{ get: \"{path}\" }}"), ""), target).unwrap();
    let step = plan.steps().next().unwrap();
    assert_eq!(request_line(&plan, step), format!("GET {line} HTTP/1.1"));
    assert_eq!(step.endpoint.to_string(), endpoint);
}

#[test]
fn a_path_goes_below_the_target() {
    check("http://shop.test", "/items", "/items", "http://shop.test");
    check("http://shop.test/", "/items", "/items", "http://shop.test");
    check("http://shop.test:80", "/", "/", "http://shop.test");
    check("https://shop.test:443", "/", "/", "https://shop.test");
    check("https://shop.test:80", "/", "/", "https://shop.test:80");
    check("http://[::1]:81", "/", "/", "http://[::1]:81");
}

#[test]
fn a_target_with_a_path_is_a_prefix() {
    check("http://shop.test/api/v1", "/items", "/api/v1/items", "http://shop.test");
    check("http://shop.test/api/v1/", "/{{user}}", "/api/v1/7", "http://shop.test");
}

#[test]
fn a_whole_url_goes_to_its_own_host_without_the_prefix() {
    let target = "http://shop.test/api";
    check(target, "https://pay.test:8443/pay?x=1", "/pay?x=1", "https://pay.test:8443");
    check(target, "http://pay.test/u/{{user}}", "/u/7", "http://pay.test");
    check(target, "http://pay.test", "/", "http://pay.test");
    check(target, "http://pay.test/{{user}}", "/7", "http://pay.test");
    check(target, "http://pay.test?x=1", "/?x=1", "http://pay.test");
    check(target, "http://pay.test?u={{user}}", "/?u=7", "http://pay.test");
}

#[test]
fn each_server_of_a_flow_is_named_once() {
    let file = file("{ get: /a }, { get: http://pay.test/ }, { get: /b }", "");
    let scenario =
        FlowScenario::new(&file.flows["one"], TARGET, &[], &Surroundings::default()).unwrap();
    let endpoints: Vec<_> = scenario.endpoints().iter().map(ToString::to_string).collect();
    assert_eq!(endpoints, ["http://shop.test:8080", "http://pay.test"]);
}

#[test]
fn a_step_is_counted_under_its_name_and_the_first_class_that_fits() {
    let classes =
        r#"classes: { health: GET /health, simple: "GET /items/{id}", any: "/items/{id}" }"#;
    let steps = r#"{ get: /health }, { get: "/items/{{random 1 9}}?x=1", name: item },
        { put: "/items/{{user}}" }, { get: "http://pay.test/items/5" }, { get: /other }"#;
    let plan = plan(&file(steps, classes), "http://shop.test/api").unwrap();
    let labels: Vec<_> = plan
        .steps()
        .map(|step| {
            let label = &plan.labels[step.label_place];
            format!("{} {:?}", label.name, label.class.as_deref())
        })
        .collect();
    let expected = [
        "/health Some(\"health\")",
        "item Some(\"simple\")",
        "/items/{{user}} Some(\"any\")",
        "http://pay.test/items/5 Some(\"simple\")",
        "/other None",
    ];
    assert_eq!(labels, expected);
}

#[test]
fn a_url_alone_is_a_flow_of_one_request() {
    for (url, line, endpoint) in [
        ("http://shop.test", "/", "http://shop.test"),
        ("http://shop.test/items/5?x=1#part", "/items/5?x=1", "http://shop.test"),
        ("HTTP://SHOP.test:81/a b", "/a%20b", "http://shop.test:81"),
        ("http://shop.test?x=1", "/?x=1", "http://shop.test"),
        ("http://shop.test/{{user}}", "/%7B%7Buser%7D%7D", "http://shop.test"),
    ] {
        let scenario = FlowScenario::of_url(url, &[]).unwrap();
        let plan = scenario.plan();
        let step = plan.steps().next().unwrap();
        assert_eq!(request_line(plan, step), format!("GET {line} HTTP/1.1"), "{url}");
        assert_eq!(step.endpoint.to_string(), endpoint, "{url}");
        assert!(matches!(step.wire, Wire::Constant(_)), "{url}");
    }
}

#[test]
fn a_url_gets_its_class_from_its_path() {
    let file = file("{ get: / }", "classes: { simple: \"GET /items/{id}\" }");
    let scenario = FlowScenario::of_url("http://shop.test/items/5?x=1", &file.classes).unwrap();
    let label = &scenario.plan().labels[0];
    assert_eq!(label.class.as_deref(), Some("simple"));
    assert_eq!(&*label.name, "/items/5?x=1");
}
