//! Streams of server-sent events in flows: read for a while, left, counted.

use loadline_core::window::{Share, names};
use loadline_load::LoadTest;
use loadline_testkit::{AfterAnswer, CannedServer, EventRhythm, EventServer};

use crate::run::{Seen, drive, iterations_each, ms, steps};

/// Two iterations of two users that read a stream of five events, or of silence, until this.
fn listen(stays_open: bool, ends: &str) -> Seen {
    listen_in(iterations_each(2, 2), EventRhythm { gap: ms(5), count: 5, stays_open }, ends)
}

fn listen_in(test: LoadTest, rhythm: EventRhythm, ends: &str) -> Seen {
    let server = EventServer::start(rhythm).unwrap();
    drive(test, steps(&format!("{{ events: /ticks, {ends} }}"), &server.url("")))
}

/// All four streams were opened and ended in this way, behind so many events each.
fn check(seen: &Seen, kind: Option<&str>, events: u64) {
    seen.assert_all_good(4);
    let hits = if kind.is_some() { 4 } else { 0 };
    assert_eq!(seen.share(names::EVENT_ERRORS), Share { hits, total: 4 });
    assert_eq!(seen.kinds_of(names::EVENT_ERRORS), [kind.unwrap_or_default()]);
    assert_eq!(seen.counter(names::EVENTS_RECEIVED), 4 * events);
    assert_eq!(seen.histogram(names::EVENT_FIRST_TIME).count(), 4 * events.min(1));
    assert_eq!(seen.histogram(names::EVENT_GAP_TIME).count(), 4 * events.saturating_sub(1));
}

#[test]
fn a_stream_is_left_behind_so_many_events() {
    let seen = listen(true, "count: 3");
    check(&seen, None, 3);
    assert!(seen.quantile(names::EVENT_FIRST_TIME, 0.0) >= 0.005);
    assert!(seen.counter(names::BYTES_RECEIVED) > 4 * 100);
}

#[test]
fn a_stream_is_left_behind_the_event_that_was_waited_for() {
    check(&listen(true, "until: { contains: '\"number\":4' }"), None, 4);
}

#[test]
fn a_stream_is_left_when_its_time_is_over() {
    check(&listen(true, "for: 300ms"), None, 5);
}

#[test]
fn the_last_event_is_saved_from() {
    let server =
        EventServer::start(EventRhythm { gap: ms(1), count: 5, stays_open: true }).unwrap();
    let other = CannedServer::start("HTTP/1.1 204 No\r\n\r\n", AfterAnswer::KeepAlive).unwrap();
    let two = format!(
        "{{ events: /ticks, count: 2, save: {{ n: $.number }} }}, {{ get: \"{}\" }}",
        other.url("/{{n}}")
    );
    let seen = drive(iterations_each(1, 1), steps(&two, &server.url("")));
    assert_eq!(seen.share(names::CHECKS), Share { hits: 1, total: 1 });
    let head = String::from_utf8(other.request_heads().concat()).unwrap();
    assert!(head.starts_with("GET /2 "), "{head}");
}

#[test]
fn a_stream_that_ends_too_early_is_an_error() {
    check(&listen(false, "count: 6"), Some("closed"), 5);
}

#[test]
fn a_stream_that_falls_silent_is_an_error() {
    let mut test = iterations_each(2, 2);
    test.network.total_timeout = ms(200);
    let rhythm = EventRhythm { gap: ms(5), count: 2, stays_open: true };
    check(&listen_in(test, rhythm, "count: 6"), Some("timed out receiving"), 2);
}

#[test]
fn an_answer_that_is_no_stream_of_events_is_a_failed_check() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nno";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let seen = drive(iterations_each(2, 2), steps("{ events: /, count: 1 }", &server.url("")));
    seen.assert_all_failed("failed check", 4);
    assert_eq!(seen.share(names::EVENT_ERRORS), Share::default());
}
