//! What a user does besides requests: loops, conditions, requests side by side, stops, rows of data, secrets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use loadline_core::file::parse;
use loadline_load::{Ending, Feeds, FlowScenario, LoadTest, Surroundings};
use loadline_testkit::BinServer;

use crate::run::{
    Seen, constant_rate, constant_users, drive, drive_and, flow, iterations_each, steps,
};

fn asked(server: &BinServer) -> Vec<String> {
    let heads = server.request_heads();
    heads.iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect()
}

/// The paths one user asks for in one iteration of these steps.
fn paths_of(steps_text: &str) -> Vec<String> {
    let server = BinServer::start(None).unwrap();
    let seen = drive(iterations_each(1, 1), steps(steps_text, &server.url("")));
    let details: Vec<&str> = seen.samples.iter().map(|sample| &*sample.detail).collect();
    assert!(details.is_empty(), "{details:?}");
    asked(&server)
}

#[test]
fn loops_end_with_their_count_or_their_condition() {
    let steps_text = r#"{ repeat: 3, do: [ { get: /get }, { wait: 1ms } ] }"#;
    assert_eq!(paths_of(steps_text), ["/get"; 3]);
    let steps_text = r#"{ get: "/get?n=1", save: { n: $.args.n } },
        { repeat: 10, while: "{{n}} < 3", do: [ { get: "/get?n=3", save: { n: $.args.n } } ] }"#;
    assert_eq!(paths_of(steps_text), ["/get?n=1", "/get?n=3"]);
}

#[test]
fn one_way_or_the_other() {
    let steps_text = r#"{ get: "/get?ok=yes", save: { ok: $.args.ok } },
        { if: ok, then: [ { get: /anything/then } ], else: [ { get: /anything/else } ] },
        { if: not ok, then: [ { get: /anything/then } ], else: [ { get: /anything/else } ] },
        { if: "{{ok}} contains e", then: [ { get: /anything/last } ] }"#;
    let expected = ["/get?ok=yes", "/anything/then", "/anything/else", "/anything/last"];
    assert_eq!(paths_of(steps_text), expected);
}

#[test]
fn requests_side_by_side_are_all_done_and_share_what_is_saved() {
    let parallel = r#"{ parallel: [ { get: "/delay/0.05?v=a", save: { a: $.args.v } }, { get: "/get?v=b", save: { b: $.args.v } },
        { get: /anything/3 }, { get: /anything/4 } ], at_once: 2 }, { get: "/anything/{{a}}{{b}}" }"#;
    let server = BinServer::start(None).unwrap();
    let seen = drive(iterations_each(1, 2), steps(parallel, &server.url("")));
    seen.assert_all_good(10);
    let asked = asked(&server);
    assert_eq!((&*asked[4], &*asked[9]), ("/anything/ab", "/anything/ab"));
    assert!(
        asked[2..4].contains(&"/anything/3".to_owned()),
        "the slow one holds up its lane alone"
    );
    let opened = seen.counter(loadline_core::window::names::CONNECTIONS_OPENED);
    assert_eq!(opened, 2, "the lanes' connections are kept");
}

#[test]
fn one_that_fails_side_by_side_fails_the_group_and_the_others_are_still_done() {
    let server = BinServer::start(None).unwrap();
    let steps_text =
        "{ parallel: [ { get: /status/500 }, { get: /get } ] }, { get: /anything/never }";
    drive(iterations_each(1, 1), steps(steps_text, &server.url("")));
    assert_eq!(
        asked(&server).into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["/get".to_owned(), "/status/500".to_owned()])
    );
}

#[test]
fn users_stop_once_however_they_come_to_leave() {
    let lines = "    start: [ { get: /anything/start } ]\n    stop: [ { get: \"/anything/stop/{{user}}\" } ]\n    \
                 tasks: [ { do: [ { get: /get } ] } ]\n";
    let check = |test: LoadTest, users: usize| {
        let server = BinServer::start(None).unwrap();
        drive(test, flow(lines, &server.url("")));
        let asked = asked(&server);
        let stops: Vec<_> =
            asked.iter().filter(|path| path.starts_with("/anything/stop/")).collect();
        let distinct: BTreeSet<_> = stops.iter().collect();
        assert_eq!((stops.len(), distinct.len()), (users, users), "{asked:?}");
    };
    check(iterations_each(3, 2), 3);
    check(constant_users(2, 200), 2);
    let mut open = constant_rate(100.0, 200);
    open.loads[0].users_max = 1;
    open.threads = 1;
    check(open, 1);
}

/// Runs a flow with a feed of two rows, in this order and with this end.
fn with_rows(test: LoadTest, feed: &str, rows: &str) -> (Vec<String>, Seen) {
    let server = BinServer::start(None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rows.csv"), rows).unwrap();
    let text = format!(
        "feeds: {{ rows: {{ file: rows.csv, {feed} }} }}\nflows:\n  one:\n    \
         tasks: [ {{ do: [ {{ get: \"/anything/{{{{rows.name}}}}\" }}, {{ get: \"/get?n={{{{rows.name}}}}\" }} ] }} ]\n"
    );
    let file = parse(&text).unwrap_or_else(|errors| panic!("{errors:?} in\n{text}"));
    let folder = PathBuf::from(folder.path());
    let feeds = Feeds::read(&file.feeds, &folder).unwrap();
    let surroundings = Surroundings { folder, feeds, environment: BTreeMap::new() };
    let flow = &file.flows["one"];
    let scenario = FlowScenario::new(flow, &server.url(""), &[], &surroundings).unwrap();
    let seen = drive(test, scenario);
    (asked(&server), seen)
}

const OUT: &str = "the feed `rows` ran out after its 2 rows, so users left before the end";

#[test]
fn an_iteration_has_one_row_and_the_next_one_another() {
    let (asked, seen) = with_rows(iterations_each(1, 3), "order: in order", "name\na\nb\n");
    let row = |name: &str| [format!("/anything/{name}"), format!("/get?n={name}")];
    assert_eq!(asked, [row("a"), row("b"), row("a")].concat());
    assert!(seen.notes.is_empty());
}

#[test]
fn a_feed_that_runs_out_ends_the_test_and_is_said() {
    let stop = "order: in order, at_end: stop";
    let ten_minutes = 600_000;
    let (asked, seen) = with_rows(constant_users(3, ten_minutes), stop, "name\na\nb\n");
    assert_eq!((asked.len(), seen.iterations()), (4, 2));
    assert_eq!((seen.ending, &*seen.notes), (Ending::Completed, &[OUT.to_owned()][..]));
    let (asked, seen) = with_rows(constant_rate(200.0, ten_minutes), stop, "name\na\nb\n");
    assert_eq!((asked.len(), seen.iterations()), (4, 2));
    assert_eq!((seen.ending, &*seen.notes), (Ending::Completed, &[OUT.to_owned()][..]));
    let dropped = seen.share(loadline_core::window::names::DROPPED_ARRIVALS);
    assert_eq!(dropped.hits, 0, "nobody was there to take it, and that was meant");
}

#[test]
fn users_without_a_row_of_their_own_leave_and_the_others_go_on() {
    let own = "order: one per user, at_end: stop";
    let (asked, seen) = with_rows(iterations_each(3, 2), own, "name\na\nb\n");
    assert_eq!((asked.len(), seen.iterations()), (8, 4));
    assert_eq!(seen.notes, [OUT]);
}

#[test]
fn secrets_are_sent_and_never_shown() {
    let server = BinServer::start(None).unwrap();
    let text = r#"
flows:
  one:
    tasks:
      - do:
          - post: "/anything/{{secret KEY}}"
            json: { key: "{{secret KEY}}", word: "{{env WORD}}" }
            headers: { x-key: "{{secret KEY}}", authorization: "Bearer {{secret KEY}}" }
            check: { json: { $.json.key: nothing, $.json.word: other } }
"#;
    let file = parse(text).unwrap_or_else(|errors| panic!("{errors:?}"));
    let key = "k€y \"1\"/2";
    let environment =
        BTreeMap::from([("KEY".to_owned(), key.to_owned()), ("WORD".to_owned(), "w".to_owned())]);
    let surroundings = Surroundings { environment, ..Surroundings::default() };
    let flow = &file.flows["one"];
    let scenario = FlowScenario::new(flow, &server.url(""), &[], &surroundings).unwrap();
    let seen = drive(iterations_each(1, 1), scenario);
    let head = &server.request_heads()[0];
    assert!(head.starts_with("POST /anything/k%E2%82%ACy%20%221%22/2 "), "{head}");
    let [sample] = &seen.samples[..] else { panic!("{:?}", seen.samples) };
    assert_eq!(sample.name, "/anything/{{secret KEY}}");
    assert!(sample.url.ends_with("/anything/[secret]"), "{}", sample.url);
    assert_eq!(sample.detail, "the `$.json.key` does not equal `nothing`, it is `[secret]`");
    assert_eq!(sample.request.body, r#"{"key":"[secret]","word":"w"}"#);
    assert!(sample.request.head.contains("authorization: [secret]"));
    let shown = format!("{sample:?}");
    assert!(!shown.contains("k€y") && !shown.contains("%E2%82%AC"), "{shown}");
}

#[test]
fn samples_are_few_and_show_what_came_back() {
    let server = BinServer::start(None).unwrap();
    let scenario = steps("{ get: /basic-auth/a/b, name: guarded }", &server.url(""));
    let seen = drive(iterations_each(4, 10), scenario);
    seen.assert_all_failed("bad status", 40);
    assert_eq!(seen.samples.len(), 3);
    let sample = &seen.samples[0];
    assert_eq!((&*sample.name, &*sample.method, sample.status), ("guarded", "GET", Some(401)));
    assert_eq!(sample.detail, "the status is 401");
    assert!(sample.request.head.starts_with("GET /basic-auth/a/b HTTP/1.1\nhost: "));
    assert!(
        sample.response.head.contains("www-authenticate: Basic realm"),
        "{}",
        sample.response.head
    );
}

#[test]
fn a_start_that_is_tried_again_keeps_its_row() {
    let server = BinServer::start(None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rows.csv"), "name\na\nb\nc\n").unwrap();
    let text = "feeds: { rows: rows.csv }\nflows:\n  one:\n    \
                start: [ { get: \"/status/500?{{rows.name}}\" } ]\n    \
                tasks: [ { do: [ { get: /get } ] } ]\n";
    let file = parse(text).unwrap_or_else(|errors| panic!("{errors:?} in\n{text}"));
    let folder = PathBuf::from(folder.path());
    let feeds = Feeds::read(&file.feeds, &folder).unwrap();
    let surroundings = Surroundings { folder, feeds, ..Surroundings::default() };
    let flow = &file.flows["one"];
    let scenario = FlowScenario::new(flow, &server.url(""), &[], &surroundings).unwrap();
    let stop_at_second = |window: usize, stop: &loadline_load::StopSignal| {
        if window == 1 {
            stop.ask();
        }
    };
    drive_and(constant_users(1, 600_000), scenario, stop_at_second);
    let asked = asked(&server);
    assert!(asked.len() >= 2 && asked.iter().all(|path| path == "/status/500?a"), "{asked:?}");
}
