//! What the command line says about k6 scripts before one is read.

use expect_test::expect;

use crate::program::{Folder, check};

#[test]
fn an_argument_of_scripts_is_refused_with_a_url() {
    let folder = Folder::new();
    let url = "http://127.0.0.1:1";
    check(
        &folder,
        &["run", url, "--stage", "1s:1"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--stage` is for k6 scripts
        hint: the target would be a file such as script.js
    "#]],
    );
    check(
        &folder,
        &["run", url, "--no-setup"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--no-setup` is for k6 scripts
        hint: the target would be a file such as script.js
    "#]],
    );
    check(
        &folder,
        &["run", url, "-o", "opentelemetry"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--out opentelemetry` is for k6 scripts
        hint: `--out prometheus=URL` and `--out ndjson=FILE` hand out windows
    "#]],
    );
}

#[test]
fn an_argument_of_urls_is_refused_with_a_script() {
    let folder = Folder::with("script.js", "export default function () {}");
    check(
        &folder,
        &["run", "script.js", "--rate", "5/s"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--rate` does not fit a script
        hint: a script says in its `options` what traffic it drives; `--users`, `--for`, `--iterations` and `--stage` replace that
    "#]],
    );
    check(
        &folder,
        &["run", "script.js", "--method", "POST"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--method` does not fit a script
        hint: a script makes its requests itself
    "#]],
    );
}

#[test]
fn a_mistake_in_an_option_names_the_argument() {
    let folder = Folder::with("script.js", "export default function () {}");
    check(
        &folder,
        &["run", "script.js", "--stage", "1s"],
        &expect![[r#"
        exit 104
        --- stderr
        error: --stage[0]: the stage has no target
        hint: a stage reads like `{ duration: "30s", target: 10 }`
    "#]],
    );
    check(
        &folder,
        &["run", "script.js", "-s", "1s:1", "-d", "2s"],
        &expect![[r#"
        exit 104
        --- stderr
        error: `duration` and `stages` say different things about the same traffic
        hint: give one of `duration`, `stages`
    "#]],
    );
    check(
        &folder,
        &["run", "script.js", "--dns", "select=any"],
        &expect![[r#"
        exit 104
        --- stderr
        error: --dns.select: `any` is not known
        hint: accepted: `first`, `random`, `roundRobin`
    "#]],
    );
}

#[test]
fn a_value_that_an_argument_cannot_have_is_refused() {
    let folder = Folder::with("script.js", "export default function () {}");
    check(
        &folder,
        &["run", "script.js", "--throw=maybe"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'maybe' for '--throw[=<BOOL>]'
          [possible values: true, false]

        For more information, try '--help'.
    "#]],
    );
    check(
        &folder,
        &["run", "script.js", "-o", "influxdb=http://127.0.0.1:1"],
        &expect![[r#"
            exit 2
            --- stderr
            error: `-o influxdb=http://127.0.0.1:1`: invalid output type 'influxdb', available types are: json, csv, experimental-prometheus-rw, opentelemetry
            hint: `-o` and `--out` take `KIND=PLACE`; an objective reads like `http p95 < 200ms`
        "#]],
    );
    check(
        &folder,
        &["run", "script.js", "-e", "=x"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '=x' for '--env <NAME=VALUE>': it reads `NAME=VALUE`, with letters, digits and `_` in the name

        For more information, try '--help'.
    "#]],
    );
    check(
        &folder,
        &["run", "script.js", "--tag", "a="],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'a=' for '--tag <NAME=VALUE>': it reads `NAME=VALUE`

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn a_mistake_in_a_configuration_file_is_shown_in_its_place() {
    let folder = Folder::with("script.js", "export default function () {}");
    folder.write("config.json", "{\n  \"duration\": \"soon\"\n}\n");
    check(
        &folder,
        &["run", "script.js", "-c", "config.json"],
        &expect![[r#"
        exit 104
        --- stderr
        error: config.json:2:15: duration: expected a duration, found "soon"
        hint: accepted: a text such as `30s`, `1m30s`, `500ms`, or a number of milliseconds
    "#]],
    );
    check(
        &folder,
        &["run", "script.js", "-c", "missing.json"],
        &expect![[r#"
            exit 104
            --- stderr
            error: cannot read the configuration file `missing.json`: No such file or directory (os error 2)
            hint: `--config` names a file of options in JSON
        "#]],
    );
}

#[test]
fn inspect_prints_the_options_and_what_a_run_needs() {
    let script =
        "export const options = { vus: 2, duration: '3s', foo: 1 };\nexport default function () {}";
    let folder = Folder::with("script.js", script);
    let plain = folder.run(&["inspect", "script.js"]);
    assert_eq!(plain.code, Some(0), "{plain}");
    assert!(plain.stderr.contains("there is no option `foo`"), "{plain}");
    let plain: serde_json::Value = serde_json::from_str(&plain.stdout).unwrap();
    assert_eq!((&plain["vus"], &plain["scenarios"]), (&2.into(), &serde_json::Value::Null));
    let needs = folder.run(&["inspect", "--execution-requirements", "script.js"]);
    let needs: serde_json::Value = serde_json::from_str(&needs.stdout).unwrap();
    assert_eq!((&needs["maxVUs"], &needs["totalDuration"]), (&2.into(), &"33s".into()));
    assert_eq!(folder.run(&["inspect", "missing.js"]).code, Some(104));
}

#[test]
fn flags_stand_over_the_options_of_the_script() {
    let script = "export const options = { vus: 3, duration: '1h', thresholds: { iterations: ['count==5'] } };\nexport default function () {}";
    let folder = Folder::with("script.js", script);
    let seen = folder.run(&["run", "-q", "-i", "5", "script.js"]);
    assert_eq!(seen.code, Some(0), "{seen}");
    let seen = folder.run(&["run", "-q", "-i", "4", "script.js"]);
    assert_eq!(seen.code, Some(99), "{seen}");
    let seen = folder.run(&["run", "-q", "-i", "4", "--no-thresholds", "script.js"]);
    assert_eq!(seen.code, Some(0), "{seen}");
}
