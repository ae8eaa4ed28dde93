//! Lines as they are written, and the places that can be named.

use loadline_script::LogLevel;

use super::form::{Line, LogForm};
use super::place::LogPlace;
use crate::output::print::Stream;

fn check(form: LogForm, message: &str, expected: &str) {
    let time = "2026-01-02T03:04:05Z";
    let (level, source) = (LogLevel::Warning, Some("console"));
    let line = Line { level, message, error: None, source, time };
    assert_eq!(line.written(form), expected);
}

#[test]
fn a_line_of_text_quotes_what_has_to_be() {
    let head = "time=\"2026-01-02T03:04:05Z\" level=warning msg=";
    check(LogForm::Text, "plain", &format!("{head}plain source=console"));
    check(LogForm::Text, "a\n\"b\"", &format!("{head}\"a\\n\\\"b\\\"\" source=console"));
}

#[test]
fn a_line_of_json_has_its_keys_in_order() {
    let expected =
        r#"{"level":"warning","msg":"a \"b\"","source":"console","time":"2026-01-02T03:04:05Z"}"#;
    check(LogForm::Json, "a \"b\"", expected);
}

#[test]
fn a_raw_line_is_its_message() {
    check(LogForm::Raw, "a b", "a b");
}

#[test]
fn the_error_of_a_request_stands_beside_its_message() {
    let (level, time) = (LogLevel::Warning, "2026-01-02T03:04:05Z");
    let error = Some("Get \"http://a/\": EOF");
    let line = Line { level, message: "Request Failed", error, source: None, time };
    let expected = r#"time="2026-01-02T03:04:05Z" level=warning msg="Request Failed" error="Get \"http://a/\": EOF""#;
    assert_eq!(line.written(LogForm::Text), expected);
    let expected = r#"{"error":"Get \"http://a/\": EOF","level":"warning","msg":"Request Failed","time":"2026-01-02T03:04:05Z"}"#;
    assert_eq!(line.written(LogForm::Json), expected);
}

#[test]
fn places_are_streams_files_and_nowhere() {
    assert_eq!("stdout".parse(), Ok(LogPlace::Stream(Stream::Stdout)));
    assert_eq!("none".parse(), Ok(LogPlace::Nowhere));
    let file = |least| LogPlace::File { path: "a.log".into(), least };
    assert_eq!("file=a.log".parse(), Ok(file(LogLevel::Debug)));
    assert_eq!("file=a.log,level=error".parse(), Ok(file(LogLevel::Error)));
    assert!("file".parse::<LogPlace>().is_err());
    assert!("file=a.log,level=loud".parse::<LogPlace>().is_err());
}
