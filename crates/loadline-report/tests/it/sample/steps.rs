//! Arrivals rise in steps until the pool of database connections gives in, seen from the machine, the process
//! and its page of metrics.

use loadline_core::level::{
    Breaking, BreakingPoint, Cause, GeneratorFigures, Level, LevelError, LevelResource, LevelTimes,
    LoadAxis, Saturation, SaturationSign, Sign, Sustained,
};
use loadline_core::sample::Excerpt;
use loadline_core::window::{Aggregate, Rollup, SeriesKey, names, watched};
use loadline_core::{Origin, Sample, Tags, Window};
use loadline_report::{Latency, Report};

use super::draft::Draft;
use super::run::{STARTED_MS, report, run, stage};
use super::service::{
    ENDPOINTS, answered, generator, log_normal, pack, promise, refused, unanswered,
};

/// Arrivals a second at each step.
const LOADS: [u32; 6] = [40, 80, 120, 160, 200, 240];
/// Seconds of a step.
const STEP: i64 = 25;
/// Arrivals a second that the made-up pool serves.
const CAPACITY: f64 = 172.0;
/// Connections of the pool.
const POOL: f64 = 20.0;
/// Seconds a request waits before it is turned away.
const WAIT_MAX: f64 = 1.5;

fn window(second: i64, waiting: &mut f64, random: &mut fastrand::Rng) -> Window {
    let mut draft = Draft::new(second, 1_000);
    let load = f64::from(LOADS[(second / STEP) as usize]);
    *waiting = (*waiting + (load - CAPACITY) / CAPACITY).clamp(0.0, WAIT_MAX);
    let turned_away = if *waiting >= WAIT_MAX { (load - CAPACITY) / load } else { 0.0 };
    let busy = (load / CAPACITY).min(1.0);
    let total: f64 = ENDPOINTS.iter().map(|endpoint| endpoint.weight).sum();
    for _ in 0..load as u64 {
        let mut pick = random.f64() * total;
        let endpoint = ENDPOINTS.iter().find(|endpoint| {
            pick -= endpoint.weight;
            pick < 0.0
        });
        let endpoint = endpoint.unwrap_or(&ENDPOINTS[0]);
        let luck = random.f64();
        let (tags, failed) = match luck {
            _ if luck < turned_away * 0.8 => (refused(endpoint, "503"), true),
            _ if luck < turned_away => (unanswered(endpoint, "timed out waiting"), true),
            _ if endpoint.method == "POST" => (answered(endpoint, "201"), false),
            _ => (answered(endpoint, "200"), false),
        };
        let own = log_normal(random, endpoint.median_seconds, endpoint.spread);
        let wait = own / (1.08 - busy * 0.9) + *waiting * (0.8 + 0.4 * random.f64());
        draft.time(names::RESPONSE_TIME, &tags, wait * 1.03 + 0.0004);
        draft.time(names::SERVICE_TIME, &tags, wait * 1.03);
        draft.time(names::PHASE_SEND, &tags, log_normal(random, 18e-6, 0.3));
        draft.time(names::PHASE_WAIT, &tags, wait);
        draft.time(names::PHASE_RECEIVE, &tags, wait * 0.03);
        if random.f64() < 0.04 {
            draft.time(names::PHASE_DNS, &tags, log_normal(random, 0.0004, 0.4));
            draft.time(names::PHASE_CONNECT, &tags, log_normal(random, 0.0002, 0.3));
            draft.time(names::PHASE_TLS, &tags, log_normal(random, 0.0031, 0.3));
            draft.count(names::CONNECTIONS_OPENED, &Tags::default(), 1.0);
        }
        draft.count(names::HTTP_REQUESTS, &tags, 1.0);
        draft.share(names::HTTP_ERRORS, &tags, failed);
        draft.time(names::GENERATOR_LAG, &Tags::default(), log_normal(random, 60e-6, 0.5));
        draft.share(names::DROPPED_ARRIVALS, &Tags::default(), false);
        draft.share(names::LATE_ARRIVALS, &Tags::default(), false);
    }
    let none = Tags::default();
    draft.gauge(names::OFFERED_RATE, &none, load);
    draft.gauge(names::USERS, &none, (load * (0.03 + *waiting)).ceil());
    draft.count(names::ITERATIONS, &none, load);
    draft.count(names::BYTES_SENT, &none, load * 212.0);
    draft.count(names::BYTES_RECEIVED, &none, load * 1_840.0);
    streams(&mut draft, random);
    generator(&mut draft, random, load / 400.0);
    watch(&mut draft, second, busy, *waiting, random);
    draft.done()
}

fn streams(draft: &mut Draft, random: &mut fastrand::Rng) {
    let (chat, prices) = ([(names::TAG_NAME, "/chat")], [(names::TAG_NAME, "/prices")]);
    let (chat, prices) = (Tags::new(chat), Tags::new(prices));
    for _ in 0..12 {
        draft.count(names::WEBSOCKET_MESSAGES_SENT, &chat, 1.0);
        draft.count(names::WEBSOCKET_MESSAGES_RECEIVED, &chat, 1.0);
        draft.time(names::WEBSOCKET_REPLY_TIME, &chat, log_normal(random, 0.004, 0.5));
        draft.count(names::EVENTS_RECEIVED, &prices, 1.0);
        draft.time(names::EVENT_GAP_TIME, &prices, log_normal(random, 0.25, 0.2));
    }
    draft.time(names::WEBSOCKET_SESSION_TIME, &chat, log_normal(random, 8.0, 0.2));
    draft.share(names::WEBSOCKET_ERRORS, &chat, random.f64() < 0.02);
    draft.time(names::EVENT_FIRST_TIME, &prices, log_normal(random, 0.02, 0.4));
    draft.share(names::EVENT_ERRORS, &prices, false);
}

fn from(source: &str) -> Tags {
    Tags::new([(watched::TAG_SOURCE, source)])
}

fn watch(draft: &mut Draft, second: i64, busy: f64, waiting: f64, random: &mut fastrand::Rng) {
    let noise = |random: &mut fastrand::Rng| 1.0 + 0.08 * (random.f64() - 0.5);
    let (host, process) = (from("host"), from("process:shop"));
    let page = from("scrape:127.0.0.1:8080");
    let cpu = 0.05 + 0.66 * busy * noise(random);
    draft.gauge(watched::CPU, &process, cpu);
    draft.gauge(watched::PROCESS_CPU_CORES, &process, cpu * 2.0);
    draft.gauge(watched::MEMORY, &process, 0.31 + 0.0004 * second as f64 + 0.05 * waiting);
    draft.gauge(watched::MEMORY_BYTES, &process, 2.6e9 + 3.3e6 * second as f64);
    draft.gauge(watched::PROCESS_OPEN_FILES, &process, (40.0 + 80.0 * busy).round());
    draft.gauge(watched::DISK, &host, 0.04 + 0.12 * busy * noise(random));
    draft.gauge(watched::NETWORK, &host, 0.002 + 0.01 * busy * noise(random));
    draft.gauge(watched::HOST_CPU, &host, (cpu + 0.12).min(1.0));
    let in_use = (POOL * (busy * noise(random)).min(1.0)).round();
    draft.gauge(watched::POOL, &page, in_use / POOL);
    draft.gauge(watched::POOL_IN_USE, &page, in_use);
    let scraped = |name: &'static str, label: (&'static str, &'static str)| {
        let tags = [(watched::TAG_SOURCE, "scrape:127.0.0.1:8080"), label];
        (name, Tags::new(tags))
    };
    let (name, tags) = scraped("shop_pool_wait_seconds_total", ("pool", "primary"));
    draft.count(name, &tags, waiting * 60.0);
    let (name, tags) = scraped("shop_orders_total", ("state", "accepted"));
    draft.count(name, &tags, (18.0 * busy * noise(random)).round());
    let (name, tags) = scraped("shop_jobs_queued", ("queue", "mail"));
    draft.gauge(name, &tags, (30.0 * busy * busy + 200.0 * waiting).round());
    draft.gauge("shop_cache_bytes", &page, 48e6 + 1e5 * second as f64);
    draft.gauge("shop_build_info", &page, 1.0);
}

/// Arrivals from 40 to 240 a second; the pool is used up at 160.
pub(crate) fn steps() -> Report {
    let mut random = fastrand::Rng::with_seed(23);
    let mut waiting = 0.0;
    let seconds = STEP * LOADS.len() as i64;
    let windows: Vec<Window> =
        (0..seconds).map(|second| window(second, &mut waiting, &mut random)).collect();
    let mut run = run(
        "r0045",
        "steps",
        "loadline run shop.yaml --test steps --process shop --host --scrape http://127.0.0.1:8080/metrics \
         --objective 'http p95 < 200ms' --objective 'pool < 80%' --out html=report.html",
        "40/s to 240/s in 6 steps over 2m30s",
    );
    run.open = true;
    run.warm_up_ms = 10_000;
    let mark = |(place, load): (usize, &u32)| {
        let start = place as u64 * STEP as u64;
        stage(&format!("at {load}/s"), start, start + STEP as u64)
    };
    run.stages = LOADS.iter().enumerate().map(mark).collect();
    let promises = vec![
        promise(Origin::File, "http p95 < 200ms"),
        promise(Origin::File, "http errors < 0.1%"),
        promise(Origin::CommandLine, "pool < 80%"),
        promise(Origin::CommandLine, "cpu avg < 70%"),
        promise(Origin::CommandLine, "memory growth < 10%"),
        pack("swe-platform", "T2", "http p95 < 100ms where class = health"),
        promise(Origin::Implied, "http errors < 100%"),
    ];
    let mut report = report(run, promises, &windows);
    report.levels = LOADS.iter().enumerate().map(|(at, load)| level(at, *load, &windows)).collect();
    report.breaking_point = Some(breaking_point());
    report.samples = samples();
    report
}

fn samples() -> Vec<Sample> {
    let sample = |second: i64, path: &str, status, error: &str, detail: &str| Sample {
        at_ms: STARTED_MS + second * 1_000,
        name: path.to_owned(),
        method: "GET".to_owned(),
        url: format!("http://127.0.0.1:8080{path}"),
        status,
        error: error.to_owned(),
        detail: detail.to_owned(),
        request: Excerpt {
            head: format!("GET {path} HTTP/1.1\nhost: 127.0.0.1:8080\nauthorization: Bearer ***\n"),
            body: String::new(),
        },
        response: Excerpt::default(),
    };
    let answer = Excerpt {
        head: "HTTP/1.1 503 Service Unavailable\ncontent-type: application/json\nretry-after: 1\n"
            .to_owned(),
        body: "{\"error\":\"no connection of the pool came free within 1.5 s\"}".to_owned(),
    };
    let refused = sample(107, "/items/{id}", Some(503), "bad status", "expected 200, got 503");
    let late = sample(111, "/items/search", None, "timed out waiting", "no first byte within 2 s");
    vec![Sample { response: answer, ..refused }, late]
}

fn breaking_point() -> BreakingPoint {
    let saturation = |metric: &'static str, source: &str, load, figure, sign| Saturation {
        series: SeriesKey::new(metric, from(source)),
        load,
        figure,
        sign,
    };
    let pool =
        saturation(watched::POOL, "scrape:127.0.0.1:8080", 160.0, 0.93, SaturationSign::UsedUp);
    let cpu = saturation(watched::CPU, "process:shop", 200.0, 0.71, SaturationSign::LevelledOff);
    BreakingPoint {
        axis: LoadAxis::OfferedRate,
        sustained: Some(Sustained {
            load: 160.0,
            achieved_per_second: 160.0,
            requests_per_second: 160.0,
        }),
        breaking: Breaking::Found {
            load: 172.0,
            low: Some(160.0),
            high: 200.0,
            capacity_per_second: Some(172.0),
            estimate: "the rate at which throughput levelled off",
            sign: Sign::QueueGrew { growth: 0.16 },
            cause: Cause::Resource(pool.clone()),
            saturated: vec![pool, cpu],
        },
    }
}

/// The level at that place, its figures read off the windows behind the transition to it.
fn level(place: usize, load: u32, windows: &[Window]) -> Level {
    let start = place as i64 * STEP + 5;
    let end = (place as i64 + 1) * STEP;
    let whole = Rollup::from_iter(&windows[start as usize..end as usize]);
    let count = |metric| match whole.merged(metric, &Tags::default()) {
        Some(Aggregate::Counter(count)) => count as u64,
        Some(Aggregate::Share(share)) => share.hits,
        _ => 0,
    };
    let response = match whole.merged(names::RESPONSE_TIME, &Tags::default()) {
        Some(Aggregate::Histogram(histogram)) => Latency::of(&histogram),
        _ => None,
    };
    let (requests, failed) = (count(names::HTTP_REQUESTS), count(names::HTTP_ERRORS));
    let resources = whole.series().filter_map(|(key, aggregate)| match aggregate {
        Aggregate::Gauge(gauge) if key.tags.get(watched::TAG_SOURCE).is_some() => {
            Some(LevelResource { series: key.clone(), mean: gauge.mean(), max: gauge.max })
        }
        _ => None,
    });
    let overloaded = f64::from(load) > CAPACITY;
    let signs = [
        Sign::QueueGrew { growth: 0.16 },
        Sign::Errors { share: failed as f64 / requests.max(1) as f64 },
    ];
    let seconds = (end - start) as f64;
    Level {
        load: f64::from(load),
        load_low: f64::from(load),
        load_high: f64::from(load),
        is_ramp: false,
        is_rising: true,
        start_ms: start as u64 * 1_000,
        end_ms: end as u64 * 1_000,
        measured_seconds: seconds,
        achieved_per_second: (requests - failed) as f64 / seconds,
        requests,
        failed,
        response: response.map(|l| LevelTimes {
            avg: l.avg,
            p50: l.p50,
            p95: l.p95,
            p99: l.p99,
            max: l.max,
        }),
        response_growth: overloaded.then_some(0.16),
        errors: (failed > 0)
            .then(|| LevelError { kind: "bad status 503".to_owned(), count: failed })
            .into_iter()
            .collect(),
        resources: resources.collect(),
        generator: GeneratorFigures::default(),
        signs: if overloaded { signs.to_vec() } else { Vec::new() },
    }
}
