//! Windows: one a second, without gaps, and nothing in them twice or not at all.

use loadline_core::traffic::Think;
use loadline_core::window::names;
use loadline_core::{Aggregate, Span, Tags};
use loadline_testkit::{Law, LawServer};

use crate::run::{Seen, constant_rate, constant_users, counter_of, drive, get, ms};

fn check(seen: &Seen, planned_ms: u32) {
    let (last, full) = seen.windows.split_last().unwrap();
    assert!(full.iter().all(|window| window.length_ms == 1_000));
    assert!((1..=1_000).contains(&last.length_ms));
    for pair in seen.windows.windows(2) {
        assert_eq!(pair[0].end_ms(), pair[1].start_ms);
    }
    let length_ms: u32 = seen.windows.iter().map(|window| window.length_ms).sum();
    assert!(length_ms >= planned_ms, "{length_ms}");
    for metric in [names::HTTP_REQUESTS, names::ITERATIONS, names::CONNECTIONS_OPENED] {
        let sum: u64 = seen.windows.iter().map(|window| counter_of(window, metric)).sum();
        assert_eq!(sum, seen.counter(metric), "{metric}");
    }
}

#[test]
fn a_closed_run_on_two_threads_is_one_row_of_windows() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let mut test = constant_users(5, 2_000);
    test.loads[0].think = Think::Constant(Span::from_millis(10));
    let seen = drive(test, get(&server.url("/")));
    check(&seen, 2_000);
    assert_eq!(seen.requests(), server.served());
    // The users of both threads add up, and each thread tells what it took from its core.
    let users = seen.windows[0].merged(names::USERS, &Tags::default());
    assert!(matches!(users, Some(Aggregate::Gauge(gauge)) if gauge.last == 5.0), "{users:?}");
    for thread in ["0", "1"] {
        let tags = Tags::new([(names::TAG_THREAD, thread)]);
        let cpu = seen.windows[0].merged(names::GENERATOR_CPU, &tags);
        assert!(matches!(cpu, Some(Aggregate::Gauge(gauge)) if gauge.last >= 0.0), "{cpu:?}");
    }
    assert!(seen.gauge(names::GENERATOR_MEMORY).last > 0.0);
}

#[test]
fn an_open_run_tells_the_rate_it_offers() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let seen = drive(constant_rate(100.0, 1_500), get(&server.url("/")));
    check(&seen, 1_500);
    assert_eq!((seen.requests(), server.served()), (150, 150));
    let offered = seen.windows[0].merged(names::OFFERED_RATE, &Tags::default());
    assert!(matches!(offered, Some(Aggregate::Gauge(gauge)) if gauge.last == 100.0), "{offered:?}");
}
