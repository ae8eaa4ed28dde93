//! Requests as a flow writes them: headers, bodies, what is constant.

use super::*;

fn only(step: &str) -> String {
    let plan = steps(step);
    sent(&plan, plan.steps().next().unwrap(), Some("saved"))
}

#[test]
fn a_plain_step_is_constant_bytes_with_the_default_headers() {
    let plan = steps("{ get: /items }");
    let step = plan.steps().next().unwrap();
    assert!(matches!(step.wire, Wire::Constant(_)));
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "GET /items HTTP/1.1\r\nhost: shop.test:8080\r\nx-flow: flow\r\naccept: text/plain\r\n\
         user-agent: loadline/{version}\r\n\r\n"
    );
    assert_eq!(sent(&plan, step, None), expected);
}

#[test]
fn anything_to_fill_in_makes_a_step_anew_each_time() {
    for step in [
        r#"{ get: "/{{user}}" }"#,
        r#"{ get: /, headers: { x: "{{user}}" } }"#,
        r#"{ post: /, json: { a: "{{user}}" } }"#,
        r#"{ post: /, body: "{{random 1 2}}" }"#,
    ] {
        let plan = steps(step);
        assert!(matches!(plan.steps().next().unwrap().wire, Wire::Written(_)), "{step}");
    }
}

#[test]
fn a_header_of_the_step_goes_before_the_flow_s_and_that_before_the_default() {
    let sent = only("{ get: /, headers: { X-Flow: step, user-agent: mine } }");
    assert_eq!(header(&sent, "x-flow"), ["step"]);
    assert_eq!(header(&sent, "user-agent"), ["mine"]);
    assert_eq!(header(&sent, "accept"), ["text/plain"]);
}

#[test]
fn json_brings_its_content_type_unless_the_step_has_one() {
    assert_eq!(header(&only("{ post: /, json: { a: 1 } }"), "content-type"), ["application/json"]);
    let own = "{ post: /, json: { a: 1 }, headers: { Content-Type: application/x } }";
    assert_eq!(header(&only(own), "content-type"), ["application/x"]);
    assert!(header(&only("{ post: /, body: text }"), "content-type").is_empty());
}

#[test]
fn bodies_have_their_length_and_requests_without_one_have_none() {
    let sent = only("{ put: /, json: { name: New } }");
    assert!(sent.ends_with("content-length: 14\r\n\r\n{\"name\":\"New\"}"), "{sent}");
    let sent = only("{ post: /, body: \"é\" }");
    assert!(sent.ends_with("content-length: 2\r\n\r\né"), "{sent}");
    assert!(header(&only("{ delete: / }"), "content-length").is_empty());
}

#[test]
fn zero_bytes_are_counted_and_not_held() {
    let plan = steps("{ post: /uploads, body_size: 10MB }");
    let step = plan.steps().next().unwrap();
    let sent = sent(&plan, step, None);
    assert!(sent.ends_with("\r\ncontent-length: 10000000\r\n\r\n"), "{sent}");
    assert!(matches!(step.rest, StepRest::Zeros(10_000_000)));
}

#[test]
fn an_own_host_header_replaces_the_target_s() {
    let sent = only("{ get: /, headers: { Host: other.test } }");
    assert_eq!(header(&sent, "host"), ["other.test"]);
    assert!(sent.starts_with("GET / HTTP/1.1\r\nhost: other.test\r\n"), "{sent}");
}

#[test]
fn every_method_is_sent_as_it_is_named() {
    for (method, key) in loadline_core::file::Method::ALL {
        let plan = steps(&format!("{{ {key}: / }}"));
        let step = plan.steps().next().unwrap();
        assert_eq!(request_line(&plan, step), format!("{} / HTTP/1.1", key.to_uppercase()));
        assert_eq!((step.method, plan.labels[step.label_place].method), (method, method.as_str()));
    }
}
