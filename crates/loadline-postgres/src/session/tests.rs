//! Connection strings and quoting, without a server.

use super::address::Address;
use super::{SessionError, SessionOptions, quoted_literal, quoted_name};

fn read(text: &str) -> Result<Address, SessionError> {
    Address::read(text, &SessionOptions::default())
}

#[test]
fn a_url_may_ask_for_what_the_driver_does_not_know() {
    let address =
        read("postgres://u:p@db.example/app?sslmode=verify-full&sslrootcert=%2Ftmp%2Fca.pem");
    let address = address.unwrap();
    assert!(address.verify && address.wants_tls());
    assert_eq!(address.roots.unwrap().to_str(), Some("/tmp/ca.pem"));
}

#[test]
fn a_list_of_words_is_a_connection_string_too() {
    let address = read("host=127.0.0.1 port=5433 user=u sslmode=verify-ca").unwrap();
    assert!(address.verify && address.is_local());
    assert_eq!(address.place(), "127.0.0.1:5433");
}

#[test]
fn what_cannot_be_read_is_said_without_the_password() {
    for text in
        ["", "postgres://", "mysql://u:secret@h/d", "postgres://u:secret@h/d?colour=red", "host"]
    {
        let error = read(text).expect_err(text);
        assert!(matches!(error, SessionError::Address { .. }), "{text}: {error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn limits_come_after_what_the_string_asks_for() {
    let address = read("postgres://u@h/d?options=-c%20statement_timeout%3D0").unwrap();
    let options = address.config.get_options().unwrap();
    assert!(
        options.starts_with("-c statement_timeout=0 -c default_transaction_read_only=on"),
        "{options}"
    );
}

#[test]
fn names_stay_one_token() {
    assert_eq!(quoted_name(r#""; drop table x; --"#), r#""""; drop table x; --""#);
    assert_eq!(quoted_literal(r"it's \ "), r"E'it''s \\ '");
}

#[test]
fn statements_of_ours_are_known_again() {
    for statement in ["SELECT 1", "WITH a AS (SELECT 1) TABLE a", "CHECKPOINT", " SELECT\n1"] {
        let text = super::marked(statement);
        assert!(text.starts_with(&statement.trim()[..4]), "{text}");
        assert!(super::is_marked(text.as_bytes()), "{text}");
    }
    assert!(super::is_marked(b"/* loadline */ EXPLAIN SELECT 1"));
    assert!(!super::is_marked(b"SELECT * FROM notes WHERE text = '/* loadline */'"));
    assert!(!super::is_marked(b"") && !super::is_marked("SELECT '\u{fffd}\u{fffd}'".as_bytes()));
}
