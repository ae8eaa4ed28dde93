//! What the faults say of each request and moment, how their text is read, and the layer on a clock
//! that stands still until somebody waits for it.

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request, middleware, routing::get};
use expect_test::{Expect, expect};
use tokio::time::Instant;
use tower::ServiceExt;

use super::{FaultState, Faults, Latency, Stall, inject};

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn faults(text: &str) -> Faults {
    text.parse().unwrap()
}

fn check_error(text: &str, expected: &Expect) {
    expected.assert_eq(&text.parse::<Faults>().unwrap_err().to_string());
}

#[test]
fn each_fault_is_read_in_each_of_its_forms() {
    for form in Faults::FORMS {
        assert!(!faults(form).is_empty(), "{form}");
    }
    assert_eq!(
        faults("latency=20ms..80ms, stall=2s@5s ,error=0.25%"),
        Faults {
            latency: Some(Latency { min: ms(20), max: ms(80) }),
            stall: Some(Stall { at: ms(5_000), length: ms(2_000) }),
            errors_ppm: 2_500,
        }
    );
    assert_eq!(faults("latency=1.5s").delay(1), ms(1_500));
    assert_eq!(faults("latency=250us").delay(1), Duration::from_micros(250));
    assert_eq!(faults("latency=1m").delay(1), ms(60_000));
}

#[test]
fn what_is_not_understood_is_named_with_the_accepted_forms() {
    check_error(
        "",
        &expect![
            "read fault ``: accepted are latency=50ms, latency=20ms..80ms, stall=2s@5s, error=1%"
        ],
    );
    check_error(
        "jitter=5ms",
        &expect![
            "read fault `jitter=5ms`: accepted are latency=50ms, latency=20ms..80ms, stall=2s@5s, error=1%"
        ],
    );
    check_error(
        "latency=50",
        &expect![
            "read fault `latency=50`: latency takes a delay or a range of delays up to 60m: 50ms, 20ms..80ms"
        ],
    );
    check_error(
        "error=1%,stall=2s",
        &expect!["read fault `stall=2s`: stall takes length@start, each up to 60m: 2s@5s"],
    );
    check_error(
        "error=101%",
        &expect!["read fault `error=101%`: error takes a share from 0.0001% to 100%: 1%"],
    );
    check_error(
        "latency=1ms,latency=2ms",
        &expect!["read fault `latency=2ms`: latency is given twice"],
    );
}

#[test]
fn values_out_of_bounds_are_refused() {
    for text in [
        "latency=80ms..20ms",
        "latency=-5ms",
        "latency=2h",
        "latency=61m",
        "latency=1e3s",
        "latency=infs",
        "latency=1.2.3s",
        "latency=ms",
        "stall=@5s",
        "stall=2s@",
        "error=0%",
        "error=1",
        "error=NaN%",
    ] {
        assert!(text.parse::<Faults>().is_err(), "{text}");
    }
}

#[test]
fn one_percent_of_errors_is_exactly_each_hundredth_request() {
    let faults = faults("error=1%");
    let failed: Vec<u64> = (1..=350).filter(|&n| faults.fails(n)).collect();
    assert_eq!(failed, [100, 200, 300]);
}

#[test]
fn the_share_of_errors_is_exact_for_shares_that_do_not_divide_evenly() {
    for (text, failed) in [("error=3%", 300), ("error=33.3%", 3_330), ("error=100%", 10_000)] {
        let faults = faults(text);
        assert_eq!((1..=10_000).filter(|&n| faults.fails(n)).count(), failed, "{text}");
    }
}

#[test]
fn no_faults_touch_nothing() {
    let none = Faults::default();
    assert!(none.is_empty());
    assert!((1..1_000).all(|n| !none.fails(n) && none.delay(n).is_zero()));
    assert!(none.stall_left(ms(0)).is_zero());
}

#[test]
fn a_range_of_delays_is_evenly_spread_and_the_same_each_time() {
    let faults = faults("latency=20ms..80ms");
    let delays: Vec<Duration> = (1..=6_000).map(|n| faults.delay(n)).collect();
    assert!(delays.iter().all(|d| (ms(20)..=ms(80)).contains(d)));
    assert_eq!(delays[41], faults.delay(42));
    // Six equal slices of the range hold 1,000 each, give or take six standard deviations (29 each).
    for slice in 0..6 {
        let bounds = ms(20 + 10 * slice)..ms(30 + 10 * slice);
        let count = delays.iter().filter(|d| bounds.contains(d)).count();
        assert!((826..1_174).contains(&count), "{bounds:?} holds {count}");
    }
}

#[test]
fn a_stall_holds_from_its_start_to_its_end() {
    let faults = faults("stall=2s@5s");
    assert_eq!(faults.stall_left(ms(4_999)), ms(0));
    assert_eq!(faults.stall_left(ms(5_000)), ms(2_000));
    assert_eq!(faults.stall_left(ms(6_500)), ms(500));
    assert_eq!(faults.stall_left(ms(7_000)), ms(0));
    assert_eq!(faults.stall_left(ms(60_000)), ms(0));
}

/// Sends one request at each of `sent_ms` and tells the status and the moment of each answer.
fn check_layer(text: &str, sent_ms: &[u64], expected: &[(u16, u64)]) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let answers = runtime.unwrap().block_on(async {
        let started = Instant::now();
        let state = Arc::new(FaultState::new(faults(text), started));
        let router = Router::new()
            .route("/", get(|| async { "done" }))
            .layer(middleware::from_fn_with_state(state, inject));
        let mut under_way = Vec::new();
        for &at in sent_ms {
            tokio::time::sleep_until(started + ms(at)).await;
            let answer = router.clone().oneshot(Request::new(Body::empty()));
            under_way.push(tokio::spawn(async move {
                let status = answer.await.unwrap().status().as_u16();
                (status, started.elapsed().as_millis() as u64)
            }));
        }
        let mut answers = Vec::new();
        for answer in under_way {
            answers.push(answer.await.unwrap());
        }
        answers
    });
    assert_eq!(answers, expected, "{text}");
}

#[test]
fn the_layer_delays_each_answer_by_the_latency() {
    check_layer("latency=50ms", &[0, 10, 200], &[(200, 50), (200, 60), (200, 250)]);
}

#[test]
fn the_layer_answers_nothing_in_a_stall_and_then_everything_at_once() {
    check_layer(
        "stall=2s@5s",
        &[4_999, 5_000, 6_000, 6_999, 7_000, 7_001],
        &[(200, 4_999), (200, 7_000), (200, 7_000), (200, 7_000), (200, 7_000), (200, 7_001)],
    );
}

#[test]
fn the_layer_holds_an_answer_that_falls_into_a_stall() {
    check_layer("latency=100ms,stall=2s@5s", &[4_950, 6_950], &[(200, 7_000), (200, 7_050)]);
}

#[test]
fn the_layer_fails_each_kth_request() {
    check_layer("error=50%", &[0, 0, 1, 1], &[(200, 0), (500, 0), (200, 1), (500, 1)]);
}
