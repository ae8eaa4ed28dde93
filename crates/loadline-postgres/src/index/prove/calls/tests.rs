//! Names and locks found in texts.

use super::{called, without_locks};

#[test]
fn every_name_before_a_parenthesis_is_found() {
    let found =
        called("SELECT Now (), s.\"Odd one\"(1) FROM t WHERE a IN (SELECT pg_sleep(1)) AND (b)");
    assert_eq!(found, ["Odd one", "and", "in", "now", "pg_sleep"]);
}

#[test]
fn a_lock_at_the_end_is_taken_away_and_nothing_else() {
    assert_eq!(without_locks("SELECT 1 FROM t FOR UPDATE"), "SELECT 1 FROM t");
    assert_eq!(
        without_locks("SELECT 1 FROM t FOR NO KEY UPDATE OF t SKIP LOCKED"),
        "SELECT 1 FROM t"
    );
    for text in ["SELECT ' FOR UPDATE ' FROM t", "SELECT (SELECT a FROM t FOR SHARE) FROM u"] {
        assert_eq!(without_locks(text), text);
    }
}
