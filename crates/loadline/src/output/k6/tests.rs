//! Outputs opened, fed and closed, against real files, a server that takes everything and a real Prometheus.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::sync::Arc;
use std::thread;

use loadline_core::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, Window};
use loadline_load::TlsOptions;
use loadline_script::options::SystemTag;
use loadline_script::output::{Metric, Sample};
use loadline_script::summary::{Contains, MetricKind};
use loadline_store::{Ended, Ending};
use loadline_testkit::{AfterAnswer, CannedServer, Prometheus};

use super::{K6Opening, K6Out, K6Outputs, Variables};
use crate::failure::Failure;

fn metric(name: &str, kind: MetricKind, contains: Contains) -> Arc<Metric> {
    let (thresholds, submetrics) = (Vec::new(), Vec::new());
    Arc::new(Metric {
        name: name.into(),
        series: format!("series_{name}").into(),
        kind,
        contains,
        thresholds,
        submetrics,
    })
}

fn metrics() -> Vec<Arc<Metric>> {
    vec![
        metric("waits", MetricKind::Trend, Contains::Time),
        metric("orders", MetricKind::Counter, Contains::Default),
        metric("vus", MetricKind::Gauge, Contains::Default),
    ]
}

fn open(outs: &[&str], variables: &[(&str, &str)]) -> Result<K6Outputs, Failure> {
    let outs: Vec<K6Out> = outs.iter().map(|out| out.parse().unwrap()).collect();
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let opening = K6Opening {
        metrics: &metrics(),
        system_tags: &BTreeSet::from([SystemTag::Scenario]),
        tls: &TlsOptions::default(),
        variables: &variables.iter().map(owned).collect::<Variables>(),
    };
    K6Outputs::open(&outs, &opening)
}

const fn ended() -> Ended {
    Ended { at_ms: 0, ending: Ending::Completed }
}

fn sample(value: f64) -> Sample {
    Sample {
        metric: metrics()[0].clone(),
        time_ns: 1_000_000_000,
        value,
        tags: Tags::new([("scenario", "one")]),
        metadata: None,
    }
}

/// Three seconds: in each ten orders and a wait of one second, two seconds, three seconds.
fn windows(from_ms: i64) -> Vec<Window> {
    (1..=3)
        .map(|second| {
            let mut window = Window::new(from_ms + (second - 1) * 1_000, 1_000);
            let key =
                |name: &str| SeriesKey::new(name.to_owned(), Tags::new([("scenario", "one")]));
            let mut waits = Histogram::new();
            waits.record(second as f64);
            window.series.insert(key("series_waits"), Aggregate::Histogram(waits));
            window.series.insert(key("series_orders"), Aggregate::Counter(10.0));
            window
        })
        .collect()
}

#[test]
fn samples_of_many_threads_are_all_in_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (json, csv) = (path("all.json"), path("all.csv.gz"));
    let outputs = open(&[&format!("json={json}"), &format!("csv={csv}")], &[]).unwrap();
    let take = Arc::new(outputs.take().unwrap());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let take = Arc::clone(&take);
            // More than a place holds: threads wait for the writer.
            thread::spawn(move || (0..20_000).for_each(|number| take(sample(f64::from(number)))))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert!(outputs.end(&ended()).is_empty());
    let lines = std::fs::read_to_string(json).unwrap();
    assert_eq!(lines.lines().count(), 1 + 80_000);
    let mut unpacked = String::new();
    let packed = std::fs::File::open(csv).unwrap();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut unpacked).unwrap();
    assert_eq!(unpacked.lines().count(), 1 + 80_000);
    assert_eq!(unpacked.lines().nth(1).unwrap(), "waits,1,0.000000,one,,");
}

#[test]
fn the_number_of_users_is_a_sample_of_each_second() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("users.csv");
    let mut outputs = open(&[&format!("csv={}", csv.display())], &[]).unwrap();
    let mut window = Window::new(4_000, 1_000);
    for (scenario, users) in [("one", 3.0), ("two", 4.0)] {
        let key = SeriesKey::new("series_vus".to_owned(), Tags::new([("scenario", scenario)]));
        window.series.insert(key, Aggregate::Gauge(Gauge::reading(users)));
    }
    outputs.window(&window);
    assert!(outputs.end(&ended()).is_empty());
    let lines = std::fs::read_to_string(csv).unwrap();
    assert_eq!(lines.lines().nth(1), Some("vus,5,7.000000,,,"));
}

#[test]
fn samples_that_no_file_takes_are_counted() {
    let outputs = open(&["json=/dev/full"], &[]).unwrap();
    let take = outputs.take().unwrap();
    // Far more than can wait: the last ones come when the file has failed.
    (0..200_000).for_each(|number| take(sample(f64::from(number))));
    let failures: Vec<String> = outputs.end(&ended()).iter().map(ToString::to_string).collect();
    assert_eq!(failures.len(), 2, "{failures:?}");
    assert!(failures[0].contains("/dev/full"), "{failures:?}");
    assert!(failures[1].contains("samples were lost"), "{failures:?}");
}

#[test]
fn dashboards_of_k6_find_their_series_in_prometheus() {
    let prometheus = Prometheus::start().unwrap();
    let url = prometheus.write_url();
    let now_ms = jiff::Timestamp::now().as_millisecond();
    let figures = [("k6_waits_p95", 2.9), ("k6_orders_total", 30.0)];
    let native =
        [("histogram_count(k6_waits_seconds)", 3.0), ("histogram_sum(k6_waits_seconds)", 6.0)];
    for (is_native, ago_ms, queries) in [("false", 20_000, figures), ("true", 10_000, native)] {
        let variables = [
            ("K6_PROMETHEUS_RW_SERVER_URL", url.as_str()),
            ("K6_PROMETHEUS_RW_PUSH_INTERVAL", "1s"),
            ("K6_PROMETHEUS_RW_TREND_STATS", "avg,p(95)"),
            ("K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM", is_native),
        ];
        let mut outputs = open(&["experimental-prometheus-rw"], &variables).unwrap();
        assert!(outputs.take().is_none());
        windows(now_ms - ago_ms).iter().for_each(|window| outputs.window(window));
        let failures = outputs.end(&ended());
        assert!(failures.is_empty(), "{failures:?}");
        for (query, wanted) in queries {
            let answer: serde_json::Value =
                serde_json::from_str(&prometheus.query(query).unwrap()).unwrap();
            let value = answer["data"]["result"][0]["value"][1].as_str();
            let value: f64 = value.unwrap_or_default().parse().unwrap_or_default();
            assert!((value / wanted - 1.0).abs() < 1e-9, "{query}: {answer}");
        }
    }
}

#[test]
fn opentelemetry_is_asked_where_the_variables_say() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let endpoint = server.address().to_string();
    let variables = [
        ("K6_OTEL_EXPORTER_PROTOCOL", "http/protobuf"),
        ("K6_OTEL_HTTP_EXPORTER_ENDPOINT", endpoint.as_str()),
        ("K6_OTEL_HEADERS", "x-token=a,x-more=b"),
        ("K6_OTEL_EXPORT_INTERVAL", "2s"),
    ];
    let mut outputs = open(&["opentelemetry"], &variables).unwrap();
    windows(0).iter().for_each(|window| outputs.window(window));
    assert!(outputs.end(&ended()).is_empty());
    // One request after two seconds, one with the rest.
    assert_eq!(server.served(), 2);
    let head = String::from_utf8(server.request_heads()[0].clone()).unwrap().to_lowercase();
    for part in ["post /v1/metrics http/1.1", "x-token: a", "x-more: b", "application/x-protobuf"] {
        assert!(head.contains(part), "{part} in {head}");
    }
}

#[test]
fn a_receiver_that_takes_nothing_is_told_at_the_end() {
    let variables = [("K6_PROMETHEUS_RW_SERVER_URL", "http://127.0.0.1:9/api/v1/write")];
    let mut outputs = open(&["experimental-prometheus-rw"], &variables).unwrap();
    windows(0).iter().for_each(|window| outputs.window(window));
    let failures = outputs.end(&ended());
    assert!(failures[0].to_string().contains("127.0.0.1:9"), "{failures:?}");
}

#[test]
fn mistakes_in_variables_are_told_with_what_is_accepted() {
    let told = |out: &str, name: &str, value: &str| {
        let failure = open(&[out], &[(name, value)]).err().expect("it is a mistake");
        format!("{failure}; {}", failure.hint().unwrap_or_default())
    };
    let rw = "experimental-prometheus-rw";
    let seen = [
        told("csv", "K6_CSV_TIME_FORMAT", "s"),
        told(rw, "K6_PROMETHEUS_RW_TREND_STATS", "p95"),
        told(rw, "K6_PROMETHEUS_RW_PUSH_INTERVAL", "often"),
        told(rw, "K6_PROMETHEUS_RW_STALE_MARKERS", "perhaps"),
        told(rw, "K6_PROMETHEUS_RW_HTTP_HEADERS", "name"),
        told(rw, "K6_PROMETHEUS_RW_CLIENT_CERTIFICATE", "a.pem"),
        told("opentelemetry", "K6_OTEL_EXPORTER_TYPE", "grpc"),
        "nope=1".parse::<K6Out>().unwrap_err(),
    ];
    expect_test::expect![[r#"
        K6_CSV_TIME_FORMAT: `s` is no time format; it is `unix`, `unix_milli`, `unix_micro`, `unix_nano`, `rfc3339` or `rfc3339_nano`; leave it out for seconds since 1970
        K6_PROMETHEUS_RW_TREND_STATS is `p95`; it reads `avg,min,med,max,count,sum,p(99.9)`, any of them
        K6_PROMETHEUS_RW_PUSH_INTERVAL is `often`; it reads `500ms` or `10s`
        K6_PROMETHEUS_RW_STALE_MARKERS is `perhaps`; it reads `true` or `false`
        K6_PROMETHEUS_RW_HTTP_HEADERS is `name`; it reads `name:value,name:value`
        K6_PROMETHEUS_RW_CLIENT_CERTIFICATE is not supported; use K6_PROMETHEUS_RW_USERNAME with _PASSWORD, _BEARER_TOKEN or _HTTP_HEADERS
        metrics go to OpenTelemetry over HTTP, not over gRPC; set K6_OTEL_EXPORTER_PROTOCOL=http/protobuf and K6_OTEL_HTTP_EXPORTER_ENDPOINT=host:4318
        invalid output type 'nope', available types are: json, csv, experimental-prometheus-rw, opentelemetry"#]].assert_eq(&seen.join("\n"));
}
