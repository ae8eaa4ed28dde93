//! Who one is: cookies and authentication, against a server that checks them.

use loadline_core::window::names;
use loadline_testkit::BinServer;

use crate::run::{drive, flow, iterations_each, steps};

#[test]
fn each_user_keeps_its_cookies_and_sends_them_back() {
    let server = BinServer::start(None).unwrap();
    let lines = "    start: [ { get: \"/cookies/set?sid={{user}}\", save: { sid: { cookie: sid } }, redirects: 0 } ]\n    \
                 tasks: [ { do: [ { get: /cookies, check: { json: { $.cookies.sid: \"{{user}}\" } } }, \
                 { get: \"/anything/{{sid}}\" } ] } ]\n";
    let seen = drive(iterations_each(3, 2), flow(lines, &server.url("")));
    seen.assert_all_good(3 + 12);
    let own = |user: u32| format!("cookie: sid={user}\r\n");
    let heads = server.request_heads();
    for user in 1..=3 {
        let asked = |head: &&String| head.starts_with(&format!("GET /anything/{user} "));
        assert_eq!(heads.iter().filter(asked).filter(|head| head.contains(&own(user))).count(), 2);
    }
}

#[test]
fn cookies_are_left_alone_where_the_flow_says_so() {
    let server = BinServer::start(None).unwrap();
    let lines = "    cookies: false\n    tasks: [ { do: [ { get: \"/cookies/set?sid=1\" } ] } ]\n";
    drive(iterations_each(1, 2), flow(lines, &server.url(""))).assert_all_good(4);
    assert!(server.request_heads().iter().all(|head| !head.contains("cookie:")));
}

#[test]
fn a_cookie_for_another_host_is_not_kept() {
    let server = BinServer::start(None).unwrap();
    let set = "{ get: \"/set-cookie?cookie=a%3D1%3B%20Domain%3Dother.test%3B%20Path%3D%2F\" }";
    drive(iterations_each(1, 1), steps(&format!("{set}, {{ get: /get }}"), &server.url("")))
        .assert_all_good(2);
    assert!(server.request_heads().iter().all(|head| !head.contains("cookie:")));
}

#[test]
fn a_cookie_that_the_server_ends_is_gone() {
    let server = BinServer::start(None).unwrap();
    let steps_text = "{ get: \"/cookies/set?a=1&b=2\" }, { get: \"/cookies/delete?a=1\" }";
    drive(iterations_each(1, 1), steps(steps_text, &server.url(""))).assert_all_good(4);
    let heads = server.request_heads();
    assert!(heads[1].contains("cookie: a=1; b=2\r\n"), "{}", heads[1]);
    assert!(heads[3].contains("cookie: b=2\r\n"), "{}", heads[3]);
}

#[test]
fn basic_and_bearer_go_with_every_request() {
    let server = BinServer::start(None).unwrap();
    let steps_text = "{ get: /basic-auth/me/pass, auth: { basic: \"me:pass\" } }, \
                      { get: /bearer, auth: { bearer: \"t{{user}}\" }, check: { json: { $.token: t1 } } }";
    drive(iterations_each(1, 2), steps(steps_text, &server.url(""))).assert_all_good(4);
}

#[test]
fn a_digest_challenge_is_answered_once_and_its_nonce_is_used_on() {
    for algorithm in ["MD5", "SHA-256", "MD5-sess", "SHA-256-sess"] {
        let server = BinServer::start(None).unwrap();
        let path = format!("/digest-auth/auth/me/pass/{algorithm}");
        let step = format!("{{ get: \"{path}?x=1\", auth: {{ digest: \"me:pass\" }} }}");
        let seen = drive(iterations_each(1, 3), steps(&step, &server.url("")));
        // The challenge is a request of its own, and no failure.
        seen.assert_all_good(4);
        assert_eq!(seen.requests_by(names::TAG_STATUS)["401"], 1, "{algorithm}");
        let heads = server.request_heads();
        for (head, count) in heads[1..].iter().zip(1..) {
            assert!(head.contains(&format!("nc={count:08x}")), "{head}");
        }
    }
}

#[test]
fn a_wrong_digest_password_is_a_bad_status_and_ends_after_one_try() {
    let server = BinServer::start(None).unwrap();
    let step = "{ post: /digest-auth/auth/me/pass, body: x, auth: { digest: \"me:wrong\" } }";
    let seen = drive(iterations_each(1, 1), steps(step, &server.url("")));
    assert_eq!(seen.requests_by(names::TAG_STATUS)["401"], 2);
    assert_eq!(seen.requests_by(names::TAG_ERROR)["bad status"], 1);
    let sample = &seen.samples[0];
    assert_eq!(sample.detail, "the status is 401");
    assert!(sample.request.head.contains("authorization: [secret]"), "{}", sample.request.head);
}
