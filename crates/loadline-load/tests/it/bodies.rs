//! What is sent and what comes back: forms, files, compressed bodies both ways, checks on all of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use loadline_core::file::parse;
use loadline_core::window::names;
use loadline_load::{FlowScenario, Surroundings};
use loadline_testkit::BinServer;

use crate::run::{Seen, drive, iterations_each, steps};

/// Runs steps once in a folder with these files.
fn run_in(files: &[(&str, &[u8])], steps_text: &str) -> Seen {
    let server = BinServer::start(None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, content)| fs::write(folder.path().join(name), content).unwrap());
    let text = format!("flows:\n  one:\n    tasks: [ {{ do: [ {steps_text} ] }} ]\n");
    let file = parse(&text).unwrap_or_else(|errors| panic!("{errors:?} in\n{text}"));
    let surroundings =
        Surroundings { folder: PathBuf::from(folder.path()), ..Surroundings::default() };
    let scenario =
        FlowScenario::new(&file.flows["one"], &server.url(""), &[], &surroundings).unwrap();
    drive(iterations_each(1, 1), scenario)
}

/// What the samples say is empty: every check held.
fn check(files: &[(&str, &[u8])], steps_text: &str, requests: u64) {
    let seen = run_in(files, steps_text);
    let details: Vec<&str> = seen.samples.iter().map(|sample| &*sample.detail).collect();
    assert!(details.is_empty(), "{details:?}");
    seen.assert_all_good(requests);
}

#[test]
fn forms_arrive_as_they_were_meant() {
    check(
        &[],
        r#"{ post: /form, form: { "a b": "1 & 2", user: "ü{{user}}" },
             check: { json: { "$.form['a b']": "1 & 2", $.form.user: "ü1", $.data: "" } } }"#,
        1,
    );
}

#[test]
fn a_form_with_files_arrives_in_its_parts() {
    let parts = r#"{ title: "Hello {{user}}", upload: { file: note.txt, type: text/plain },
                     second: { file: large.bin, name: b2.bin }, last: end }"#;
    let large = vec![0x61; 300_000];
    let checks = r#"{ json: { $.form.title: "Hello 1", $.form.last: end, $.files.upload.text: "line\r\n--x",
                      $.files.upload.type: text/plain, $.files.second.size: "300000",
                      $.files.second.name: "b2.bin" } }"#;
    let files: &[(&str, &[u8])] = &[("note.txt", b"line\r\n--x"), ("large.bin", &large)];
    check(files, &format!("{{ post: /form, multipart: {parts}, check: {checks} }}"), 1);
}

#[test]
fn a_file_is_sent_as_it_is_and_compressed_where_asked() {
    let content = "some text. ".repeat(10_000);
    let files: &[(&str, &[u8])] = &[("text.txt", content.as_bytes())];
    let steps_text = r#"{ put: /put, file: text.txt, headers: { content-type: text/plain },
                          check: { json: { $.size: "110000", "$.headers['Content-Type']": text/plain } } }"#;
    check(files, steps_text, 1);
    for coding in ["gzip", "deflate", "br", "zstd"] {
        let step = |body: &str| {
            format!(
                "{{ put: /put, {body}, compress: {coding}, check: {{ json: {{ \
                 \"$.headers['Content-Encoding']\": {coding} }} }}, save: {{ size: $.size }} }}, \
                 {{ get: \"/get?size={{{{size}}}}\", check: {{ json: {{ $.args.size: \
                 {{ matches: \"^[0-9]{{1,4}}$\" }} }} }} }}"
            )
        };
        check(files, &step("file: text.txt"), 2);
        check(files, &step("body_size: 100KB"), 2);
        check(files, &step(&format!("body: \"{{{{user}}}} {}\"", "x".repeat(20_000))), 2);
    }
}

#[test]
fn coded_answers_are_read_whatever_the_coding() {
    for coding in ["gzip", "deflate", "brotli", "zstd"] {
        let checks =
            format!("{{ json: {{ $.{coding}: \"true\" }}, contains: '\"method\":\"GET\"' }}");
        check(&[], &format!("{{ get: /{coding}, check: {checks} }}"), 1);
    }
}

#[test]
fn a_bomb_is_an_error_and_takes_no_memory() {
    let server = BinServer::start(None).unwrap();
    let mut test = iterations_each(1, 2);
    test.network.limits.body_bytes_max = 1 << 20;
    let seen = drive(test, steps("{ get: /bomb, check: { contains: x } }", &server.url("")));
    seen.assert_all_failed("body too large", 2);
    let sample = &seen.samples[0];
    assert_eq!(
        sample.detail,
        "failed to decode the body: it is larger than 1048576 bytes when decoded"
    );
}

#[test]
fn a_failed_check_says_which_one_and_what_was_there() {
    let failed = |checks: &str| {
        let seen = run_in(&[], &format!("{{ get: \"/get?x=1\", check: {checks} }}"));
        seen.assert_all_failed("failed check", 1);
        seen.samples[0].detail.clone()
    };
    assert_eq!(failed("{ status: [201, 204] }"), "the status is 200, not 201 or 204");
    assert_eq!(failed("{ contains: absent }"), "the body does not contain `absent`");
    assert_eq!(failed("{ matches: '^x' }"), "the body does not match `^x`");
    assert_eq!(
        failed("{ header: { content-type: text/html } }"),
        "the header `content-type` does not equal `text/html`, it is `application/json`"
    );
    assert_eq!(failed("{ header: { x-no: { exists: true } } }"), "the answer has no header `x-no`");
    assert_eq!(
        failed("{ json: { $.args.x: \"2\" } }"),
        "the `$.args.x` does not equal `2`, it is `1`"
    );
    assert_eq!(failed("{ json: { $.none: \"2\" } }"), "the answer has no `$.none`");
    assert_eq!(failed("{ size: \"< 10B\" }").split(" bytes").nth(1), Some(", not < 10B"));
    assert!(failed("{ duration: \"< 1us\" }").starts_with("the duration is "));
}

#[test]
fn values_are_saved_from_everywhere() {
    let steps_text = r#"{ get: "/get?a=x17y", save: { h: { header: content-type }, n: { regex: 'x(\d+)y' },
                          w: { regex: '"method":"[A-Z]+"' }, s: status, b: body } },
                        { post: /post, body: "{{h}} {{n}} {{w}} {{s}}",
                          check: { json: { $.data: 'application/json 17 "method":"GET" 200' } } }"#;
    check(&[], steps_text, 2);
    let seen = run_in(&[], "{ get: /get, save: { it: { regex: none } } }");
    let detail = "`it` cannot be saved: the answer has no match of `none`";
    assert_eq!(seen.samples[0].detail, detail);
}

#[test]
fn a_step_s_own_time_limit_is_kept() {
    let server = BinServer::start(None).unwrap();
    let scenario = steps("{ get: /delay/10, timeout: 100ms }", &server.url(""));
    let seen = drive(iterations_each(1, 2), scenario);
    seen.assert_all_failed("timed out waiting", 2);
    let by_name = seen.requests_by(names::TAG_NAME);
    assert_eq!(by_name, BTreeMap::from([("/delay/10".to_owned(), 2)]));
}
