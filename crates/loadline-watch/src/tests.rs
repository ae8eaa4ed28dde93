//! The watch as a whole: from a request to verdicts, with real sources.

use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use loadline_core::verdict::{Origin, Outcome, Promise};
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, watched};
use loadline_core::{Judge, Window};
use loadline_testkit::{
    AfterAnswer, CannedOptions, CannedServer, Law, LawOptions, LawServer, TlsIdentity,
};

use crate::ledger::Ledger;
use crate::pace::Pace;
use crate::{Request, Roots, Trust, Watch, WatchError};

/// Fast enough for a test; each reading is on time for the window that ends with its period.
const PACE: Pace = Pace { period: Duration::from_millis(100), lead: Duration::from_millis(10) };

fn answer(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

/// Watches until `is_enough`, and gives all windows.
fn windows_until(request: &Request, is_enough: impl Fn(&[Window]) -> bool) -> (Watch, Vec<Window>) {
    let mut watch = Watch::open(request, &Roots { own_pid: 0, ..Roots::default() }).unwrap();
    watch.begin_at(PACE).unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut windows: Vec<Window> = Vec::new();
    loop {
        assert!(Instant::now() < deadline, "not enough after {} windows", windows.len());
        let mut window = Window::new(now_ms(), 0);
        watch.add_to(&mut window);
        if window.series.is_empty() {
            std::thread::yield_now();
            continue;
        }
        window.length_ms = 1_000;
        window.start_ms = windows.len() as i64 * 1_000;
        windows.push(window);
        if is_enough(&windows) {
            return (watch, windows);
        }
    }
}

fn has(window: &Window, metric: &str) -> bool {
    window.series.keys().any(|key| &*key.metric == metric)
}

#[test]
fn what_is_watched_gets_verdicts() {
    let page = "hikaricp_connections_active 18\nhikaricp_connections_max 20\nmy_queue_depth 42\n";
    let server = CannedServer::start(answer(page), AfterAnswer::KeepAlive).unwrap();
    let request = Request {
        host: true,
        pids: vec![std::process::id()],
        pages: vec![server.url("/metrics")],
        ..Request::default()
    };
    let (_watch, windows) = windows_until(&request, |windows| {
        let often = |metric| windows.iter().filter(|window| has(window, metric)).count() >= 3;
        often(watched::CPU) && often(watched::POOL)
    });
    let sentences = [
        "cpu avg < 10000%",
        "memory growth < 1000%",
        "memory < 80%",
        "memory < 1000GB",
        "pool < 80%",
        "pool < 20",
        "my_queue_depth max < 100",
        "host_memory < 100%",
        "cpu avg < 70% where source = host",
    ];
    let promise = |sentence: &&str| Promise {
        objective: sentence.parse().unwrap(),
        origin: Origin::CommandLine,
    };
    let mut judge = Judge::new(sentences.iter().map(promise));
    windows.iter().for_each(|window| judge.observe(window));
    let outcomes: Vec<_> = judge
        .verdicts()
        .into_iter()
        .map(|verdict| (verdict.promise.objective.to_string(), verdict.outcome))
        .collect();
    for (sentence, outcome) in outcomes {
        match &*sentence {
            "pool < 80%" => assert_eq!(outcome, Outcome::Missed, "{sentence}"),
            // Beside a process, the machine's own figure is `host_cpu`.
            "cpu avg < 70% where source = host" => {
                assert!(matches!(outcome, Outcome::Unknown(_)), "{sentence}");
            }
            _ => assert_eq!(outcome, Outcome::Met, "{sentence}"),
        }
    }
}

#[test]
fn credentials_are_sent_as_a_header() {
    let server = CannedServer::start(answer("a 1\n"), AfterAnswer::KeepAlive).unwrap();
    let url = server.url("/metrics").replace("http://", "http://ann:pass@");
    let request = Request { pages: vec![url], ..Request::default() };
    let mut watch = Watch::open(&request, &Roots::default()).unwrap();
    assert!(watch.take_notices().is_empty());
    let head = String::from_utf8(server.request_heads().remove(0)).unwrap();
    assert!(head.contains("authorization: Basic YW5uOnBhc3M="), "{head}");
}

#[test]
fn a_page_behind_tls_is_read_where_its_certificate_is_trusted() {
    let identity = TlsIdentity::self_signed(&["127.0.0.1", "localhost"]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, identity.certificate_pem()).unwrap();
    let (answer, after) = (answer("a 1\n").into_bytes(), AfterAnswer::KeepAlive);
    let options = CannedOptions { answer, after, tls: Some(identity) };
    let server = CannedServer::start_with(&options).unwrap();
    let open = |trust: Trust| {
        let request = Request { pages: vec![server.url("/metrics")], trust, ..Request::default() };
        Watch::open(&request, &Roots::default()).map(|_| ())
    };
    open(Trust { ca: Some(ca.clone()), insecure: false }).unwrap();
    open(Trust { ca: None, insecure: true }).unwrap();
    assert!(matches!(open(Trust::default()), Err(WatchError::Page { .. })));
    std::fs::write(&ca, "no certificate").unwrap();
    let none = open(Trust { ca: Some(ca), insecure: false });
    assert!(matches!(none, Err(WatchError::Certificates { .. })));
}

#[test]
fn pages_that_cannot_be_read_stop_the_run_before_it_begins() {
    let open = |body: String| {
        let server = CannedServer::start(body, AfterAnswer::Close).unwrap();
        let request = Request { pages: vec![server.url("/metrics")], ..Request::default() };
        let error = Watch::open(&request, &Roots::default()).err().map(|error| error.to_string());
        error.map(|error| error.rsplit_once("/metrics: ").unwrap().1.to_owned())
    };
    assert_eq!(open(answer("")).as_deref(), Some("it has no metrics"));
    assert_eq!(
        open(answer("{\"status\": \"ok\"}")).as_deref(),
        Some(
            "it has no metrics (line 1, column 1: expected a metric's name: letters, digits, `_`, `:`)"
        )
    );
    assert_eq!(
        open("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n".to_owned()).as_deref(),
        Some("it answers with status 503")
    );
    assert_eq!(open(answer(&"a 1\n".repeat(3 << 20))).as_deref(), Some("it is larger than 8 MiB"));
    assert_eq!(open(answer("a 1\n")), None);
}

#[test]
fn a_page_with_a_line_that_cannot_be_read_is_said_and_read() {
    let server = CannedServer::start(answer("a 1\nb-c 2\n"), AfterAnswer::KeepAlive).unwrap();
    let request = Request { pages: vec![server.url("/metrics")], ..Request::default() };
    let mut watch = Watch::open(&request, &Roots::default()).unwrap();
    let notices = watch.take_notices();
    assert!(
        notices[0].ends_with(
            "1 lines cannot be read and are left out (line 2, column 2: expected `{` or a space after a metric's name)"
        ),
        "{notices:?}"
    );
}

#[test]
fn a_page_is_read_on_a_new_connection_where_the_old_one_was_closed() {
    let server = CannedServer::start(answer("a 1\n"), AfterAnswer::Close).unwrap();
    let pages = vec![server.url("/metrics?one"), server.url("/metrics?two")];
    let request = Request { pages, ..Request::default() };
    let (_watch, windows) = windows_until(&request, |windows| windows.len() >= 8);
    let lost = |window: &Window| window.merged(watched::WATCH_LOST, &Tags::default());
    for lost in windows.iter().filter_map(lost) {
        assert!(matches!(lost, Aggregate::Share(share) if share.hits == 0), "{lost:?}");
    }
    let keys = windows.iter().flat_map(|window| window.series.keys());
    let of_page = keys.filter(|key| &*key.metric == "a");
    let sources: BTreeSet<_> = of_page.filter_map(|key| key.tags.get("source")).collect();
    let first = format!("scrape:{}", server.address());
    assert_eq!(sources, BTreeSet::from([&*first, &*format!("{first}#2")]));
}

#[test]
fn a_page_that_stalls_loses_its_readings_and_nothing_else() {
    let body = b"a 1\n".to_vec();
    let law = Law::Constant(Duration::ZERO);
    let server = LawServer::start_with(&LawOptions { body, ..LawOptions::new(law, 1) }).unwrap();
    let pages = vec![server.url("/metrics")];
    let request = Request { host: true, pages, ..Request::default() };
    let mut watch = Watch::open(&request, &Roots::default()).unwrap();
    let stall = server.stall();
    watch.begin_at(PACE).unwrap();
    let mut of_host = 0;
    let notices = wait_for_notice(&mut watch, &mut of_host);
    let url = server.url("/metrics");
    assert_eq!(notices, [format!("{url} gives no readings: no answer within 900 ms")]);
    drop(stall);
    let notices = wait_for_notice(&mut watch, &mut of_host);
    assert_eq!(notices, [format!("{url} is read again")]);
}

/// The next remarks, once the machine was read as well.
fn wait_for_notice(watch: &mut Watch, of_host: &mut u32) -> Vec<String> {
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut notices = Vec::new();
    while notices.is_empty() || *of_host == 0 {
        assert!(Instant::now() < deadline, "{notices:?}, readings of the machine: {of_host}");
        let mut window = Window::new(now_ms(), 0);
        watch.add_to(&mut window);
        *of_host += u32::from(has(&window, watched::HOST_MEMORY));
        notices.extend(watch.take_notices());
        std::thread::yield_now();
    }
    notices
}

#[test]
fn a_metric_keeps_the_kind_it_had_first() {
    let mut ledger = Ledger::default();
    let mut window = Window::new(0, 1_000);
    let gauge = || Aggregate::Gauge(Gauge::reading(1.0));
    assert!(ledger.add(&mut window, SeriesKey::bare("a"), gauge()));
    assert!(!ledger.add(&mut window, SeriesKey::bare("a"), Aggregate::Counter(1.0)));
    assert!(ledger.add(&mut window, SeriesKey::bare("a"), gauge()));
    assert!(
        matches!(window.series.values().next(), Some(Aggregate::Gauge(gauge)) if gauge.count == 2)
    );
}

#[test]
fn readings_keep_to_the_beat_however_long_they_take() {
    let pace = Pace::default();
    let begun = Instant::now();
    let at = |ms: u64| begun + Duration::from_millis(ms);
    let next = |ms| pace.next(begun, at(ms)).duration_since(begun).as_millis();
    assert_eq!([0, 899, 900, 950, 1_899, 2_450].map(next), [900, 900, 1_900, 1_900, 1_900, 2_900]);
}
