//! A constant rate whose target stands still for two seconds.

use loadline_core::window::names;
use loadline_core::{Origin, Tags, Window};
use loadline_report::{Ending, Report};

use super::draft::Draft;
use super::run::{report, run};
use super::service::{ENDPOINTS, answered, generator, log_normal, phases, promise};

/// 200 arrivals a second for a minute; the target stands still from 0:28 to 0:30, and the generator lags.
pub(crate) fn stall() -> Report {
    let mut random = fastrand::Rng::with_seed(11);
    let mut drafts: Vec<Draft> = (0..60).map(|second| Draft::new(second, 1_000)).collect();
    let tags = answered(&ENDPOINTS[1], "200");
    let none = Tags::default();
    for arrival in 0..12_000 {
        let intended = f64::from(arrival) / 200.0;
        let lag = log_normal(&mut random, 0.0009, 1.1);
        let service = log_normal(&mut random, 0.004, 0.4);
        let stalled = (28.0..30.0).contains(&intended);
        // Fifty users are caught in the stall; later arrivals wait for one of them.
        let (wait, caught) = match intended - 28.0 {
            since if stalled && since < 0.25 => (0.0, 2.0 - since),
            since if stalled => (2.0 - since, 0.0),
            _ => (lag, 0.0),
        };
        let second = ((intended + wait + caught) as usize).min(59);
        let draft = &mut drafts[second];
        draft.time(names::RESPONSE_TIME, &tags, wait + caught + service);
        draft.time(names::SERVICE_TIME, &tags, caught + service);
        draft.count(names::HTTP_REQUESTS, &tags, 1.0);
        draft.share(names::HTTP_ERRORS, &tags, false);
        draft.time(names::GENERATOR_LAG, &none, lag);
        draft.share(names::LATE_ARRIVALS, &none, stalled && caught == 0.0);
        draft.share(names::DROPPED_ARRIVALS, &none, false);
        phases(draft, &mut random, &tags, caught + service);
    }
    for (second, draft) in drafts.iter_mut().enumerate() {
        draft.gauge(names::USERS, &none, if second == 29 { 50.0 } else { 2.0 });
        draft.gauge(names::OFFERED_RATE, &none, 200.0);
        generator(draft, &mut random, 2.6);
    }
    let windows: Vec<Window> = drafts.into_iter().map(Draft::done).collect();
    let mut run = run(
        "r0043",
        "rate",
        "loadline run shop.yaml --test rate --objective 'http p99 < 50ms'",
        "200/s for 1m",
    );
    run.open = true;
    run.ending = Ending::Interrupted;
    let promises = vec![
        promise(Origin::CommandLine, "http p95 < 50ms"),
        promise(Origin::CommandLine, "http service p99 < 50ms"),
        promise(Origin::CommandLine, "http errors < 0.1%"),
        promise(Origin::CommandLine, "checks >= 99%"),
        promise(Origin::Implied, "http errors < 100%"),
    ];
    report(run, promises, &windows)
}
