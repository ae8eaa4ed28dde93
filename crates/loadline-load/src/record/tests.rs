//! What comes out of a recorder for what went in: keys, counts, latencies, bounds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use loadline_core::window::{SeriesKey, Share, names};
use loadline_core::{Aggregate, Tags, Window};

use super::*;
use crate::message::Reply;
use crate::transport::{ErrorKind, Exchange, Fault, Opened, Phases};

const MS: Duration = Duration::from_millis(1);

fn label(name: &str) -> Label {
    Label { name: name.into(), method: "GET", class: Some("simple".into()), load: None }
}

/// An exchange of 10 ms: 1 to connect, 2 to send, 4 to wait, 3 to receive.
fn exchange(started: Instant, opened: Option<Opened>) -> Exchange {
    let sending = started + MS;
    let phases = Phases {
        started,
        sending,
        sent: sending + 2 * MS,
        first_byte: sending + 6 * MS,
        done: sending + 9 * MS,
        opened,
    };
    Exchange {
        phases,
        bytes_sent: 100,
        bytes_received: 40,
        peer: None,
        result: Ok(Reply::default()),
    }
}

fn measurement(exchange: &Exchange, label: LabelId) -> Measurement<'_> {
    Measurement { label, intended: None, exchange, status: 200, error: None, check: None }
}

/// The series of a window, one line each: metric, tags, and what it amounts to in milliseconds.
fn shown(recorder: &mut Recorder) -> Vec<String> {
    let mut window = Window::default();
    recorder.drain_into(&mut window);
    let line = |(key, aggregate): (&SeriesKey, &Aggregate)| {
        let tags: Vec<_> = key.tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let figure = match aggregate {
            Aggregate::Counter(count) => format!("{count}"),
            Aggregate::Share(Share { hits, total }) => format!("{hits} of {total}"),
            Aggregate::Histogram(histogram) => {
                format!("{} x {:.0}ms", histogram.count(), histogram.mean().unwrap() * 1e3)
            }
            Aggregate::Gauge(gauge) => format!("at {}", gauge.last),
        };
        format!("{} {}: {figure}", key.metric, tags.join(" ")).replace(" :", ":")
    };
    window.series.iter().map(line).collect()
}

/// What one request adds to the window.
fn check(change: impl FnOnce(&mut Measurement<'_>), expected: &[&str]) {
    let started = Instant::now();
    let exchange = exchange(started, None);
    let mut recorder = Recorder::default();
    let id = recorder.label(&label("/items"));
    let mut measurement = measurement(&exchange, id);
    change(&mut measurement);
    recorder.request(&measurement);
    let mut expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
    expected.extend(["bytes_received: 40".to_owned(), "bytes_sent: 100".to_owned()]);
    expected.sort_unstable();
    let mut lines = shown(&mut recorder);
    lines.sort_unstable();
    assert_eq!(lines, expected);
}

#[test]
fn a_good_answer_has_its_status_its_times_and_no_error() {
    check(
        |_| {},
        &[
            "http_requests class=simple method=GET name=/items status=200: 1",
            "http_errors class=simple method=GET name=/items status=200: 0 of 1",
            "http_response_time class=simple method=GET name=/items status=200: 1 x 10ms",
            "http_phase_send class=simple method=GET name=/items status=200: 1 x 2ms",
            "http_phase_wait class=simple method=GET name=/items status=200: 1 x 4ms",
            "http_phase_receive class=simple method=GET name=/items status=200: 1 x 3ms",
        ],
    );
}

#[test]
fn an_intended_start_moves_the_response_time_and_leaves_the_service_time() {
    let tags = "class=simple method=GET name=/items status=200";
    check(
        |measurement| measurement.intended = Some(measurement.exchange.phases.started - 30 * MS),
        &[
            &format!("http_requests {tags}: 1"),
            &format!("http_errors {tags}: 0 of 1"),
            &format!("http_response_time {tags}: 1 x 40ms"),
            &format!("http_service_time {tags}: 1 x 10ms"),
            &format!("http_phase_send {tags}: 1 x 2ms"),
            &format!("http_phase_wait {tags}: 1 x 4ms"),
            &format!("http_phase_receive {tags}: 1 x 3ms"),
        ],
    );
}

#[test]
fn a_bad_status_carries_both_tags_and_is_a_latency() {
    let tags = "class=simple error=bad status method=GET name=/items status=500";
    check(
        |measurement| {
            (measurement.status, measurement.error) = (500, Some(ErrorKind::BadStatus));
            measurement.check = Some(false);
        },
        &[
            "checks: 0 of 1",
            &format!("http_requests {tags}: 1"),
            &format!("http_errors {tags}: 1 of 1"),
            &format!("http_response_time {tags}: 1 x 10ms"),
            &format!("http_phase_send {tags}: 1 x 2ms"),
            &format!("http_phase_wait {tags}: 1 x 4ms"),
            &format!("http_phase_receive {tags}: 1 x 3ms"),
        ],
    );
}

#[test]
fn only_what_was_waited_for_is_a_latency() {
    let kinds = [
        (ErrorKind::Dns, false),
        (ErrorKind::Refused, false),
        (ErrorKind::Unreachable, false),
        (ErrorKind::TimedOutConnecting, true),
        (ErrorKind::Tls, false),
        (ErrorKind::Reset, false),
        (ErrorKind::Closed, false),
        (ErrorKind::TimedOutWaiting, true),
        (ErrorKind::TimedOutReceiving, true),
        (ErrorKind::Protocol, false),
        (ErrorKind::BodyTooLarge, false),
        (ErrorKind::Generator, false),
    ];
    for (kind, is_latency) in kinds {
        let tags = format!("class=simple error={kind} method=GET name=/items");
        let requests = format!("http_requests {tags}: 1");
        let errors = format!("http_errors {tags}: 1 of 1");
        let time = format!("http_response_time {tags}: 1 x 10ms");
        let expected = [&*requests, &*errors, &*time];
        let count = if is_latency { 3 } else { 2 };
        check(
            |measurement| (measurement.status, measurement.error) = (0, Some(kind)),
            &expected[..count],
        );
    }
}

#[test]
fn a_new_connection_brings_the_phases_it_had() {
    let mut recorder = Recorder::default();
    let id = recorder.label(&label("/items"));
    let opened = Opened { dns_seconds: None, connect_seconds: 0.001, tls_seconds: Some(0.005) };
    let exchange = exchange(Instant::now(), Some(opened));
    recorder.request(&measurement(&exchange, id));
    let lines = shown(&mut recorder);
    let tags = "class=simple method=GET name=/items status=200";
    assert!(lines.contains(&format!("http_phase_connect {tags}: 1 x 1ms")), "{lines:#?}");
    assert!(lines.contains(&format!("http_phase_tls {tags}: 1 x 5ms")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.starts_with("http_phase_dns")), "{lines:#?}");
}

#[test]
fn a_window_takes_everything_with_it() {
    let mut recorder = Recorder::default();
    let id = recorder.label(&label("/items"));
    recorder.request(&measurement(&exchange(Instant::now(), None), id));
    recorder.iteration(20 * MS);
    assert!(!shown(&mut recorder).is_empty());
    assert_eq!(shown(&mut recorder), Vec::<String>::new());
}

#[test]
fn iterations_and_arrivals_are_counted_by_what_became_of_them() {
    let mut recorder = Recorder::default();
    recorder.iteration(20 * MS);
    recorder.iteration(40 * MS);
    (0..3).for_each(|_| recorder.interrupted());
    recorder.arrival_on_time();
    recorder.lag(2 * MS);
    recorder.arrival_late();
    recorder.arrival_late();
    recorder.arrival_dropped();
    recorder.late_given_up(1);
    let expected = [
        "dropped_arrivals: 2 of 4",
        "generator_lag: 1 x 2ms",
        "iteration_time: 2 x 30ms",
        "iterations: 2",
        "iterations_interrupted: 3",
        "late_arrivals: 2 of 3",
    ];
    assert_eq!(shown(&mut recorder), expected);
}

#[test]
fn the_same_label_has_the_same_id() {
    let mut recorder = Recorder::default();
    let id = recorder.label(&label("/items"));
    assert_ne!(recorder.label(&label("/orders")), id);
    assert_ne!(recorder.label(&Label { method: "PUT", ..label("/items") }), id);
    assert_ne!(recorder.label(&Label { class: None, ..label("/items") }), id);
    assert_eq!(recorder.label(&label("/items")), id);
}

/// Requests under `metric` whose tags contain `filter`.
fn requests(window: &Window, filter: &Tags) -> f64 {
    match window.merged(names::HTTP_REQUESTS, filter) {
        Some(Aggregate::Counter(count)) => count,
        _ => 0.0,
    }
}

fn names_in(window: &Window) -> Vec<Arc<str>> {
    let mut names: Vec<_> = window
        .series
        .keys()
        .filter(|key| &*key.metric == names::HTTP_REQUESTS)
        .map(|key| key.tags.get(names::TAG_NAME).unwrap().into())
        .collect();
    names.dedup();
    names
}

#[test]
fn names_beyond_the_bound_are_counted_together_and_without_a_class() {
    let mut recorder = Recorder::default();
    let exchange = exchange(Instant::now(), None);
    for number in 0..1_500 {
        let id = recorder.label(&label(&format!("/items/{number}")));
        recorder.request(&measurement(&exchange, id));
    }
    let mut window = Window::default();
    recorder.drain_into(&mut window);
    assert_eq!(names_in(&window).len(), 1_000);
    assert_eq!(requests(&window, &Tags::default()), 1_500.0);
    let other = Tags::new([(names::TAG_NAME, "(other names)")]);
    assert_eq!(requests(&window, &other), 501.0);
    let classed = Tags::new([(names::TAG_CLASS, "simple")]);
    assert_eq!(requests(&window, &classed), 999.0);
}

#[test]
fn outcomes_beyond_the_bound_keep_their_error_and_lose_their_status() {
    let mut recorder = Recorder::default();
    let id = recorder.label(&label("/items"));
    let exchange = exchange(Instant::now(), None);
    for status in 200..600 {
        let error = (status >= 400).then_some(ErrorKind::BadStatus);
        recorder.request(&Measurement { status, error, ..measurement(&exchange, id) });
    }
    let mut window = Window::default();
    recorder.drain_into(&mut window);
    let series = window.series.keys().filter(|key| &*key.metric == names::HTTP_REQUESTS).count();
    assert!(series <= 66, "{series}");
    assert_eq!(requests(&window, &Tags::default()), 400.0);
    assert_eq!(requests(&window, &Tags::new([(names::TAG_ERROR, "bad status")])), 200.0);
}

#[test]
fn a_fault_is_shown_with_its_kind_and_reason() {
    let fault = Fault::new(ErrorKind::TimedOutConnecting, "no answer in 1s");
    assert_eq!(fault.to_string(), "timed out connecting: no answer in 1s");
}

#[test]
fn what_stays_open_is_counted_by_label_and_by_how_it_ended() {
    let mut recorder = Recorder::default();
    let chat = recorder.label(&label("/chat"));
    let ticks = recorder.label(&label("/ticks"));
    recorder.socket_opened();
    recorder.socket_opened();
    recorder.socket_gone();
    let sockets = recorder.sockets(chat);
    sockets.sent();
    sockets.received(3);
    sockets.reply(2 * MS);
    sockets.ended(50 * MS, None);
    sockets.ended(70 * MS, Some(ErrorKind::Closed));
    let events = recorder.events(ticks);
    events.first(5 * MS);
    events.next(7 * MS);
    events.ended(None);
    let expected = [
        "event_errors class=simple method=GET name=/ticks: 0 of 1",
        "event_first_time class=simple method=GET name=/ticks: 1 x 5ms",
        "event_gap_time class=simple method=GET name=/ticks: 1 x 7ms",
        "events_received class=simple method=GET name=/ticks: 2",
        "websocket_errors class=simple method=GET name=/chat: 0 of 1",
        "websocket_errors class=simple error=closed method=GET name=/chat: 1 of 1",
        "websocket_messages_received class=simple method=GET name=/chat: 3",
        "websocket_messages_sent class=simple method=GET name=/chat: 1",
        "websocket_reply_time class=simple method=GET name=/chat: 1 x 2ms",
        "websocket_session_time class=simple method=GET name=/chat: 2 x 60ms",
        "websockets_open: at 2",
    ];
    let mut shown_first = shown(&mut recorder);
    shown_first.sort();
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(shown_first, expected);
    assert_eq!(shown(&mut recorder), ["websockets_open: at 1"], "a level stays");
}
