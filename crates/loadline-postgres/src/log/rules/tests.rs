//! Each rule on the log of a real server on which each fault was made, and on that of a healthy one.

use super::{RULES, advise};
use crate::log::analysis::Analysis;
use crate::log::read::read_text;
use crate::rules::{Advice, Severity};

const FAULTS: &[u8] = include_bytes!("../examples/server.log");
const HEALTHY: &[u8] = include_bytes!("../examples/healthy.log");

fn check(text: impl AsRef<[u8]>) -> Vec<Advice> {
    let mut analysis = Analysis::default();
    read_text(text.as_ref(), &mut |entry| analysis.add(entry));
    analysis.finish();
    advise(&analysis)
}

fn found(rule: &str) -> Advice {
    let advice = check(FAULTS).into_iter().find(|advice| advice.rule == rule);
    advice.unwrap_or_else(|| panic!("{rule} says nothing"))
}

#[test]
fn a_healthy_log_is_met_with_silence() {
    let advice = check(HEALTHY);
    assert!(advice.is_empty(), "{advice:?}");
}

#[test]
fn a_loop_of_constant_length_is_a_note_with_the_statement_before_it() {
    let advice = found("loops");
    assert_eq!(
        (advice.severity, advice.subject.as_str()),
        (Severity::Note, "select note from t where id = ? + ?")
    );
    assert!(
        advice.evidence.starts_with("counted in 15 rows of calls, ")
            && advice.evidence.contains("after `select id from t where v = ? limit ?`"),
        "{}",
        advice.evidence
    );
}

/// Lines of one session: statements by their letter.
fn session(pid: u32, statements: &str) -> String {
    let line = |letter: char| {
        let sql = match letter {
            'l' => "SELECT id FROM orders LIMIT 5",
            'c' => "SELECT name FROM customers WHERE id = 5",
            _ => "SELECT id FROM products WHERE name LIKE 'x'",
        };
        format!(
            "2026-11-21 11:22:33.123 UTC [{pid}] a@b LOG:  duration: 0.100 ms  statement: {sql}\n"
        )
    };
    statements.chars().map(line).collect()
}

#[test]
fn rows_of_different_lengths_behind_one_statement_are_an_n_plus_one() {
    let requests = (0..30).map(|at| format!("l{}", "c".repeat(5 + at % 7))).collect::<String>();
    let advice = check(session(7, &requests));
    let advice = advice.iter().find(|advice| advice.rule == "loops").unwrap();
    assert_eq!(advice.severity, Severity::Advice);
    assert!(advice.symptom.contains("7.8 times in a row: N+1"), "{}", advice.symptom);
    assert!(advice.evidence.contains("5 to 11 calls in 30 rows"), "{}", advice.evidence);
}

#[test]
fn a_session_that_is_asked_the_same_several_times_is_no_loop() {
    // A pool's connection: one-statement requests in a row, behind what happened to come before.
    let requests = (0..40)
        .map(|at| format!("l{}{}", if at % 2 == 0 { "c" } else { "" }, "s".repeat(2 + at * 3 % 8)))
        .collect::<String>();
    let advice = check(session(7, &requests));
    assert!(advice.iter().all(|advice| advice.severity <= Severity::Note), "{advice:?}");
}

#[test]
fn temporary_files_want_memory() {
    let advice = found("temp-files");
    assert!(advice.evidence.starts_with("6 files, 3.4 MB"), "{}", advice.evidence);
}

#[test]
fn waits_for_locks_are_added_up() {
    let advice = found("lock-waits");
    assert!(
        advice.evidence.starts_with("2 waits (ShareLock on transaction 2)"),
        "{}",
        advice.evidence
    );
}

#[test]
fn a_deadlock_is_shown_with_both_statements() {
    let advice = found("deadlocks");
    assert!(advice.evidence.contains("` against `"), "{}", advice.evidence);
    assert!(advice.evidence.starts_with("1 deadlocks"), "{}", advice.evidence);
}

#[test]
fn checkpoints_before_their_time_want_more_log() {
    assert!(found("checkpoints").evidence.starts_with("4 of 6 checkpoints"));
}

#[test]
fn slow_statements_are_named_with_their_part_of_the_time() {
    let line =
        "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  duration: 250.000 ms  statement: SELECT slow\n";
    let advice = check(line.repeat(10));
    assert_eq!(advice.len(), 1);
    assert_eq!(advice[0].rule, "slow-statements");
    assert_eq!(advice[0].subject, "select slow");
}

#[test]
fn errors_that_come_often_are_named_and_hinted_at() {
    let line = "2026-11-21 11:22:33.123 UTC [7] a@b ERROR:  canceling statement due to statement timeout\n\
                2026-11-21 11:22:33.123 UTC [7] a@b STATEMENT:  SELECT slow\n";
    let advice = check(line.repeat(10));
    assert_eq!(advice.len(), 1);
    assert_eq!(advice[0].rule, "failures");
    assert!(advice[0].evidence.starts_with("10 times"));
}

#[test]
fn dead_rows_that_stay_are_named() {
    let text = "2026-11-21 11:22:33.123 UTC [7] LOG:  automatic vacuum of table \"shop.public.orders\": index scans: 0\n\
                \ttuples: 5 removed, 600000 remain, 500000 are dead but not yet removable, oldest xmin: 9\n";
    let advice = check(text);
    assert_eq!(advice.len(), 1);
    assert_eq!((advice[0].rule, advice[0].subject.as_str()), ("autovacuum", "shop.public.orders"));
}

#[test]
fn connections_that_live_for_a_moment_want_a_pool() {
    let text = "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  connection authorized: user=a database=b application_name=shop\n\
                2026-11-21 11:22:33.223 UTC [7] a@b LOG:  disconnection: session time: 0:00:00.100 user=a database=b host=::1 port=5\n";
    let advice = check(text.repeat(200));
    assert!(advice.iter().any(|advice| advice.rule == "connections"), "{advice:?}");
}

#[test]
fn a_log_without_times_says_which_setting_shows_them() {
    let text = "2026-11-21 11:22:33.123 UTC [7] LOG:  checkpoint starting: time\n";
    let advice = check(text.repeat(200));
    assert_eq!(advice.iter().map(|advice| advice.rule).collect::<Vec<_>>(), ["unlogged"]);
}

#[test]
fn rules_have_names_of_their_own() {
    let names: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
}
