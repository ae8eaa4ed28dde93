//! Tests that cannot run: traffic that is none, keys that do not go together, flows that are not there.

use expect_test::expect;

use super::mistakes::{refuse, refuse_test};

#[test]
fn tests_that_cannot_run() {
    refuse_test(
        "",
        &expect![[r#"
            1:10 the test `t` does not say what traffic to drive
              tests: { t: {  } }
                       ^
            hint: accepted: `users: [ 7m to 200, 7m at 200 ]`; `users: 64` with `for: 10s`; `users: 10` with `iterations: 1000` or `iterations_each: 100`; `rate: 1000/s` with `for: 1m`; `rate: [ 1m to 1000/s ]`; `burst: 1000`; `loads: { … }` for several side by side
        "#]],
    );
    refuse_test(
        "users: 5, rate: 5/s, for: 1m",
        &expect![[r#"
            1:31 `users` and `rate` cannot go together
              tests: { t: { users: 5, rate: 5/s, for: 1m } }
                                            ^^^
            hint: accepted: `users: [ 7m to 200, 7m at 200 ]`; `users: 64` with `for: 10s`; `users: 10` with `iterations: 1000` or `iterations_each: 100`; `rate: 1000/s` with `for: 1m`; `rate: [ 1m to 1000/s ]`; `burst: 1000`; `loads: { … }` for several side by side
        "#]],
    );
    refuse_test(
        "users: 5",
        &expect![[r#"
        1:22 `users` does not say for how long
          tests: { t: { users: 5 } }
                               ^
        hint: add `for: 1m`
    "#]],
    );
    refuse_test(
        "users: 0, for: 1m",
        &expect![[r#"
        1:22 `users` must be a whole number from 1 to 1000000, not `0`
          tests: { t: { users: 0, for: 1m } }
                               ^
    "#]],
    );
    refuse_test(
        "users: 2_000_000, for: 1m",
        &expect![[r#"
        1:22 `users` must be a whole number from 1 to 1000000, not `2_000_000`
          tests: { t: { users: 2_000_000, for: 1m } }
                               ^^^^^^^^^
    "#]],
    );
}

#[test]
fn lengths_and_stages_that_cannot_be() {
    refuse_test(
        "users: 5, for: 1 minute",
        &expect![[r#"
        1:30 `1 minute` is not a duration
          tests: { t: { users: 5, for: 1 minute } }
                                       ^^^^^^^^
        hint: accepted: `250us`, `200ms`, `2s`, `1.5s`, `7m`, `1h30m`, `30d`
    "#]],
    );
    refuse_test(
        "users: 5, for: 0s",
        &expect![[r#"
        1:22 the test has no length
          tests: { t: { users: 5, for: 0s } }
                               ^
        hint: such as `30s`, `5m`
    "#]],
    );
    refuse_test(
        "users: [], max_users: 3",
        &expect![[r#"
        1:22 there are no stages
          tests: { t: { users: [], max_users: 3 } }
                               ^^
        hint: accepted: `7m to 200`, `7m at 200`; for rates `1m to 1000/s`, `1m at 1000/s`
        1:37 `max_users` means nothing beside `users`
          tests: { t: { users: [], max_users: 3 } }
                                              ^
        hint: `max_users` belongs to a test with `rate`
    "#]],
    );
    refuse_test(
        "users: [ 1m to 5 ], for: 1m, iterations: 3",
        &expect![[r#"
        1:40 `for` cannot go with stages
          tests: { t: { users: [ 1m to 5 ], for: 1m, iterations: 3 } }
                                                 ^^
        hint: leave `for` out: each stage has its own length
        1:56 `iterations` needs a constant number of users
          tests: { t: { users: [ 1m to 5 ], for: 1m, iterations: 3 } }
                                                                 ^
        hint: such as `users: 10`
    "#]],
    );
}

#[test]
fn stages_that_cannot_be_read() {
    refuse_test(
        "users: [ 1m to 5/s, 1m up 5, x to 5, 1m to -3, 1m to 2.5 ]",
        &expect![[r#"
        1:24 `1m to 5/s` is a rate where users are expected
          tests: { t: { users: [ 1m to 5/s, 1m up 5, x to 5, 1m to -3, 1m to 2.5 ] } }
                                 ^^^^^^^^^
        hint: write users as a plain number, such as `7m to 200`
        1:35 `1m up 5` is not a stage
          tests: { t: { users: [ 1m to 5/s, 1m up 5, x to 5, 1m to -3, 1m to 2.5 ] } }
                                            ^^^^^^^
        hint: accepted: `7m to 200`, `7m at 200`; for rates `1m to 1000/s`, `1m at 1000/s`
        1:44 `x` in `x to 5` is not a duration
          tests: { t: { users: [ 1m to 5/s, 1m up 5, x to 5, 1m to -3, 1m to 2.5 ] } }
                                                     ^^^^^^
        hint: accepted: `7m to 200`, `7m at 200`; for rates `1m to 1000/s`, `1m at 1000/s`
        1:52 `-3` in `1m to -3` is below zero
          tests: { t: { users: [ 1m to 5/s, 1m up 5, x to 5, 1m to -3, 1m to 2.5 ] } }
                                                             ^^^^^^^^
        hint: accepted: `7m to 200`, `7m at 200`; for rates `1m to 1000/s`, `1m at 1000/s`
        1:62 `2.5` in `1m to 2.5` is not a whole number of users
          tests: { t: { users: [ 1m to 5/s, 1m up 5, x to 5, 1m to -3, 1m to 2.5 ] } }
                                                                       ^^^^^^^^^
        hint: write users as a whole number and a rate with its unit: `1m to 2.5/s`
    "#]],
    );
}

#[test]
fn open_tests_that_cannot_run() {
    refuse_test(
        "rate: 100, for: 1m",
        &expect![[r#"
        1:21 `100` is not a rate
          tests: { t: { rate: 100, for: 1m } }
                              ^^^
        hint: accepted: `1000/s`, `0.5/s`, `30/min`, `5/h`
    "#]],
    );
    refuse_test(
        "rate: -5/s, for: 1m",
        &expect![[r#"
        1:21 `-5/s` is not a rate
          tests: { t: { rate: -5/s, for: 1m } }
                              ^^^^
        hint: accepted: `1000/s`, `0.5/s`, `30/min`, `5/h`
    "#]],
    );
    refuse_test(
        "rate: 0/s, for: 1m",
        &expect![[r#"
        1:21 the rate is zero
          tests: { t: { rate: 0/s, for: 1m } }
                              ^^^
        hint: give a rate such as `200/s`
    "#]],
    );
    refuse_test(
        "rate: 5/s, for: 1m, arrivals: random, iterations: 3",
        &expect![[r#"
        1:45 `random` is not a way to spread arrivals
          tests: { t: { rate: 5/s, for: 1m, arrivals: random, iterations: 3 } }
                                                      ^^^^^^
        hint: accepted: `even`, `poisson`
        1:65 `iterations` means nothing beside `rate`
          tests: { t: { rate: 5/s, for: 1m, arrivals: random, iterations: 3 } }
                                                                          ^
        hint: `iterations` belongs to a test with `users`
    "#]],
    );
}

#[test]
fn mixtures_that_cannot_run() {
    refuse_test(
        "users: 5, iterations: 3, iterations_each: 3",
        &expect![[r#"
        1:57 `iterations` and `iterations_each` cannot go together
          tests: { t: { users: 5, iterations: 3, iterations_each: 3 } }
                                                                  ^
        hint: keep one of the two
    "#]],
    );
    refuse_test(
        "users: 5, for: 1m, think: 3s..1s",
        &expect![[r#"
        1:41 `3s..1s` ends before it begins
          tests: { t: { users: 5, for: 1m, think: 3s..1s } }
                                                  ^^^^^^
        hint: turn it round: `1s..3s`
    "#]],
    );
}

#[test]
fn tests_of_flows_that_do_not_exist() {
    let flows = "flows: { shopper: { tasks: [ { do: [ { get: / } ] } ] }, admin: { tasks: [ { do: [ { get: / \
                 } ] } ] } }\n";
    let tests = "tests:\n  a: { flow: shoper, users: 1, for: 1s }\n  b: { users: 1, for: 1s }\n  all: { flow: \
                 admin, burst: 5 }\n";
    refuse(
        &format!("{flows}{tests}"),
        &expect![[r#"
        3:14 there is no flow `shoper`
            a: { flow: shoper, users: 1, for: 1s }
                       ^^^^^^
        hint: did you mean `shopper`? the file has `shopper`, `admin`
        4:3 the test `b` does not say which flow it runs
            b: { users: 1, for: 1s }
            ^
        hint: name one of `shopper`, `admin` with `flow:`
        5:3 a test cannot be named `all`
            all: { flow: admin, burst: 5 }
            ^^^
        hint: `all` runs every test of the file; take another name
    "#]],
    );
    refuse_test(
        "flow: x, users: 1, for: 1s",
        &expect![[r#"
        1:21 there is no flow `x`
          tests: { t: { flow: x, users: 1, for: 1s } }
                              ^
        hint: the file has no flows
    "#]],
    );
}

#[test]
fn loads_side_by_side_that_cannot_be_driven() {
    refuse_test(
        "loads: {}",
        &expect![[r#"
        1:13 the test drives no load
          tests: { t: { loads: {} } }
                      ^^^^^^^^^^^^^
        hint: such as `loads: { browsing: { users: 10, for: 1m } }`
    "#]],
    );
    refuse_test(
        "loads: { a: { users: 1 } }",
        &expect![[r#"
        1:36 `users` does not say for how long
          tests: { t: { loads: { a: { users: 1 } } } }
                                             ^
        hint: add `for: 1m`
    "#]],
    );
    refuse_test(
        "loads: { a: { users: 1, for: 1s } }, users: 2",
        &expect![[r#"
        1:52 the test `t` has no key `users`
          tests: { t: { loads: { a: { users: 1, for: 1s } }, users: 2 } }
                                                             ^^^^^
        hint: accepted: `loads`, `warm_up`, `abort`, `connections`, `graceful_stop`
    "#]],
    );
    refuse_test(
        "users: 1, for: 1s, abort: http errors == 1%",
        &expect![[r#"
        1:41 a test is given up when a figure passes a limit
          tests: { t: { users: 1, for: 1s, abort: http errors == 1% } }
                                                  ^^^^^^^^^^^^^^^^^
        hint: such as `http errors > 50% for 10s`
    "#]],
    );
    refuse_test(
        "users: 1, for: 1s, warm_up: soon",
        &expect![[r#"
        1:43 `soon` is not a duration
          tests: { t: { users: 1, for: 1s, warm_up: soon } }
                                                    ^^^^
        hint: accepted: `250us`, `200ms`, `2s`, `1.5s`, `7m`, `1h30m`, `30d`
    "#]],
    );
}
