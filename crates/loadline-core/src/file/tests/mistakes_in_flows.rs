//! Broken flows: loops, conditions, checks, feeds, sockets, each mistake in its place.

use expect_test::expect;

use super::mistakes::{refuse, refuse_step};

#[test]
fn actions_that_do_nothing() {
    refuse_step(
        "repeat: 3",
        &expect![[r#"
        2:1 `repeat` has nothing to `do`
          { repeat: 3 }
          ^^^^^^^^^^^^^
        hint: such as `{ repeat: 3, do: [ { get: / } ] }`
    "#]],
    );
    refuse_step(
        "repeat: 0, do: [ { get: / } ]",
        &expect![[r#"
        2:11 `repeat` must be a whole number from 1 to 1000000, not `0`
          { repeat: 0, do: [ { get: / } ] }
                    ^
    "#]],
    );
    refuse_step(
        "if: token",
        &expect![[r#"
            2:1 `if` has neither `then` nor `else`
              { if: token }
              ^^^^^^^^^^^^^
            hint: such as `{ if: token, then: [ { get: / } ] }`
            2:7 no step saves `token`, so the condition never changes
              { if: token }
                    ^^^^^
            hint: a step keeps it with `save: { token: $.… }`
        "#]],
    );
    refuse_step(
        "if: 3 > , then: [ { get: / } ]",
        &expect![[r#"
        2:7 `3 >` is not a condition
          { if: 3 > , then: [ { get: / } ] }
                ^^^
        hint: accepted: the name of a saved value, `not NAME`, or two texts compared, such as `{{count}} > 3` (==, !=, <, <=, >, >=, contains)
    "#]],
    );
    refuse_step(
        "wait: pacing 1s",
        &expect![[r#"
        2:9 a pause within an iteration has no pacing
          { wait: pacing 1s }
                  ^^^^^^^^^
        hint: `pacing` belongs to the flow's `think`; here `1s` or `1s..3s`
    "#]],
    );
    refuse_step(
        "parallel: [ { wait: 1s } ]",
        &expect![[r#"
            2:15 a step sends no request
              { parallel: [ { wait: 1s } ] }
                            ^^^^^^^^^^^^
            hint: a request has one of `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, such as `get: /items`; other steps are `wait`, `repeat`, `if`, `parallel`, `websocket`, `events`
            2:17 a step side by side with others has no key `wait`
              { parallel: [ { wait: 1s } ] }
                              ^^^^
            hint: accepted: `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, `name`, `headers`, `auth`, `json`, `body`, `body_size`, `form`, `multipart`, `file`, `compress`, `redirects`, `timeout`, `save`, `check`
        "#]],
    );
}

#[test]
fn requests_that_cannot_be_sent_so() {
    refuse_step(
        "get: /, auth: { basic: me }",
        &expect![[r#"
        2:26 `basic` has no `:` between user and password
          { get: /, auth: { basic: me } }
                                   ^^
        hint: accepted: `{ basic: "user:password" }`, `{ bearer: "{{token}}" }`, `{ digest: "user:password" }`
    "#]],
    );
    refuse_step(
        "get: /, auth: { basic: \"a:b\", bearer: c }",
        &expect![[r#"
        2:17 `auth` takes exactly one way
          { get: /, auth: { basic: "a:b", bearer: c } }
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: accepted: `{ basic: "user:password" }`, `{ bearer: "{{token}}" }`, `{ digest: "user:password" }`
    "#]],
    );
    refuse_step(
        "post: /, file: a, compress: lzma",
        &expect![[r#"
        2:31 `lzma` is not a way to compress
          { post: /, file: a, compress: lzma }
                                        ^^^^
        hint: accepted: `gzip`, `deflate`, `br`, `zstd`
    "#]],
    );
    refuse_step(
        "post: /, multipart: { a: { type: text/plain } }",
        &expect![[r#"
        2:28 a part of the form names no file
          { post: /, multipart: { a: { type: text/plain } } }
                                     ^^^^^^^^^^^^^^^^^^^^
        hint: such as `{ file: picture.png, type: image/png }`
    "#]],
    );
    refuse_step(
        "get: /, redirects: many",
        &expect![[r#"
        2:22 `redirects` must be a whole number from 0 to 100, not `many`
          { get: /, redirects: many }
                               ^^^^
    "#]],
    );
}

#[test]
fn answers_that_are_looked_at_in_no_known_way() {
    refuse_step(
        "get: /, save: { a: { header: x, cookie: y } }",
        &expect![[r#"
        2:22 a value is saved from exactly one place
          { get: /, save: { a: { header: x, cookie: y } } }
                               ^^^^^^^^^^^^^^^^^^^^^^^^
        hint: accepted: a JSONPath such as `$.access_token`, `status`, `body`, `{ header: location }`, `{ cookie: session }`, `{ regex: 'id=(\d+)' }`
    "#]],
    );
    refuse_step(
        "get: /, save: { now: $.a }",
        &expect![[r#"
        2:19 `now` cannot be the name of a saved value
          { get: /, save: { now: $.a } }
                            ^^^
        hint: letters, digits and `_`, but not a word that means something else in `{{…}}`, such as `user`, `iteration`, `random`
    "#]],
    );
    refuse_step(
        "get: /, check: { duration: 200ms }",
        &expect![[r#"
        2:30 `200ms` does not say how to compare
          { get: /, check: { duration: 200ms } }
                                       ^^^^^
        hint: such as `< 200ms` or `>= 1KB`
    "#]],
    );
    refuse_step(
        "get: /, check: { size: \"< big\" }",
        &expect![[r#"
        2:26 `big` is not an amount of data
          { get: /, check: { size: "< big" } }
                                   ^^^^^^^
        hint: accepted: `1000B`, `16MB`, `12GB`, `512MiB`
    "#]],
    );
    refuse_step(
        "get: /, check: { header: { a: { like: b } } }",
        &expect![[r#"
        2:33 what is expected is said in exactly one way
          { get: /, check: { header: { a: { like: b } } } }
                                          ^^^^^^^^^^^
        hint: accepted: a text, `{ contains: text }`, `{ matches: regex }`, `{ exists: true }`
        2:35 what is expected has no key `like`
          { get: /, check: { header: { a: { like: b } } } }
                                            ^^^^
        hint: accepted: `equals`, `contains`, `matches`, `exists`
    "#]],
    );
}

#[test]
fn sockets_and_events_without_an_end() {
    refuse_step(
        "websocket: /live",
        &expect![[r#"
        2:1 a WebSocket has nothing to `do`
          { websocket: /live }
          ^^^^^^^^^^^^^^^^^^^^
        hint: accepted: `send: text`, `send_bytes: 1KB`, `expect: text`, `expect: { contains: text }`, `wait: 1s`, `ping`, `{ repeat: 3, do: […] }`
    "#]],
    );
    refuse_step(
        "websocket: /live, do: [ { say: hello } ]",
        &expect![[r#"
        2:27 nothing is done here
          { websocket: /live, do: [ { say: hello } ] }
                                    ^^^^^^^^^^^^^^
        hint: accepted: `send: text`, `send_bytes: 1KB`, `expect: text`, `expect: { contains: text }`, `wait: 1s`, `ping`, `{ repeat: 3, do: […] }`
    "#]],
    );
    refuse_step(
        "events: /events",
        &expect![[r#"
        2:1 a stream of events does not say when to leave it
          { events: /events }
          ^^^^^^^^^^^^^^^^^^^
        hint: add `count: 10`, `for: 30s` or `until: { contains: done }`
    "#]],
    );
    refuse_step(
        "events: /events, count: 1, save: { a: status }",
        &expect![[r#"
        2:36 a message has no headers, cookies or status
          { events: /events, count: 1, save: { a: status } }
                                             ^^^^^^^^^^^^^
        hint: a JSONPath, `{ regex: … }` or `body`
    "#]],
    );
}

#[test]
fn feeds_that_are_not_there() {
    refuse(
        "feeds: { people: people.xls }",
        &expect![[r#"
        1:18 `people.xls` is not a kind of file that rows are read from
          feeds: { people: people.xls }
                           ^^^^^^^^^^
        hint: `.csv` with a line of names first, or `.jsonl` with an object on each line
    "#]],
    );
    refuse(
        "feeds: { people: { file: a.csv, order: sorted } }",
        &expect![[r#"
        1:40 `order` cannot be `sorted`
          feeds: { people: { file: a.csv, order: sorted } }
                                                 ^^^^^^
        hint: accepted: `in order`, `random`, `one per user`
    "#]],
    );
    refuse_step(
        "get: \"/{{people.email}}\"",
        &expect![[r#"
        2:8 there is no feed `people`
          { get: "/{{people.email}}" }
                 ^^^^^^^^^^^^^^^^^^^
        hint: add `feeds: { people: people.csv }` at the top of the file
    "#]],
    );
    refuse(
        "feeds: { people: a.csv }\nsetup: [ { get: \"/{{peple.email}}\" } ]",
        &expect![[r#"
        2:17 there is no feed `peple`
          setup: [ { get: "/{{peple.email}}" } ]
                          ^^^^^^^^^^^^^^^^^^
        hint: did you mean `people`? the file has `people`
    "#]],
    );
}

#[test]
fn a_condition_on_a_value_that_no_step_saves() {
    refuse_step(
        "if: tokn, then: [ { get: / } ]",
        &expect![[r#"
        2:7 no step saves `tokn`, so the condition never changes
          { if: tokn, then: [ { get: / } ] }
                ^^^^
        hint: a step keeps it with `save: { tokn: $.… }`
    "#]],
    );
    refuse_step(
        "repeat: 3, while: not tokn, do: [ { get: /, save: { token: $.t } } ]",
        &expect![[r#"
        2:21 no step saves `tokn`, so the condition never changes
          { repeat: 3, while: not tokn, do: [ { get: /, save: { token: $.t } } ] }
                              ^^^^^^^^
        hint: did you mean `token`? saved are: `token`; a step keeps it with `save: { tokn: $.… }`
    "#]],
    );
}
