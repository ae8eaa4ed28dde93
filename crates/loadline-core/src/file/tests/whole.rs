//! Everything a flow can say, in one file.

use super::*;
use crate::objective::Comparison;
use crate::quantity::Bytes;

const EVERYTHING: &str = r#"
feeds:
  people: people.csv
  words: { file: words.jsonl, order: random, at_end: stop }
setup: [ { post: /reset, save: { seed: $.seed } } ]
teardown: [ { delete: "/seeds/{{seed}}" } ]
flows:
  all:
    start: [ { post: /login, form: { user: "{{people.email}}", password: "{{secret PASSWORD}}" } } ]
    stop: [ { post: /logout } ]
    headers: { x-request-id: "{{uuid}}" }
    auth: { basic: "me:{{env WORD}}" }
    redirects: 3
    cookies: false
    tasks:
      - do:
          - get: "/items?at={{now}}"
            auth: { digest: "user:password" }
            redirects: 0
            timeout: 5s
            save:
              first: $.items[0].id
              place: { header: location }
              session: { cookie: sid }
              number: { regex: 'n=(\d+)' }
              code: status
            check:
              status: [200, 201]
              header: { content-type: { contains: json } }
              contains: [items, "{{words.word}}"]
              matches: '"id":\s*\d+'
              json: { $.count: "10", $.items: { exists: true } }
              duration: < 200ms
              size: "<= 1MB"
          - wait: 1s..2s
          - if: "{{code}} == 200"
            then:
              - repeat: 3
                while: not session
                do: [ { put: "/items/{{first}}", file: item.bin, compress: gzip } ]
            else: [ { get: /other } ]
          - parallel: [ { get: /a.css }, { get: /b.js } ]
            at_once: 2
          - post: /uploads
            multipart:
              title: "{{random text 8}}"
              picture: { file: a.png, name: me.png, type: image/png }
          - websocket: /live
            protocols: chat
            do:
              - send: hello {{counter}}
              - expect: { contains: hello }
                within: 2s
                save: { echo: body }
              - expect:
              - repeat: 2
                do: [ ping, { send_bytes: 1KB }, { wait: 1s } ]
          - events: /events
            count: 10
            for: 30s
"#;

fn everything() -> LoadlineFile {
    parse(EVERYTHING).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

#[test]
fn feeds_are_a_path_or_say_in_which_order_rows_come() {
    let feeds = everything().feeds;
    assert_eq!(feeds["people"].order, FeedOrder::InOrder);
    let words = &feeds["words"];
    assert_eq!((words.order, words.at_end), (FeedOrder::Random, FeedEnd::Stop));
}

#[test]
fn a_flow_says_how_all_its_requests_are_sent() {
    let file = everything();
    let flow = &file.flows["all"];
    assert_eq!((flow.redirects, flow.without_cookies), (Some(3), true));
    assert!(matches!(&flow.auth, Some(Auth::Basic(text)) if text.to_string() == "me:{{env WORD}}"));
    assert_eq!((flow.stop.len(), file.setup.len(), file.teardown.len()), (1, 1, 1));
}

#[test]
fn a_step_keeps_and_checks_every_part_of_an_answer() {
    let file = everything();
    let step = file.flows["all"].tasks[0].actions[0].as_request().expect("a request");
    let names: Vec<&str> = step.save.iter().map(|save| save.name.as_str()).collect();
    assert_eq!(names, ["first", "place", "session", "number", "code"]);
    assert_eq!(step.save[1].source, Source::Header("location".to_owned()));
    assert_eq!(step.checks.len(), 8);
    let limit = Check::Duration(Comparison::Below, "200ms".parse().expect("a time"));
    assert!(step.checks.contains(&limit));
    let size: Bytes = "1MB".parse().expect("a size");
    assert!(step.checks.contains(&Check::Size(Comparison::AtMost, size)));
    assert_eq!((step.redirects, step.timeout), (Some(0), Some(Span::from_secs(5))));
}

#[test]
fn actions_stand_within_each_other() {
    let file = everything();
    let actions = &file.flows["all"].tasks[0].actions;
    let Action::If(branch) = &actions[2] else { panic!("{:?}", actions[2]) };
    let Condition::Compare { relation, .. } = &branch.condition else { panic!("{branch:?}") };
    assert_eq!(*relation, Relation::Equal);
    let Action::Repeat(repeat) = &branch.then[0] else { panic!("{branch:?}") };
    assert_eq!(repeat.times, 3);
    let upload = repeat.actions[0].as_request().expect("a request");
    assert_eq!(upload.compression, Some(Coding::Gzip));
    let Action::Parallel(parallel) = &actions[3] else { panic!("{:?}", actions[3]) };
    assert_eq!((parallel.at_once, parallel.steps.len()), (2, 2));
}

#[test]
fn a_websocket_is_talked_over_and_events_have_an_end() {
    let file = everything();
    let actions = &file.flows["all"].tasks[0].actions;
    let Action::WebSocket(socket) = &actions[5] else { panic!("{:?}", actions[5]) };
    assert_eq!(socket.actions.len(), 4);
    assert!(matches!(&socket.actions[2], SocketAction::Expect(e) if e.expected.is_none()));
    let SocketAction::Repeat { times: 2, actions: inner } = &socket.actions[3] else {
        panic!("{socket:?}")
    };
    assert_eq!(inner[..2], [SocketAction::Ping, SocketAction::SendBytes(1_000)]);
    let Action::Events(events) = &actions[6] else { panic!("{:?}", actions[6]) };
    assert_eq!((events.count, events.length), (Some(10), Some(Span::from_secs(30))));
}

#[test]
fn numbers_are_compared_as_numbers_and_all_else_as_text() {
    assert!(Relation::Less.holds("9", "10") && !Relation::Less.holds("b9", "b10"));
    assert!(Relation::Equal.holds("1.0", "1") && Relation::Unequal.holds("a", "b"));
    assert!(Relation::Contains.holds("haystack", "st") && Relation::AtLeast.holds("2", "2"));
}

#[test]
fn a_test_drives_several_loads_and_says_when_to_give_up() {
    let text = "flows: { a: { tasks: [ { do: [ { get: / } ] } ] }, b: { tasks: [ { do: [ { get: /b } ] } ] } }\n\
                tests:\n  day:\n    warm_up: 10s\n    abort: http errors > 50% for 10s\n    loads:\n      \
                browsing: { flow: a, rate: 100/s, for: 1m }\n      admin: { flow: b, users: 5, for: 40s, after: 10s }\n";
    let file = parse(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let test = &file.tests[0];
    assert_eq!(test.traffic(), "browsing 100/s for 1m, admin 5 users for 40s after 10s");
    assert_eq!(
        (test.warm_up, test.loads[1].after),
        (Some(Span::from_secs(10)), Span::from_secs(10))
    );
    assert_eq!(test.abort[0].turned_round().to_string(), "http errors <= 50% for 10s");
}
