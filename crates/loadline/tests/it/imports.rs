//! Results of other tools become runs; runs leave as lines and come back as they were.

use std::path::Path;

use expect_test::expect;

use crate::program::{Folder, Seen, check};

/// The bytes of a file that a tool wrote.
fn written_by_a_tool(name: &str) -> Vec<u8> {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../loadline-import/tests/it/files");
    std::fs::read(files.join(name)).unwrap()
}

fn folder_with(name: &str) -> Folder {
    Folder::with(name, written_by_a_tool(name))
}

#[track_caller]
fn ends_with(seen: &Seen, code: i32, line: &str) {
    assert_eq!(seen.code, Some(code), "{seen}");
    assert!(seen.stdout.lines().any(|l| l.trim().starts_with(line)), "no `{line}` in\n{seen}");
}

#[test]
fn an_import_is_judged_like_a_run() {
    let folder = folder_with("oha.json");
    let import = |objective| folder.run(&["import", "oha.json", "-o", objective]);
    ends_with(&import("http p95 < 10ms"), 0, "✓ all 2 objectives met");
    ends_with(&import("http p95 < 5ms"), 99, "✗ 1 of 2 objectives missed");
    let unknown = import("http p95 < 10ms where class = search");
    ends_with(&unknown, 99, "✗ 1 objective asked for could not be judged");
}

#[test]
fn an_import_is_kept_and_shown_like_a_run() {
    let folder = folder_with("jmeter.csv");
    let imported =
        folder.run(&["import", "jmeter.csv", "--name", "nightly", "-o", "http p95 < 1s"]);
    ends_with(&imported, 0, "nightly  ");
    assert_eq!(folder.run(&["show", "last"]).stdout, imported.stdout);
    assert!(folder.run(&["history"]).stdout.contains("nightly"));
}

#[test]
fn arrivals_that_the_tool_dropped_make_its_figures_doubtful() {
    let folder = folder_with("k6.csv");
    ends_with(&folder.run(&["import", "k6.csv"]), 110, "!! THESE FIGURES CANNOT BE TRUSTED");
}

#[test]
fn objectives_and_classes_of_a_service_apply() {
    let folder = folder_with("locust_stats.csv");
    folder.write(
        "loadline.yaml",
        "service: shop\ntarget: http://127.0.0.1:8080\nclasses:\n  simple: GET /items/{id}\n\
         objectives:\n  - http p50 < 6ms where class = simple\n",
    );
    let seen = folder.run(&["import", "locust_stats.csv", "loadline.yaml"]);
    ends_with(&seen, 0, "✓ http p50 < 6ms where class = simple");
}

#[test]
fn an_exported_run_comes_back_as_it_was() {
    let folder = folder_with("jmeter.csv");
    folder.run(&["import", "jmeter.csv", "-o", "http p95 < 1s"]);
    let exported = folder.run(&["export", "last", "--out", "run.ndjson"]);
    assert_eq!(exported.code, Some(0), "{exported}");
    assert_eq!(folder.run(&["export", "last"]).stdout, folder.read("run.ndjson"));
    let again = folder.run(&["import", "run.ndjson", "--store", "other"]);
    assert_eq!(again.code, Some(0), "{again}");
    let without_id = |text: &str| {
        text.lines().filter(|line| !line.contains("· run ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = folder.run(&["show", "last", "--all"]).stdout;
    let after = folder.run(&["show", "last", "--all", "--store", "other"]).stdout;
    assert_eq!(without_id(&after), without_id(&before));
    assert_eq!(
        folder.run(&["export", "--store", "other"]).stdout.lines().skip(1).collect::<Vec<_>>(),
        folder.read("run.ndjson").lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn a_file_with_a_mistake_leaves_nothing_behind() {
    let text = String::from_utf8(written_by_a_tool("jmeter.csv")).unwrap();
    let cut = text.lines().take(3).map(|line| format!("{line}\n")).collect::<String>();
    let folder = Folder::with("cut.jtl", &cut[..cut.len() - 20]);
    check(
        &folder,
        &["import", "cut.jtl"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot import cut.jtl:3: the file breaks off here: 7 of 12 fields
        hint: delete the last line to import what is whole before it
    "#]],
    );
    assert_eq!(folder.names(), ["cut.jtl"]);
}

#[test]
fn what_cannot_be_imported_says_what_can() {
    let folder = Folder::with("notes.txt", "hello\n");
    check(
        &folder,
        &["import", "notes.txt"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot import notes.txt:1: this is no format that can be told by its beginning
        hint: `--format NAME` says what it is: loadline, k6-json, k6-csv, k6-summary, locust-stats, locust-history, locust-failures, locust-json, jmeter-csv, jmeter-xml, oha-json, oha-csv, wrk, hey-text, hey-csv, vegeta-json, vegeta-report, vegeta-csv, vegeta-gob, autocannon, h2load, ab
    "#]],
    );
    check(
        &folder,
        &["import", "missing.csv"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot import missing.csv: it cannot be read: No such file or directory (os error 2)
        hint: name a file that another tool wrote
    "#]],
    );
    check(
        &folder,
        &["import", "notes.txt", "http://127.0.0.1:1"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `http://127.0.0.1:1` is no service's file
        hint: the results come from the first file; the second says what is promised
    "#]],
    );
    check(
        &folder,
        &["export", "last"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to find the run `last`
        hint: `loadline history` lists the runs; `last` and `last~1` work too
    "#]],
    );
}

#[test]
fn what_an_import_leaves_out_is_told_and_kept() {
    let folder = folder_with("oha-corrected.json");
    let seen = folder.run(&["import", "oha-corrected.json", "--out", "json=result.json"]);
    assert!(seen.stderr.contains("note: left out: 2 requests that oha cut off"), "{seen}");
    let report = folder.read("result.json");
    assert!(report.contains("2 requests that oha cut off"), "{report}");
    assert!(report.contains("percentiles as the tool printed them"), "{report}");
}

#[test]
fn a_pipe_is_refused_before_anything_is_kept() {
    let folder = Folder::new();
    let seen = folder.run(&["import", "/dev/null"]);
    expect![[r#"
        exit 104
        --- stderr
        error: cannot import /dev/null: it is no file, and an import reads its file twice
        hint: write it to a file first: `… > results.json`
    "#]]
    .assert_eq(&seen.to_string());
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}
