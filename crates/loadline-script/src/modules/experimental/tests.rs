//! Rows of comma-separated values.

use super::records::{RecordError, Records};

#[track_caller]
fn check(text: &str, expected: &[&[&str]]) {
    let mut records = Records::new(',', 0);
    let mut found = Vec::new();
    while let Some(record) = records.next(text.as_bytes()).expect(text) {
        found.push(record);
    }
    assert_eq!(found, expected, "{text:?}");
}

#[track_caller]
fn refused(text: &str, expected: RecordError) {
    let mut records = Records::new(',', 0);
    let error = loop {
        match records.next(text.as_bytes()) {
            Ok(Some(_)) => {}
            Ok(None) => panic!("{text:?} was read to its end"),
            Err(error) => break error,
        }
    };
    assert_eq!(error, expected, "{text:?}");
}

#[test]
fn records_are_split_at_delimiters_outside_of_quotes() {
    check("", &[]);
    check("\n\r\n\n", &[]);
    check("a,b\n\n1,2", &[&["a", "b"], &["1", "2"]]);
    check("a,\r\n,\r\n", &[&["a", ""], &["", ""]]);
    check("\"a, b\",\"x \"\"y\"\"\"\n", &[&["a, b", "x \"y\""]]);
    check("\"multi\r\nline\",2\n", &[&["multi\nline", "2"]]);
    check(" sp , x\n", &[&[" sp ", " x"]]);
    check("\"\",\"\"", &[&["", ""]]);
}

#[test]
fn what_is_no_record_is_named_by_line_and_column() {
    refused("a,b\n1,2,3\n", RecordError::Width(2));
    refused("a,b\n\n1\n", RecordError::Width(3));
    refused("a,q\"x\n", RecordError::BareQuote(1, 4));
    refused("a,\"x\"y\n", RecordError::Quote(1, 5));
    refused("1,\"un\nclosed\n", RecordError::Quote(2, 8));
}

#[test]
fn a_field_may_be_as_long_as_the_file() {
    let long = "x".repeat(5_000_000);
    check(&format!("\"{long}\",1\n"), &[&[&long, "1"]]);
}
