//! Ends in k6's words.

use super::link::named;

#[test]
fn ends_are_named_as_in_k6() {
    assert_eq!(
        named(1006, "unexpected EOF"),
        "websocket: close 1006 (abnormal closure): unexpected EOF"
    );
    assert_eq!(named(3001, "bye"), "websocket: close 3001: bye");
    assert_eq!(named(1005, ""), "websocket: close 1005 (no status)");
}
