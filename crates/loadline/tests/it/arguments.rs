//! Mistakes on the command line: exit 2, what is wrong, what would be right.

use expect_test::{Expect, expect};

use crate::program::{Folder, check};

const TARGET: &str = "http://127.0.0.1:1/";

/// A run of a target that is never reached, because the arguments are wrong.
fn check_run(arguments: &[&str], expected: &Expect) {
    check(&Folder::new(), &[&["run", TARGET][..], arguments].concat(), expected);
}

fn check_target(target: &str, expected: &Expect) {
    check(&Folder::new(), &["run", target], expected);
}

#[test]
fn a_target_needs_a_host() {
    check_target(
        "http://",
        &expect![[r#"
            exit 2
            --- stderr
            error: `http://` is not a target: it has no host
            hint: a target reads like `http://127.0.0.1:8080/path`
        "#]],
    );
}

#[test]
fn a_target_is_http_or_https() {
    check_target(
        "ftp://127.0.0.1/",
        &expect![[r#"
            exit 2
            --- stderr
            error: `ftp://127.0.0.1/` is not a target: the scheme `ftp` is not `http` or `https`
            hint: a target reads like `http://127.0.0.1:8080/path`
        "#]],
    );
}

#[test]
fn a_password_in_a_url_is_refused_and_not_repeated() {
    check_target(
        "http://me:secret@127.0.0.1/",
        &expect![[r#"
            exit 2
            --- stderr
            error: `http://…@127.0.0.1` is not a target: credentials do not belong into a URL
            hint: `--basic USER:PASSWORD` or `--bearer TOKEN` sends them; `env:NAME` reads either from a variable
        "#]],
    );
}

#[test]
fn a_port_has_a_range() {
    check_target(
        "http://127.0.0.1:99999/",
        &expect![[r#"
            exit 2
            --- stderr
            error: `http://127.0.0.1:99999/` is not a target: its port is not a number up to 65535
            hint: a target reads like `http://127.0.0.1:8080/path`
        "#]],
    );
    check_target(
        "http://127.0.0.1:0/",
        &expect![[r#"
            exit 2
            --- stderr
            error: `http://127.0.0.1:0/` is not a target: nothing can listen on port 0
            hint: a target reads like `http://127.0.0.1:8080/path`
        "#]],
    );
}

#[test]
fn a_target_cannot_be_empty() {
    check_target(
        "",
        &expect![[r#"
            exit 2
            --- stderr
            error: a value is required for '<URL|FILE>' but none was supplied

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn an_unknown_value_in_a_url_is_named() {
    check_target(
        "http://127.0.0.1:1/{{randm 1 10}}",
        &expect![[r#"
            exit 2
            --- stderr
            error: `randm 1 10` is not a value
            hint: accepted: `{{user}}`, `{{iteration}}`, `{{counter}}`, `{{random 1 1000}}`, `{{random text 12}}`, `{{one of red green}}`, `{{uuid}}`, `{{now}}`, `{{now seconds}}`, `{{now rfc3339}}`, `{{env NAME}}`, `{{secret NAME}}`, a column of a feed such as `{{people.email}}`, and the name of a value that an earlier `save` keeps, such as `{{token}}`
        "#]],
    );
}

#[test]
fn a_test_needs_users() {
    check_run(
        &["--users", "0"],
        &expect![[r#"
        exit 2
        --- stderr
        error: there are no users
        hint: give at least one user
    "#]],
    );
}

#[test]
fn users_are_a_whole_number() {
    check_run(
        &["--users", "-3"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '-3' for '--users <N>': it wants a whole number such as 10

        For more information, try '--help'.
    "#]],
    );
    check_run(
        &["--users", "1.5"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '1.5' for '--users <N>': it wants a whole number such as 10

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn users_have_an_upper_bound() {
    check_run(
        &["--users", "2000000"],
        &expect![[r#"
        exit 2
        --- stderr
        error: 2000000 users are more than one test can have
        hint: at most 1000000 users
    "#]],
    );
}

#[test]
fn a_rate_is_not_negative() {
    check_run(
        &["--rate", "-5/s"],
        &expect![[r#"
            exit 2
            --- stderr
            error: invalid value '-5/s' for '--rate <RATE>': `-5/s` is not a rate; accepted: `1000/s`, `0.5/s`, `30/min`, `5/h`

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn users_and_a_rate_exclude_each_other() {
    check_run(
        &["--users", "3", "--rate", "5/s"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--users` and `--rate` exclude each other
        hint: a rate and a burst bring their own users; `--max-users` bounds those of a rate
    "#]],
    );
    check_run(
        &["--burst", "3", "--rate", "5/s"],
        &expect![[r#"
        exit 2
        --- stderr
        error: these kinds of traffic exclude each other
        hint: choose one of `--users`, `--rate`, `--iterations`, `--iterations-each`, `--burst`
    "#]],
    );
}

#[test]
fn only_a_rate_can_be_spaced_at_random() {
    check_run(
        &["--users", "3", "--poisson"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--poisson` has no arrivals to space
        hint: give a `--rate`: only arrivals by the clock can be spaced at random
    "#]],
    );
}

#[test]
fn a_test_needs_time() {
    check_run(
        &["--for", "0s"],
        &expect![[r#"
            exit 2
            --- stderr
            error: the test has no length
            hint: such as `30s`, `5m`
        "#]],
    );
    check_run(
        &["--for", "30"],
        &expect![[r#"
            exit 2
            --- stderr
            error: invalid value '30' for '--for <TIME>': `30` is not a duration; accepted: `250us`, `200ms`, `2s`, `1.5s`, `7m`, `1h30m`, `30d`

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn a_scale_that_leaves_no_time_is_refused() {
    check_run(
        &["--scale", "0.0000000001", "--for", "1s"],
        &expect![[r#"
            exit 2
            --- stderr
            error: the test has no length
            hint: such as `30s`, `5m`
        "#]],
    );
    check_run(
        &["--scale", "0"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '0' for '--scale <FACTOR>': it wants a number above 0 and at most 1000

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn a_think_time_has_forms() {
    check_run(
        &["--think", "long"],
        &expect![[r#"
            exit 2
            --- stderr
            error: invalid value 'long' for '--think <TIME>': `long` is not a think time; accepted: `0s`, `1s`, `1s..3s`, `pacing 5s`

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn a_header_has_a_form() {
    check_run(
        &["-H", "no colon"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'no colon' for '--header <HEADER>': it reads `Name: value`

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn an_unknown_pack_is_answered_with_the_nearest() {
    check_run(
        &["--standards", "mupet"],
        &expect![[r#"
        exit 2
        --- stderr
        error: there is no pack `mupet`
        hint: did you mean `muppet`? shipped: `runeframe`, `muppet`, `tech-stack`, `swe-platform`, `code-engine`
    "#]],
    );
}

#[test]
fn an_unknown_test_is_answered_with_those_there_are() {
    check_run(
        &["--test", "laod"],
        &expect![[r#"
        exit 2
        --- stderr
        error: there is no test `laod`
        hint: there are: smoke, load, stress, spike, volume, endurance, all
    "#]],
    );
}

#[test]
fn an_unknown_kind_of_report_is_answered_with_those_there_are() {
    check_run(
        &["--out", "pdf=x"],
        &expect![[r#"
            exit 2
            --- stderr
            error: invalid value 'pdf=x' for '--out <KIND=PATH>': no such kind; kinds: html, json, csv, csv-timeline, junit, markdown, openmetrics, text, ndjson, prometheus

            For more information, try '--help'.
        "#]],
    );
    check_run(
        &["--out", "html"],
        &expect![[r#"
            exit 2
            --- stderr
            error: invalid value 'html' for '--out <KIND=PATH>': it reads `KIND=PATH`; kinds: html, json, csv, csv-timeline, junit, markdown, openmetrics, text, ndjson, prometheus

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn two_reports_cannot_go_to_one_file() {
    check_run(
        &["--out", "html=x", "--out", "json=x"],
        &expect![[r#"
        exit 2
        --- stderr
        error: two reports would go to x
        hint: give each `--out` a path of its own
    "#]],
    );
}

#[test]
fn a_mistake_in_an_objective_is_pointed_at() {
    check_run(
        &["-o", "http p95 << 200ms"],
        &expect![[r#"
            exit 2
            --- stderr
            error: `<<` is not a comparison in the objective
              http p95 << 200ms
                       ^^
            hint: accepted: `<`, `<=`, `>`, `>=`, `==`, `!=`
        "#]],
    );
    check_run(
        &["-o", "http p95 < 200"],
        &expect![[r#"
            exit 2
            --- stderr
            error: `http` does not compare with `200` in the objective
              http p95 < 200
                         ^^^
            hint: it wants a duration such as `200ms`
        "#]],
    );
    check_run(
        &["-o", "http p95 < 200ms wehre class = simple"],
        &expect![[r#"
        exit 2
        --- stderr
        error: unexpected `wehre` in the objective
          http p95 < 200ms wehre class = simple
                           ^^^^^
        hint: accepted here, in this order: `for 5m`, `over 30d`, `where tag = value and tag = value`
    "#]],
    );
}

#[test]
fn an_unknown_argument_is_answered_with_the_nearest() {
    check_run(
        &["--user", "3"],
        &expect![[r#"
            exit 2
            --- stderr
            error: unexpected argument '--user' found

              tip: a similar argument exists: '--users'

            Usage: loadline run --users <N> <URL|FILE>

            For more information, try '--help'.
        "#]],
    );
}

#[test]
fn a_fault_has_forms() {
    let folder = Folder::new();
    check(
        &folder,
        &["shop", "--fault", "slow=1s"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'slow=1s' for '--fault <FAULTS>': read fault `slow=1s`: accepted are latency=50ms, latency=20ms..80ms, stall=2s@5s, error=1%

        For more information, try '--help'.
    "#]],
    );
    check(
        &folder,
        &["shop", "--fault", "error=200%"],
        &expect![[r#"
            exit 2
            --- stderr
            error: invalid value 'error=200%' for '--fault <FAULTS>': read fault `error=200%`: error takes a share from 0.0001% to 100%: 1%

            For more information, try '--help'.
        "#]],
    );
}
