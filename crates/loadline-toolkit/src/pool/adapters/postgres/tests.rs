//! What needs no server: which statements leave a session alone, which errors pass, which statements are kept.

use super::{error::may_pass, session::is_plain, statements::Statements};

#[test]
fn only_single_plain_statements_leave_a_session_alone() {
    for sql in [
        "SELECT 1",
        "  select(1)",
        "WITH a AS (SELECT 1) SELECT * FROM a;",
        "INSERT INTO t VALUES (1); ",
    ] {
        assert!(is_plain(sql), "{sql}");
    }
    for sql in [
        "SET work_mem = '1MB'",
        "BEGIN",
        "SELECT 1; BEGIN",
        "selective",
        "",
        "LISTEN news",
        "-- a\nSET x = 1",
    ] {
        assert!(!is_plain(sql), "{sql}");
    }
}

#[test]
fn a_starting_server_passes_and_a_wrong_password_does_not() {
    for code in ["57P03", "40001", "40P01", "53300", "08006"] {
        assert!(may_pass(code), "{code}");
    }
    for code in ["28P01", "3D000", "42P01", "57014", "23505"] {
        assert!(!may_pass(code), "{code}");
    }
}

#[test]
fn a_new_statement_displaces_the_one_unused_for_longest() {
    let mut statements = Statements::new(2);
    for text in ["a", "b"] {
        assert_eq!(statements.get(text), None);
        statements.keep(text, text.to_uppercase());
    }
    assert_eq!(statements.get("a").as_deref(), Some("A"));
    assert_eq!(statements.get("c"), None);
    statements.keep("c", "C".to_owned());
    assert_eq!(statements.get("b"), None);
    assert_eq!(statements.get("a").as_deref(), Some("A"));
    assert_eq!(statements.get("c").as_deref(), Some("C"));
}

#[test]
fn nothing_is_kept_where_nothing_may_be() {
    let mut statements = Statements::new(0);
    statements.keep("a", 1);
    assert_eq!(statements.get("a"), None);
}
