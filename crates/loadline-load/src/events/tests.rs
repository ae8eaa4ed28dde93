//! Streams in, events out, wherever the pieces are cut.

use proptest::prelude::*;

use super::*;

const LIMIT_BYTES: usize = 1_000;

/// The events of `stream` fed in pieces, each as `type|data|id`.
fn read(stream: &[u8], piece: usize) -> Result<Vec<String>, EventError> {
    let mut parser = EventParser::new(LIMIT_BYTES);
    let mut events = Vec::new();
    for piece in stream.chunks(piece) {
        parser
            .feed(piece, |Event { kind, data, id }| events.push(format!("{kind}|{data}|{id}")))?;
    }
    Ok(events)
}

fn check(stream: &str, wanted: &[&str]) {
    for piece in [1, 2, 3, 1_000] {
        let events = read(stream.as_bytes(), piece).expect("a stream within the limit");
        assert_eq!(events, wanted, "in pieces of {piece}");
    }
}

#[test]
fn events_are_read_with_their_type_data_and_id() {
    check("data: one\n\nevent: price\nid: 7\ndata: two\n\n", &["message|one|", "price|two|7"]);
}

#[test]
fn every_kind_of_line_end_is_one() {
    check(
        "data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\n",
        &["message|a|", "message|b|", "message|c|", "message|d|"],
    );
}

#[test]
fn lines_of_data_are_joined_and_one_space_behind_the_colon_is_not_theirs() {
    check("data:a\ndata:  b\ndata\ndata: c\n\n", &["message|a\n b\n\nc|"]);
}

#[test]
fn an_id_stays_until_the_next_and_a_type_does_not() {
    check(
        "id: 1\nevent: x\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
        &["x|a|1", "message|b|1", "message|c|"],
    );
}

#[test]
fn comments_unknown_fields_and_events_without_data_are_passed_over() {
    check(": hello\nfoo: bar\nevent: x\n\nid: a\0b\ndata: y\n\n", &["message|y|"]);
}

#[test]
fn an_event_that_the_stream_ends_in_is_none() {
    check("data: a\n\ndata: b\n", &["message|a|"]);
}

#[test]
fn a_mark_at_the_start_is_skipped_once() {
    check("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n", &["message|a|"]);
    check("\u{FEFD}data: a\n\n", &[]);
}

#[test]
fn the_time_to_wait_before_coming_back_is_noted() {
    let mut parser = EventParser::new(LIMIT_BYTES);
    parser.feed(b"retry: 1500\nretry: soon\n", |_| {}).expect("short lines");
    assert_eq!(parser.retry_ms(), Some(1_500));
}

#[test]
fn a_line_or_an_event_that_does_not_end_is_given_up_at_the_limit() {
    let too_large = Err(EventError::TooLarge { limit_bytes: LIMIT_BYTES });
    for piece in [1, 10_000] {
        assert_eq!(read(&[b'a'; 1_001], piece), too_large);
        assert_eq!(read("data: abc\n".repeat(400).as_bytes(), piece), too_large);
        assert_eq!(
            read("data: abc\n\n".repeat(400).as_bytes(), piece).map(|all| all.len()),
            Ok(400)
        );
    }
}

#[test]
fn empty_lines_of_data_count_towards_the_limit() {
    let too_large = Err(EventError::TooLarge { limit_bytes: LIMIT_BYTES });
    assert_eq!(read("data\n".repeat(5_000).as_bytes(), 7), too_large);
}

proptest! {
    #[test]
    fn cuts_change_nothing(
        stream in "[dat: \r\n\u{FEFF}ie]{0,200}", piece in 1_usize..10,
    ) {
        prop_assert_eq!(read(stream.as_bytes(), piece), read(stream.as_bytes(), 10_000));
    }
}
