//! Made-up runs from fixed seeds: a ramp of users with a burst of errors, a constant rate whose target stalls
//! for two seconds, a run that measured nothing, and one full of hostile text. The real judge judges them.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, names};
use loadline_core::{Histogram, Origin, Promise, Tags, Window, judge, trust};
use loadline_report::{Ending, Report, ReportBuilder, RunInfo, StageMark};

const STARTED_MS: i64 = 1_767_261_600_000;

/// A request of the made-up service.
struct Endpoint {
    method: &'static str,
    name: &'static str,
    class: &'static str,
    weight: f64,
    median_seconds: f64,
    spread: f64,
}

const ENDPOINTS: [Endpoint; 6] = [
    endpoint("GET", "/health", "health", 1.0, 0.0008, 0.35),
    endpoint("GET", "/items/{id}", "simple", 5.0, 0.006, 0.5),
    endpoint("GET", "/orders/{id}?expand=items", "complex", 1.5, 0.03, 0.55),
    endpoint("GET", "/items/search", "search", 2.0, 0.042, 0.6),
    endpoint("POST", "/orders", "mutation", 1.0, 0.018, 0.45),
    endpoint("PUT", "/users/me", "mutation", 0.5, 0.012, 0.45),
];

const fn endpoint(
    method: &'static str,
    name: &'static str,
    class: &'static str,
    weight: f64,
    median_seconds: f64,
    spread: f64,
) -> Endpoint {
    Endpoint { method, name, class, weight, median_seconds, spread }
}

/// A window under construction.
struct Draft {
    window: Window,
    histograms: BTreeMap<SeriesKey, Histogram>,
}

impl Draft {
    fn new(second: i64, length_ms: u32) -> Self {
        let window = Window::new(STARTED_MS + second * 1_000, length_ms);
        Self { window, histograms: BTreeMap::new() }
    }

    fn time(&mut self, metric: &'static str, tags: &Tags, seconds: f64) {
        let key = SeriesKey::new(metric, tags.clone());
        self.histograms.entry(key).or_default().record(seconds);
    }

    fn count(&mut self, metric: &'static str, tags: &Tags, by: f64) {
        let key = SeriesKey::new(metric, tags.clone());
        let counter = self.window.series.entry(key).or_insert(Aggregate::Counter(0.0));
        if let Aggregate::Counter(count) = counter {
            *count += by;
        }
    }

    fn share(&mut self, metric: &'static str, tags: &Tags, hit: bool) {
        let key = SeriesKey::new(metric, tags.clone());
        let share = self.window.series.entry(key).or_insert(Aggregate::Share(Share::default()));
        if let Aggregate::Share(share) = share {
            share.total += 1;
            share.hits += u64::from(hit);
        }
    }

    fn gauge(&mut self, metric: &'static str, tags: &Tags, value: f64) {
        let key = SeriesKey::new(metric, tags.clone());
        self.window.series.insert(key, Aggregate::Gauge(Gauge::reading(value)));
    }

    fn done(mut self) -> Window {
        let histograms = self.histograms.into_iter();
        let histograms = histograms.map(|(key, histogram)| (key, Aggregate::Histogram(histogram)));
        self.window.series.extend(histograms);
        self.window
    }
}

/// A value around `median`, log-normal.
fn log_normal(random: &mut fastrand::Rng, median: f64, spread: f64) -> f64 {
    let (u, v) = (1.0 - random.f64(), random.f64());
    let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
    median * (normal * spread).exp()
}

fn answered(endpoint: &Endpoint, status: &'static str) -> Tags {
    Tags::new([
        (names::TAG_NAME, endpoint.name),
        (names::TAG_METHOD, endpoint.method),
        (names::TAG_CLASS, endpoint.class),
        (names::TAG_STATUS, status),
    ])
}

fn refused(endpoint: &Endpoint, status: &'static str) -> Tags {
    let answered = answered(endpoint, status);
    Tags::new(answered.iter().chain([(names::TAG_ERROR, "bad status")]))
}

fn unanswered(endpoint: &Endpoint, error: &'static str) -> Tags {
    Tags::new([
        (names::TAG_NAME, endpoint.name),
        (names::TAG_METHOD, endpoint.method),
        (names::TAG_CLASS, endpoint.class),
        (names::TAG_ERROR, error),
    ])
}

fn promise(origin: Origin, sentence: &str) -> Promise {
    Promise { objective: sentence.parse().expect("the sample's sentences are valid"), origin }
}

fn pack(pack: &str, id: &str, sentence: &str) -> Promise {
    promise(Origin::Pack { pack: pack.to_owned(), id: id.to_owned() }, sentence)
}

fn generator(draft: &mut Draft, random: &mut fastrand::Rng, load: f64) {
    for thread in ["0", "1"] {
        let tags = Tags::new([(names::TAG_THREAD, thread)]);
        draft.gauge(names::GENERATOR_CPU, &tags, 0.04 + 0.3 * load + 0.03 * random.f64());
        draft.gauge(names::GENERATOR_QUEUE, &tags, 0.002 + 0.01 * random.f64());
    }
    draft.gauge(names::GENERATOR_MEMORY, &Tags::default(), 18e6 + 9e6 * load);
}

fn phases(draft: &mut Draft, random: &mut fastrand::Rng, tags: &Tags, seconds: f64) {
    draft.time(names::PHASE_SEND, tags, log_normal(random, 14e-6, 0.3));
    draft.time(names::PHASE_WAIT, tags, seconds * 0.95);
    draft.time(names::PHASE_RECEIVE, tags, seconds * 0.05);
}

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

fn stage(label: &str, start: u64, end: u64) -> StageMark {
    StageMark { label: label.to_owned(), start_ms: start * 1_000, end_ms: end * 1_000 }
}

fn run(id: &str, name: &str, command: &str, traffic: &str) -> RunInfo {
    RunInfo {
        id: id.to_owned(),
        name: name.to_owned(),
        target: "http://127.0.0.1:8080".to_owned(),
        service: Some("shop".to_owned()),
        started: "2026-01-01T10:00:00Z".to_owned(),
        started_ms: STARTED_MS,
        command: command.to_owned(),
        version: "0.1.0".to_owned(),
        environment: vec![
            ("host".to_owned(), "build-7".to_owned()),
            ("cpu".to_owned(), "2 cores, 2.60 GHz".to_owned()),
            ("memory".to_owned(), "8.3 GB".to_owned()),
            ("kernel".to_owned(), "Linux 6.1".to_owned()),
            ("commit".to_owned(), "4f2c9e1".to_owned()),
        ],
        traffic: traffic.to_owned(),
        open: false,
        warm_up_ms: 0,
        ending: Ending::Completed,
        aborted: None,
        stages: Vec::new(),
    }
}

fn report(run: RunInfo, mut promises: Vec<Promise>, windows: &[Window]) -> Report {
    promises.extend(trust::promises());
    let verdicts = judge(promises, windows);
    let findings = trust::findings(&verdicts);
    let mut builder = ReportBuilder::new(run);
    windows.iter().for_each(|window| builder.observe(window));
    builder.finish(verdicts, findings)
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

/// A run that was killed before its first window.
pub(crate) fn empty() -> Report {
    let mut run = run("r0044", "smoke", "loadline run http://127.0.0.1:8080", "1 user for 1s");
    run.service = None;
    run.environment = Vec::new();
    run.ending = Ending::Killed;
    report(run, vec![promise(Origin::Implied, "http errors < 100%")], &[])
}

/// A run in which every text from outside tries to be more than text.
pub(crate) fn hostile() -> Report {
    const SCRIPT: &str = "</title></script><script>alert(1)</script>";
    let mut draft = Draft::new(0, 1_000);
    let names = [SCRIPT, "\u{1b}[2J\u{1b}]0;title\u{7}", "\"'><img onerror=alert(1)>"];
    for name in names {
        let pairs = [
            (names::TAG_NAME, name),
            (names::TAG_METHOD, SCRIPT),
            (names::TAG_CLASS, name),
            (names::TAG_ERROR, name),
        ];
        let tags = Tags::new(pairs);
        draft.time(names::RESPONSE_TIME, &tags, 0.010);
        draft.count(names::HTTP_REQUESTS, &tags, 1.0);
        draft.share(names::HTTP_ERRORS, &tags, true);
    }
    let mut run = run(SCRIPT, SCRIPT, SCRIPT, SCRIPT);
    for text in [&mut run.target, &mut run.started, &mut run.version] {
        *text = SCRIPT.to_owned();
    }
    run.service = Some(SCRIPT.to_owned());
    run.environment = vec![(SCRIPT.to_owned(), SCRIPT.to_owned())];
    run.stages = vec![stage(SCRIPT, 0, 1), stage(SCRIPT, 1, 2)];
    let script = |id: &str| Origin::Pack { pack: SCRIPT.to_owned(), id: id.to_owned() };
    let promises = vec![
        promise(script(SCRIPT), "http p95 < 1ms"),
        promise(script("\u{1b}[2J"), "cpu avg < 70%"),
    ];
    report(run, promises, &[draft.done()])
}
