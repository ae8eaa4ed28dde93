//! Redirects: followed up to the limit, each hop counted, what proves who one is kept to its own host.

use std::collections::BTreeMap;

use loadline_core::window::names;
use loadline_testkit::{BinServer, TlsIdentity};

use crate::run::{Seen, drive, flow, iterations_each, steps};

/// Requests by status after one iteration of these steps.
fn check(steps_text: &str, expected: &[(&str, u64)]) -> (BinServer, Seen) {
    let server = BinServer::start(None).unwrap();
    let seen = drive(iterations_each(1, 1), steps(steps_text, &server.url("")));
    let expected: BTreeMap<String, u64> =
        expected.iter().map(|(status, count)| ((*status).to_owned(), *count)).collect();
    assert_eq!(seen.requests_by(names::TAG_STATUS), expected, "{steps_text}");
    (server, seen)
}

fn lines(server: &BinServer) -> Vec<String> {
    let heads = server.request_heads();
    heads.iter().map(|head| head.lines().next().unwrap().replace(" HTTP/1.1", "")).collect()
}

#[test]
fn redirects_are_followed_and_each_hop_is_counted_under_the_step_s_name() {
    let check_json = "check: { status: 200, json: { $.method: GET } }";
    let steps = format!("{{ get: /redirect/3, name: thrice, {check_json} }}");
    let (server, seen) = check(&steps, &[("302", 3), ("200", 1)]);
    assert_eq!(
        lines(&server),
        ["GET /redirect/3", "GET /redirect/2", "GET /redirect/1", "GET /get"]
    );
    assert_eq!(seen.requests_by(names::TAG_NAME), BTreeMap::from([("thrice".to_owned(), 4)]));
    seen.assert_all_good(4);
    assert_eq!(seen.share(names::CHECKS).total, 1, "the last answer decides");
}

#[test]
fn a_circle_ends_at_the_limit_as_an_error_of_its_own() {
    let (server, seen) = check("{ get: /circle }", &[("302", 11)]);
    assert_eq!(lines(&server).len(), 11);
    assert_eq!(seen.requests_by(names::TAG_ERROR)["redirects"], 1);
    let sample = &seen.samples[0];
    assert_eq!((&*sample.error, sample.status), ("redirects", Some(302)));
    assert_eq!(sample.detail, "10 redirects were followed, and there is one more to `/circle`");
}

#[test]
fn none_is_followed_where_the_step_says_so_or_asks_for_the_redirect_itself() {
    check("{ get: /redirect/3, redirects: 0 }", &[("302", 1)]);
    check("{ get: /redirect/3, check: { status: 302 } }", &[("302", 1)]);
    check("{ get: /redirect/3, redirects: 1 }", &[("302", 2)]);
}

#[test]
fn the_method_and_the_body_stay_or_go_as_the_status_says() {
    let went = |status: u16| {
        let path = format!("/redirect-to?url=/anything&status_code={status}");
        let steps = format!(
            "{{ post: \"{path}\", json: {{ a: 1 }}, save: {{ m: $.method, size: $.size }}, \
             check: {{ status: 200 }} }}, {{ get: \"/anything/{{{{m}}}}/{{{{size}}}}\" }}"
        );
        let status = status.to_string();
        let (server, _) = check(&steps, &[(&status, 1), ("200", 2)]);
        lines(&server).pop().unwrap()
    };
    for status in [301, 302, 303] {
        assert_eq!(went(status), "GET /anything/GET/0");
    }
    for status in [307, 308] {
        assert_eq!(went(status), "GET /anything/POST/7");
    }
}

#[test]
fn a_redirect_that_leads_nowhere_is_an_error() {
    let (_, seen) = check("{ get: \"/redirect-to?url=ftp://x/\" }", &[("302", 1)]);
    assert!(seen.samples[0].detail.contains("the scheme `ftp`"), "{:?}", seen.samples);
}

#[test]
fn credentials_and_cookies_do_not_cross_hosts() {
    let other = BinServer::start(None).unwrap();
    let server = BinServer::start(None).unwrap();
    let to = other.url("/get").replace("127.0.0.1", "localhost");
    let lines = format!(
        "    auth: {{ basic: \"me:secret\" }}\n    headers: {{ x-mine: kept }}\n    tasks:\n      - do: \
         [ {{ get: \"/cookies/set?sid=1\" }}, {{ get: \"/redirect-to?url={to}\" }} ]\n"
    );
    drive(iterations_each(1, 1), flow(&lines, &server.url(""))).assert_all_good(4);
    let [head] = &other.request_heads()[..] else { panic!("one request goes there") };
    assert!(head.contains("x-mine: kept\r\n"), "{head}");
    assert!(!head.contains("authorization") && !head.contains("cookie"), "{head}");
    let own = server.request_heads();
    assert!(own.iter().all(|head| head.contains("authorization: Basic ")));
    assert!(own.last().unwrap().contains("cookie: sid=1\r\n"));
}

#[test]
fn leaving_tls_is_said() {
    let identity = TlsIdentity::self_signed(&["127.0.0.1"]).unwrap();
    let plain = BinServer::start(None).unwrap();
    let server = BinServer::start(Some(&identity)).unwrap();
    let mut test = iterations_each(1, 1);
    test.network.tls.insecure = true;
    let scenario =
        steps(&format!("{{ get: \"/redirect-to?url={}\" }}", plain.url("/get")), &server.url(""));
    let seen = drive(test, scenario);
    seen.assert_all_good(2);
    assert_eq!(seen.notes, ["a redirect led from https to http: what followed was not encrypted"]);
}
