//! Files named on the command line: mistakes are shown in their places, exit 104.

use expect_test::{Expect, expect, expect_file};

use crate::program::{Folder, check};

/// A run of a file with this content.
fn check_file(content: impl AsRef<[u8]>, expected: &Expect) {
    check(&Folder::with("loadline.yaml", content), &["run", "loadline.yaml"], expected);
}

#[test]
fn every_mistake_is_shown_in_its_place() {
    let content = "service: shop\ntargett: http://127.0.0.1:8080\nobjectives:\n  - http p95 << 50ms\n\
                   flows:\n  shopper:\n    tasks:\n      - weight: 0\n        do: [ { gett: /x } ]\n\
                   tests:\n  load: { flow: shoper, users: [ 7m too 200 ] }\n";
    let folder = Folder::with("loadline.yaml", content);
    let seen = folder.run(&["run", "loadline.yaml"]);
    expect_file!["snapshots/mistakes.txt"].assert_eq(&seen.redacted(&folder));
}

#[test]
fn what_is_no_yaml_is_shown_in_its_place() {
    check_file(
        "service: shop\n  bad: [indent\n",
        &expect![[r#"
            exit 104
            --- stderr
            error: a `: ` inside a text
             --> loadline.yaml:2:6
              |
            2 |   bad: [indent
              |      ^
              |
            hint: put quotes around a text that holds `: `

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn a_file_needs_a_target() {
    check_file(
        "service: shop\n",
        &expect![[r#"
            exit 104
            --- stderr
            error: the file has no `target`
             --> loadline.yaml:1:1
              |
            1 | service: shop
              | ^
              |
            hint: add `target: http://127.0.0.1:8080`

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn a_target_with_an_impossible_port_is_shown_in_its_place() {
    check_file(
        "target: http://127.0.0.1:99999/\n",
        &expect![[r#"
            exit 104
            --- stderr
            error: `http://127.0.0.1:99999/` is not a target: its port is not a number up to 65535
             --> loadline.yaml:1:9
              |
            1 | target: http://127.0.0.1:99999/
              |         ^^^^^^^^^^^^^^^^^^^^^^^
              |
            hint: a target reads like `http://127.0.0.1:8080`

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn a_saved_value_needs_a_jsonpath() {
    let flow = "flows: { f: { tasks: [ { do: [ { get: /, save: { token: '$.[' } } ] } ] } }\n";
    check_file(
        format!("target: http://127.0.0.1:1\n{flow}"),
        &expect![[r#"
            exit 104
            --- stderr
            error: `$.[` is not a JSONPath: at position 2, in dot member name, must start with lowercase alpha or '_'
             --> loadline.yaml:2:57
              |
            2 | flows: { f: { tasks: [ { do: [ { get: /, save: { token: '$.[' } } ] } ] } }
              |                                                         ^^^^^
              |
            hint: it reads like `$.access_token` or `$.items[0].id`

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn an_unknown_pack_is_shown_in_its_place() {
    check_file(
        "target: http://127.0.0.1:1\nstandards: [mupet]\n",
        &expect![[r#"
            exit 104
            --- stderr
            error: there is no pack `mupet`
             --> loadline.yaml:2:13
              |
            2 | standards: [mupet]
              |             ^^^^^
              |
            hint: did you mean `muppet`? shipped: `runeframe`, `muppet`, `tech-stack`, `swe-platform`, `code-engine`

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn a_pack_file_that_is_missing_is_shown_in_its_place() {
    check_file(
        "target: http://127.0.0.1:1\nstandards: ./own.yaml\n",
        &expect![[r#"
            exit 104
            --- stderr
            error: cannot read ./own.yaml: No such file or directory (os error 2)
             --> loadline.yaml:2:12
              |
            2 | standards: ./own.yaml
              |            ^^^^^^^^^^
              |
            hint: paths start from the folder of this file

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn a_pack_cannot_be_a_url() {
    check_file(
        "target: http://127.0.0.1:1\nstandards: https://example.test/p\n",
        &expect![[r#"
            exit 104
            --- stderr
            error: a pack cannot be adopted by its URL yet
             --> loadline.yaml:2:12
              |
            2 | standards: https://example.test/p
              |            ^^^^^^^^^^^^^^^^^^^^^^
              |
            hint: save it to a file and name the file's path

            error: loadline.yaml has 1 mistake
        "#]],
    );
}

#[test]
fn a_file_is_text_in_utf_8() {
    check_file(
        b"service: shop\nowner: caf\xe9\n",
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read loadline.yaml: line 2 is not UTF-8 text
        hint: name a URL or a readable YAML file
    "#]],
    );
}

#[test]
fn a_file_has_a_largest_size() {
    check_file(
        vec![b'#'; (4 << 20) + 1],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read loadline.yaml: it is larger than 4 MiB
        hint: name a URL or a readable YAML file
    "#]],
    );
}

#[test]
fn a_missing_file_is_named() {
    check(
        &Folder::new(),
        &["run", "missing.yaml"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read missing.yaml: No such file or directory (os error 2)
        hint: name a URL or a readable YAML file
    "#]],
    );
}

#[test]
fn a_folder_is_no_file() {
    check(
        &Folder::with("service.yaml/x", ""),
        &["run", "service.yaml"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read service.yaml: Is a directory (os error 21)
        hint: name a URL or a readable YAML file
    "#]],
    );
}

#[test]
fn a_file_of_certificates_is_looked_at_before_the_run() {
    let arguments = ["run", "https://127.0.0.1:1", "--ca", "missing.pem"];
    check(
        &Folder::new(),
        &arguments,
        &expect![[r#"
            exit 104
            --- stderr
            error: failed to read certificates from missing.pem: I/O error: No such file or directory (os error 2)
            hint: `--ca` and `--cert` want PEM files of certificates
        "#]],
    );
    let folder = Folder::with("empty.pem", "");
    check(
        &folder,
        &["run", "https://127.0.0.1:1", "--ca", "empty.pem"],
        &expect![[r#"
            exit 104
            --- stderr
            error: failed to read certificates from empty.pem: it holds no PEM certificate
            hint: `--ca` and `--cert` want PEM files of certificates
        "#]],
    );
}

#[test]
fn a_report_that_cannot_be_written_is_found_before_the_run() {
    let folder = Folder::with("taken/x", "");
    let out = |path: &str| format!("html={path}");
    for (path, expected) in [
        (
            "missing/report.html",
            expect![[r#"
            exit 104
            --- stderr
            error: cannot write missing/report.html: there is no folder missing
            hint: `mkdir -p missing` makes it
        "#]],
        ),
        (
            "taken",
            expect![[r#"
            exit 104
            --- stderr
            error: cannot write taken: Is a directory (os error 21)
            hint: name a file, such as report.html in that folder
        "#]],
        ),
        (
            "/proc/self/report.html",
            expect![[r#"
            exit 104
            --- stderr
            error: cannot write /proc/self/report.html: No such file or directory (os error 2)
            hint: name a place that may be written
        "#]],
        ),
    ] {
        check(&folder, &["run", "http://127.0.0.1:1", "--out", &out(path)], &expected);
    }
    assert_eq!(folder.names(), ["taken"], "looking leaves nothing behind");
}
