//! Users ramp to 200 in steps, with a burst of errors.

use loadline_core::window::names;
use loadline_core::{Origin, Tags, Window};
use loadline_report::Report;

use super::draft::Draft;
use super::run::{report, run, stage};
use super::service::{
    ENDPOINTS, answered, generator, log_normal, pack, phases, promise, refused, unanswered,
};

/// The users of the ramp at a moment: up, level, up, level, down.
fn users_at(second: i64) -> f64 {
    let t = second as f64;
    match second {
        0..60 => 1.0 + t / 60.0 * 99.0,
        60..150 => 100.0,
        150..180 => 100.0 + (t - 150.0) / 30.0 * 100.0,
        180..300 => 200.0,
        _ => (200.0 - (t - 300.0) / 30.0 * 200.0).max(1.0),
    }
}

fn ramp_window(second: i64, random: &mut fastrand::Rng) -> Window {
    let mut draft = Draft::new(second, 1_000);
    let users = users_at(second);
    let strain = (users / 200.0).powi(4);
    let burst = (232..246).contains(&second);
    let requests = (users * 1.15 * (1.0 + 0.06 * (random.f64() - 0.5))) as u64;
    let total: f64 = ENDPOINTS.iter().map(|endpoint| endpoint.weight).sum();
    for _ in 0..requests {
        let mut pick = random.f64() * total;
        let endpoint = ENDPOINTS.iter().find(|endpoint| {
            pick -= endpoint.weight;
            pick < 0.0
        });
        let endpoint = endpoint.unwrap_or(&ENDPOINTS[0]);
        let slow = if burst { 4.0 } else { 1.0 };
        let median = endpoint.median_seconds * (1.0 + 2.2 * strain) * slow;
        let seconds = log_normal(random, median, endpoint.spread);
        let luck = random.f64();
        let (tags, failed) = match luck {
            _ if burst && luck < 0.18 => (refused(endpoint, "503"), true),
            _ if burst && luck < 0.23 => (unanswered(endpoint, "refused"), true),
            _ if burst && luck < 0.24 => (unanswered(endpoint, "timed out receiving"), true),
            _ if luck > 0.9998 => (unanswered(endpoint, "reset"), true),
            _ if endpoint.method == "POST" => (answered(endpoint, "201"), false),
            _ => (answered(endpoint, "200"), false),
        };
        draft.time(names::RESPONSE_TIME, &tags, seconds);
        draft.count(names::HTTP_REQUESTS, &tags, 1.0);
        draft.share(names::HTTP_ERRORS, &tags, failed);
        phases(&mut draft, random, &tags, seconds);
        draft.share(names::CHECKS, &Tags::default(), !failed);
    }
    let none = Tags::default();
    draft.time(names::PHASE_CONNECT, &none, log_normal(random, 90e-6, 0.3));
    draft.gauge(names::USERS, &none, users.round());
    draft.count(names::ITERATIONS, &none, (requests / 4) as f64);
    draft.count(names::BYTES_SENT, &none, requests as f64 * 212.0);
    draft.count(names::BYTES_RECEIVED, &none, requests as f64 * 1_840.0);
    draft.count(names::CONNECTIONS_OPENED, &none, if second < 60 { 2.0 } else { 0.0 });
    generator(&mut draft, random, users / 200.0);
    draft.done()
}

/// Users ramp to 200 in steps; from 3:52 to 4:06 the target answers slowly and with errors.
pub(crate) fn ramp() -> Report {
    let mut random = fastrand::Rng::with_seed(7);
    let windows: Vec<Window> = (0..330).map(|second| ramp_window(second, &mut random)).collect();
    let mut run = run(
        "r0042",
        "load",
        "loadline run shop.yaml --test load --standards swe-platform --out html=report.html",
        "0 to 200 users over 5m30s",
    );
    run.stages = vec![
        stage("to 100 users", 0, 60),
        stage("at 100 users", 60, 150),
        stage("to 200 users", 150, 180),
        stage("at 200 users", 180, 300),
        stage("to 0 users", 300, 330),
    ];
    let mut promises = vec![
        promise(Origin::File, "http p95 < 50ms where class = simple"),
        promise(Origin::File, "http errors < 0.1%"),
        promise(Origin::CommandLine, "http rate >= 100/s"),
        promise(Origin::CommandLine, "http errors < 5% for 10s"),
        pack("swe-platform", "T2", "http p95 < 10ms where class = health"),
        pack("swe-platform", "T3", "http p95 < 100ms where class = simple"),
        pack("swe-platform", "T4", "http p95 < 500ms where class = complex"),
        pack("swe-platform", "T5", "http p99 < 500ms where class = search"),
        pack("swe-platform", "T6", "http p95 < 300ms where class = mutation"),
    ];
    let beside =
        ["cpu avg < 70%", "memory growth < 10%", "pool < 80%", "gc < 5%", "sql p95 < 50ms"];
    promises.extend(
        beside
            .iter()
            .zip(7..)
            .map(|(sentence, row): (_, u32)| pack("swe-platform", &format!("T{row}"), sentence)),
    );
    promises.push(pack("swe-platform", "T12", "uptime >= 99.9% over 30d"));
    promises.push(promise(Origin::Implied, "http errors < 100%"));
    report(run, promises, &windows)
}
