//! Tests of prefixes: compiled, matched, found out.

use super::{Label, Prefix, sniff};
use crate::log::entry::Severity;

fn check(prefix: &str, line: &str) -> Option<(u32, String, String, String)> {
    let prefix = Prefix::compile(prefix).expect("a prefix");
    let head = prefix.head(line.as_bytes())?;
    assert_eq!(head.label, Label::Begins(Severity::Log));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let message = text(&line.as_bytes()[head.message..]);
    Some((head.origin.pid, text(head.origin.user), text(head.origin.database), message))
}

fn expected(pid: u32, user: &str, database: &str) -> Option<(u32, String, String, String)> {
    Some((pid, user.into(), database.into(), "hello".into()))
}

#[test]
fn the_prefix_of_debian_names_process_user_and_database() {
    let line = "2026-11-21 11:22:33.123 UTC [4711] anna@shop LOG:  hello";
    assert_eq!(check("%m [%p] %q%u@%d ", line), expected(4711, "anna", "shop"));
}

#[test]
fn background_processes_stop_at_q() {
    let line = "2026-11-21 11:22:33.123 UTC [4711] LOG:  hello";
    assert_eq!(check("%m [%p] %q%u@%d ", line), expected(4711, "", ""));
}

#[test]
fn a_user_with_the_separator_in_the_name_is_read_by_stepping_back() {
    let line = "2026-11-21 11:22:33 CET [1] a b@c d@shop LOG:  hello";
    let found = check("%t [%p] %u@%d ", line).expect("a match");
    assert_eq!((found.0, found.3.as_str()), (1, "hello"));
}

#[test]
fn names_with_blanks_commas_and_an_empty_application_match() {
    let line = "2026-11-21 11:22:33 UTC [9]: user=my user,db=x,app=,client=10.0.0.1 LOG:  hello";
    let prefix = "%t [%p]: user=%u,db=%d,app=%a,client=%h ";
    assert_eq!(check(prefix, line), expected(9, "my user", "x"));
}

#[test]
fn the_prefix_of_a_managed_server_needs_no_blank_before_the_label() {
    let line = "2026-11-21 11:22:33 UTC:10.0.0.1(5432):anna@shop:[12]:LOG:  hello";
    assert_eq!(check("%t:%r:%u@%d:[%p]:", line), expected(12, "anna", "shop"));
}

#[test]
fn widths_pad_with_blanks_on_either_side() {
    let line = "2026-11-21 11:22:33 UTC [    12] anna      @shop LOG:  hello";
    assert_eq!(check("%t [%6p] %-10u@%d ", line), expected(12, "anna", "shop"));
}

#[test]
fn a_session_name_tells_the_process() {
    let line = "2026-11-21 11:22:33 UTC-65602289.1267-LOG:  hello";
    assert_eq!(check("%t-%c-", line), expected(0x1267, "", ""));
}

#[test]
fn an_unknown_escape_is_refused() {
    assert_eq!(
        Prefix::compile("%m %Z").map_err(|error| error.to_string()),
        Err("`%Z` is nothing that log_line_prefix has".to_owned())
    );
    assert!(Prefix::compile("%").is_err());
}

#[test]
fn lines_that_try_every_way_of_matching_end_soon() {
    let line = format!("{}{}", "@".repeat(5_000), "x");
    let prefix = Prefix::compile("%u@%d@%a@%h@%u@%d ").expect("a prefix");
    assert!(prefix.head(line.as_bytes()).is_none());
}

fn sniffed(lines: &[&str]) -> Option<String> {
    sniff(lines.join("\n").as_bytes()).map(|prefix| prefix.text().to_owned())
}

#[test]
fn a_known_prefix_is_found_out() {
    let lines = [
        "2026-11-21 11:22:33.123 UTC [4711] LOG:  checkpoint starting: time",
        "2026-11-21 11:22:33.123 UTC [4712] anna@shop LOG:  duration: 1 ms",
    ];
    assert_eq!(sniffed(&lines).as_deref(), Some("%m [%p] %q%u@%d "));
}

#[test]
fn a_prefix_that_nobody_listed_is_put_together() {
    let lines = [
        "<4711> 2026-11-21 11:22:33.123 UTC | LOG:  checkpoint starting: time",
        "<4712> 2026-11-21 11:22:33.123 UTC | usr=anna dbname=shop (10.0.0.1) LOG:  duration: 1 ms",
    ];
    let found = sniffed(&lines).expect("a prefix");
    assert_eq!(found, "<%p> %m | %qusr=%u dbname=%d (%h) ");
    let prefix = Prefix::compile(&found).expect("a prefix");
    let head = prefix.head(lines[1].as_bytes()).expect("a match");
    assert_eq!((head.origin.pid, head.origin.user), (4712, &b"anna"[..]));
}

#[test]
fn a_text_without_labels_has_no_prefix() {
    assert_eq!(sniffed(&["nothing: here", "to see"]), None);
}
