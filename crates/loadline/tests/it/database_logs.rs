//! `loadline db log` and `loadline db explain` from outside: every format and every kind of damage, with logs and plans of
//! real servers.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::{expect, expect_file};
use flate2::Compression;
use flate2::write::GzEncoder;
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::unless_missing;
use serde_json::Value;

use crate::program::{Folder, Seen, check, text};

/// The same seconds of one server, in three formats.
const STDERR: &[u8] = include_bytes!("../../../loadline-postgres/src/log/examples/server.log");
const CSV_GZ: &[u8] = include_bytes!("../../../loadline-postgres/src/log/examples/server.csv.gz");
const JSON_GZ: &[u8] = include_bytes!("../../../loadline-postgres/src/log/examples/server.json.gz");

/// A statement that took ten seconds.
const LINE: &str =
    "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  duration: 10000.000 ms  statement: SELECT 1\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A Zstandard frame of blocks that are not packed (RFC 8878, 3.1.1): a window of 1 MiB, no checksum.
fn zstandard(bytes: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x50];
    let mut blocks = bytes.chunks(100_000).peekable();
    while let Some(block) = blocks.next() {
        let header = (block.len() as u32) << 3 | u32::from(blocks.peek().is_none());
        frame.extend_from_slice(&header.to_le_bytes()[..3]);
        frame.extend_from_slice(block);
    }
    frame
}

fn json(seen: &Seen) -> Value {
    assert_eq!(seen.code, Some(0), "{seen}");
    serde_json::from_str(&seen.stdout).unwrap()
}

/// What a log says, without what is about the file.
fn said(seen: &Seen) -> Value {
    let mut document = json(seen);
    document["files"] = Value::Null;
    // With this prefix stderr has neither names of applications nor SQLSTATEs, and places are part of its messages.
    for message in document["messages"].as_array_mut().unwrap() {
        (message["state"], message["example"]) = (Value::Null, Value::Null);
    }
    for statement in document["statements"].as_array_mut().unwrap() {
        statement["slowest"]["application"] = Value::Null;
    }
    document
}

#[test]
fn a_log_is_told_with_figures_events_and_findings() {
    let folder = Folder::with("server.log", STDERR);
    for (format, snapshot) in [
        ("text", expect_file!["snapshots/db_log.txt"]),
        ("markdown", expect_file!["snapshots/db_log.md"]),
    ] {
        let seen = folder.run(&["db", "log", "server.log", "-n", "4", "--format", format]);
        snapshot.assert_eq(&seen.to_string());
    }
}

#[test]
fn a_log_says_the_same_however_it_is_written_and_packed() {
    let folder = Folder::with("server.log", STDERR);
    folder.write("server.csv.gz", CSV_GZ);
    folder.write("server.json.gz", JSON_GZ);
    folder.write("server.log.gz", gzip(STDERR));
    folder.write("server.log.zst", zstandard(STDERR));
    let read = |name| said(&folder.run(&["db", "log", name, "--format", "json"]));
    let plain = read("server.log");
    for name in ["server.log.gz", "server.log.zst", "server.csv.gz", "server.json.gz"] {
        assert_eq!(read(name), plain, "{name}");
    }
}

#[test]
fn a_log_comes_from_standard_input_too() {
    let folder = Folder::new();
    let mut command = folder.command(&["db", "log", "-", "--format", "json"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(LINE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&document["calls"], &document["seconds"]), (&1.into(), &10.0.into()));
}

#[test]
fn several_logs_are_one_report() {
    let folder = Folder::with("one.log", LINE);
    folder.write("two.log.gz", gzip(LINE.repeat(2).as_bytes()));
    let document = json(&folder.run(&["db", "log", "one.log", "two.log.gz", "--format", "json"]));
    assert_eq!(document["calls"], 3);
    assert_eq!(document["files"][1]["entries"], 2);
}

#[test]
fn what_is_no_log_says_which_line_and_what_would_be_read() {
    let folder =
        Folder::with("nginx.log", "\n127.0.0.1 - - [21/Nov/2026] \"GET / HTTP/1.1\" 200 5\n");
    folder.write("junk", [0_u8, 1, 2, 3, 255, 254].repeat(1_000));
    folder.write("folder/server.log", LINE);
    check(
        &folder,
        &["db", "log", "nginx.log"],
        &expect![[r#"
        exit 104
        --- stderr
        error: nginx.log: nothing in it is an entry of PostgreSQL's stderr log; line 2 reads `127.0.0.1 - - [21/Nov/2026] "GET / HTTP/1.1" 200 5`
        hint: stderr logs in English (`LOG:  …` behind any log_line_prefix), csvlog and jsonlog are read; `--log-format` and `--prefix` say what a log's beginning does not
    "#]],
    );
    check(
        &folder,
        &["db", "log", "junk"],
        &expect![[r#"
        exit 104
        --- stderr
        error: junk: nothing in it is an entry of PostgreSQL's stderr log; line 1 is no text
        hint: stderr logs in English (`LOG:  …` behind any log_line_prefix), csvlog and jsonlog are read; `--log-format` and `--prefix` say what a log's beginning does not
    "#]],
    );
    check(
        &folder,
        &["db", "log", "folder"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read folder: is a directory
        hint: name the logs in it: `loadline db log folder/*.log`
    "#]],
    );
    check(
        &folder,
        &["db", "log", "none.log"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read none.log: No such file or directory (os error 2)
        hint: name logs of PostgreSQL, plain or packed by gzip or Zstandard; `-` reads standard input
    "#]],
    );
    check(
        &folder,
        &["db", "log", "junk", "--prefix", "%y "],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '%y ' for '--prefix <TEXT>': `%y` is nothing that log_line_prefix has

        For more information, try '--help'.
    "#]],
    );
    check(
        &folder,
        &["db", "log", "junk", "--log-format", "xml"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'xml' for '--log-format <NAME>': one of stderr, csv, json

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn what_is_damaged_is_read_as_far_as_it_goes_and_counted() {
    let packed = gzip(STDERR);
    let folder = Folder::with("cut.log.gz", &packed[..packed.len() / 2]);
    folder.write("cut.log", &STDERR[..STDERR.len() - 700]);
    folder.write("empty.log", "");
    folder.write(
        "mixed.log",
        format!("{LINE}GET /index.html\n{{\"a\": 1}}\n{LINE}\u{0}\u{1}\n{LINE}"),
    );
    folder.write("latin1.log", [LINE.as_bytes(), b"2026-11-21 11:22:34.123 UTC [7] a@b LOG:  duration: 1.000 ms  statement: SELECT x FROM t WHERE n = 'caf\xe9'\n"].concat());
    let run = |name: &str| folder.run(&["db", "log", name, "--format", "json"]);
    let cut = run("cut.log.gz");
    assert!(json(&cut)["calls"].as_u64().unwrap() > 5, "{cut}");
    assert!(
        cut.stderr.starts_with("warning: cut.log.gz: it could not be read to its end"),
        "{cut}"
    );
    assert!(json(&run("cut.log"))["calls"].as_u64().unwrap() > 100);
    assert_eq!(run("empty.log").stderr, "warning: empty.log: it is empty\n");
    let mixed = run("mixed.log");
    assert_eq!(json(&mixed)["calls"], 3);
    assert_eq!(json(&mixed)["files"][0]["skipped_lines"], 3);
    assert_eq!(
        mixed.stderr,
        "warning: mixed.log: 3 lines are no part of an entry and were skipped\n"
    );
    let latin1 = run("latin1.log");
    assert_eq!(
        json(&latin1)["statements"][1]["slowest"]["sql"],
        "SELECT x FROM t WHERE n = 'caf\u{fffd}'"
    );
}

#[test]
fn a_terminal_does_not_obey_what_a_log_holds() {
    let evil = LINE.replace("SELECT 1", "SELECT \"\u{1b}[31m<img src=x>\u{7}\"");
    let folder = Folder::with(
        "\u{1b}[2Jserver.log",
        format!("{evil}oops\n2026-11-21 11:22:34.123 UTC [7] a@b ERROR:  \u{1b}]0;title\u{7}\n"),
    );
    for format in ["text", "markdown", "html"] {
        let seen = folder.run(&["db", "log", "\u{1b}[2Jserver.log", "--format", format]);
        assert_eq!(seen.code, Some(0), "{seen}");
        for stream in [&seen.stdout, &seen.stderr] {
            assert!(!stream.contains(['\u{1b}', '\u{7}']), "{format}: {seen}");
        }
        assert!(format != "html" || !seen.stdout.contains("<img"), "{seen}");
    }
    let seen = folder.run(&["db", "log", "\u{1b}[2Jnone"]);
    assert!(!seen.stderr.contains('\u{1b}'), "{seen}");
}

#[test]
fn a_log_is_a_page_that_needs_no_other_file() {
    let folder = Folder::with("server.log", STDERR);
    let page = folder.run(&["db", "log", "server.log", "--format", "html"]).stdout;
    assert!(page.starts_with("<!doctype html>"), "{page}");
    for part in ["Over time", "Calls a second", "Statements by total time", "Errors and warnings"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("<code>update t set v = ? where id = ?</code>"), "{page}");
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
}

/// A server that writes one log a prefix, as `log_filename` names it.
fn logging_cluster() -> Option<Cluster> {
    let settings = [
        ("logging_collector", "on"),
        ("log_min_duration_statement", "0"),
        ("log_connections", "on"),
        ("log_rotation_age", "0"),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let options = ClusterOptions { settings, ..ClusterOptions::default() };
    unless_missing(Cluster::start_with(&options))
}

/// Has the server write to another file with another prefix, and gives its path once it does.
fn log_with(cluster: &Cluster, name: &str, prefix: &str) -> PathBuf {
    let quoted = prefix.replace('\'', "''");
    cluster.sql(&format!("ALTER SYSTEM SET log_line_prefix = '{quoted}'")).unwrap();
    cluster.sql(&format!("ALTER SYSTEM SET log_filename = '{name}'")).unwrap();
    cluster.sql("SELECT pg_reload_conf()").unwrap();
    let mut current = String::new();
    while !current.ends_with(name) {
        current = cluster.sql("SELECT pg_current_logfile()").unwrap();
    }
    Path::new(&cluster.sql("SHOW data_directory").unwrap()).join(current)
}

#[test]
fn prefixes_of_real_servers_are_found_out() {
    let Some(cluster) = logging_cluster() else { return };
    let folder = Folder::new();
    for (place, prefix) in [
        "%m [%p] ",
        "%m [%p] %q%u@%d ",
        "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
        "%t:%r:%u@%d:[%p]:",
        "< %m %u %d %p >",
        "%n %p %e %u ",
        "user=%u,db=%d,app=%a ",
        "%c %l %v %x ",
        "",
    ]
    .into_iter()
    .enumerate()
    {
        let log = log_with(&cluster, &format!("prefix{place}.log"), prefix);
        cluster.sql("CREATE TABLE IF NOT EXISTS t (id int)").unwrap();
        for number in 0..5 {
            cluster.sql(&format!("SELECT count(*) FROM t WHERE id = {number}")).unwrap();
        }
        cluster.sql("SELECT 1 / 0").unwrap_err();
        let seen = folder.run(&["db", "log", text(&log), "--format", "json"]);
        let document = json(&seen);
        let counts = document["statements"].as_array().unwrap().iter().find_map(|statement| {
            (statement["statement"] == "select count(*) from t where id = ?")
                .then(|| &statement["calls"])
        });
        assert_eq!(counts, Some(&5.into()), "prefix `{prefix}`: {seen}");
        assert_eq!(document["severities"]["ERROR"], 1, "prefix `{prefix}`: {seen}");
        // A background process has no user: its line may not be written as those of sessions are.
        let skipped = document["files"][0]["skipped_lines"].as_u64().unwrap();
        assert!(skipped <= 1, "prefix `{prefix}`: {seen}");
    }
}

/// psql as people use it, with its frames.
fn psql(cluster: &Cluster, more: &[&str], statement: &str) -> String {
    let mut command = Command::new("psql");
    command
        .args(["-X", "-v", "ON_ERROR_STOP=1"])
        .args(more)
        .args(["-c", statement])
        .arg(cluster.url());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn planned_cluster() -> Option<Cluster> {
    let cluster = unless_missing(Cluster::start())?;
    cluster
        .sql(
            "CREATE TABLE \"<b>t\" (id int PRIMARY KEY, a int); \
             INSERT INTO \"<b>t\" SELECT i, i % 7 FROM generate_series(1, 2000) i; ANALYZE",
        )
        .unwrap();
    Some(cluster)
}

/// A plan with a sort in it, as long as a line continuation of psql needs.
const QUERY: &str = "SELECT a, count(*) FROM \"<b>t\" WHERE id > 10 GROUP BY a ORDER BY count(*)";

#[test]
fn a_plan_is_read_however_it_was_copied() {
    let Some(cluster) = planned_cluster() else { return };
    let explain = |options: &str| format!("EXPLAIN ({options}) {QUERY}");
    let (as_text, as_json) =
        (explain("ANALYZE, BUFFERS"), explain("ANALYZE, BUFFERS, FORMAT JSON"));
    let auto = format!(
        "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on; SET client_min_messages = log; {QUERY}"
    );
    let folder = Folder::new();
    let texts = [
        ("text in psql's frame", psql(&cluster, &[], &as_text)),
        ("text alone", psql(&cluster, &["-At"], &as_text)),
        ("text with borders", psql(&cluster, &["-P", "border=2"], &as_text)),
        ("JSON in psql's frame", psql(&cluster, &[], &as_json)),
        ("JSON alone", psql(&cluster, &["-At"], &as_json)),
        ("without times", psql(&cluster, &[], &explain("COSTS"))),
    ];
    for (name, plan) in texts {
        folder.write("plan", &plan);
        let document = json(&folder.run(&["db", "explain", "plan", "--format", "json"]));
        let nodes = document["nodes"].as_array().unwrap();
        let names: Vec<&str> = nodes.iter().map(|node| node["node"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 3, "{name}: {names:?}\n{plan}");
        assert!(names[2].starts_with("Seq Scan on"), "{name}: {names:?}");
        assert_eq!(document["is_timed"], name != "without times", "{name}");
    }
    let mut command = Command::new("psql");
    let output = command.args(["-X", "-c", &auto]).arg(cluster.url()).output().unwrap();
    folder.write("auto", &output.stderr);
    let document = json(&folder.run(&["db", "explain", "auto", "--format", "json"]));
    assert_eq!(
        document["query"].as_str().map(|query| query.ends_with(QUERY)),
        Some(true),
        "{document}"
    );
    assert_eq!(document["nodes"].as_array().unwrap().len(), 3, "{document}");
    for format in ["XML", "YAML"] {
        folder.write("plan", psql(&cluster, &[], &explain(&format!("FORMAT {format}"))));
        let seen = folder.run(&["db", "explain", "plan"]);
        assert_eq!(seen.code, Some(104), "{seen}");
        assert_eq!(
            seen.stderr,
            format!(
                "error: cannot read a plan in plan: it is a plan in {format}\nhint: text and JSON are read: EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) …\n"
            ),
        );
    }
}

#[test]
fn a_plan_is_a_tree_in_every_format() {
    let Some(cluster) = planned_cluster() else { return };
    let plan = psql(&cluster, &[], &format!("EXPLAIN (ANALYZE) {QUERY}"));
    let folder = Folder::with("plan.txt", plan);
    let page = folder.run(&["db", "explain", "plan.txt", "--format", "html"]).stdout;
    assert!(page.contains("&lt;b&gt;t") && !page.contains("<b>t"), "{page}");
    assert_eq!(page.matches("takes the most time").count(), 1, "{page}");
    let markdown = folder.run(&["db", "explain", "plan.txt", "--format", "markdown"]).stdout;
    assert!(markdown.starts_with("| own | share | rows | expected | loops | node |"), "{markdown}");
}

#[test]
fn what_is_no_plan_says_which_line_and_what_would_be_read() {
    let folder = Folder::with("notes.txt", "slow since Monday\n");
    folder.write("empty", "");
    folder
        .write("cut.json", " QUERY PLAN\n-----\n[ +\n {\"Plan\": {\"Node Type\": \"Result\", +\n");
    folder.write("damaged.json", "[{\"Plan\": {\"Node Type\": \"Result\"},\n oops}]");
    folder.write("plan.yaml", "- Plan: \n    Node Type: \"Result\"\n");
    check(
        &folder,
        &["db", "explain", "notes.txt"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in notes.txt: no line of it is a node with `(cost=…)` or `(actual …)`, and it is no JSON with a "Plan"
        hint: EXPLAIN (ANALYZE, BUFFERS) as text or with FORMAT JSON is read, as psql or auto_explain writes it; a whole log by `loadline db log`
    "#]],
    );
    check(
        &folder,
        &["db", "explain", "empty"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in empty: no line of it is a node with `(cost=…)` or `(actual …)`, and it is no JSON with a "Plan"
        hint: EXPLAIN (ANALYZE, BUFFERS) as text or with FORMAT JSON is read, as psql or auto_explain writes it; a whole log by `loadline db log`
    "#]],
    );
    check(
        &folder,
        &["db", "explain", "cut.json"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in cut.json:4: its JSON ends too early
        hint: copy the whole document, from its first `[` to its last `]`; psql -XAt -f FILE writes it without a frame
    "#]],
    );
    check(
        &folder,
        &["db", "explain", "damaged.json"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in damaged.json:2: its JSON is damaged: key must be a string
        hint: copy the whole document, from its first `[` to its last `]`; psql -XAt -f FILE writes it without a frame
    "#]],
    );
    check(
        &folder,
        &["db", "explain", "plan.yaml"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in plan.yaml: it is a plan in YAML
        hint: text and JSON are read: EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) …
    "#]],
    );
}

#[test]
fn a_plan_that_cannot_be_opened_says_what_to_name() {
    let folder = Folder::new();
    check(
        &folder,
        &["db", "explain", "none"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in none: No such file or directory (os error 2)
        hint: name a file with a plan; `-` reads standard input
    "#]],
    );
    check(
        &folder,
        &["db", "explain", "."],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read a plan in .: Is a directory (os error 21)
        hint: name a file with a plan; `-` reads standard input
    "#]],
    );
}

#[test]
fn of_a_log_with_many_plans_the_first_is_explained_and_the_others_are_said() {
    let one = include_str!("../../../loadline-postgres/src/plan/examples/auto_explain.txt");
    let folder = Folder::with("server.log", [one, LINE, one].concat());
    let seen = folder.run(&["db", "explain", "server.log"]);
    assert_eq!(seen.code, Some(0), "{seen}");
    assert_eq!(
        seen.stderr,
        "it holds 2 plans, this is the first: `loadline db log` reads them all\n"
    );
}
