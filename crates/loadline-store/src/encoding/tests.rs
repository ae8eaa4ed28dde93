//! The encoding's laws: what is written comes back, and no bytes bring a reader down.

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window};
use loadline_core::{Histogram, window::names};
use proptest::prelude::*;

use super::checksum::crc32;
use super::histogram::BUCKETS_MAX;
use super::window::BODY_BYTES_MAX;
use super::*;

/// A window as text that differs whenever two windows differ in anything that has a meaning.
fn plain(window: &Window) -> String {
    let series = window.series.iter().map(|(key, aggregate)| match aggregate {
        Aggregate::Histogram(histogram) => {
            let mut parts = histogram.to_parts();
            if let Some(values) = &mut parts.exact {
                values.sort_unstable_by(f64::total_cmp);
            }
            format!("{key:?} {parts:?}\n")
        }
        other => format!("{key:?} {other:?}\n"),
    });
    format!("{} {}\n{}", window.start_ms, window.length_ms, series.collect::<String>())
}

fn sealed(content: &[u8]) -> Vec<u8> {
    let mut body = [&[1], content].concat();
    body.extend_from_slice(&crc32(&body).to_le_bytes());
    body
}

fn check_round_trip(window: &Window) -> usize {
    let body = encode(window).unwrap();
    let back = decode(window.start_ms, window.length_ms, &body).unwrap();
    assert_eq!(plain(&back), plain(window));
    body.len()
}

fn one(aggregate: Aggregate) -> Window {
    let mut window = Window::new(1_000, 1_000);
    window.series.insert(SeriesKey::bare("metric"), aggregate);
    window
}

fn recorded(values: impl IntoIterator<Item = f64>) -> Histogram {
    let mut histogram = Histogram::new();
    values.into_iter().for_each(|value| histogram.record(value));
    histogram
}

/// Twenty series of log-normal latencies around 5 ms. The sizes it takes stand in the reference.
fn busy_second(requests: u32) -> Window {
    let mut random = fastrand::Rng::with_seed(7);
    let mut window = Window::new(1_800_000_000_000, 1_000);
    for place in 0..20 {
        let name = format!("/items/{{id}}/part{place}");
        let tags = Tags::new([
            ("name", &*name),
            ("method", "GET"),
            ("class", "simple"),
            ("status", "200"),
        ]);
        let latency = |random: &mut fastrand::Rng| {
            let (u, v) = (1.0 - random.f64(), random.f64());
            let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
            let nanoseconds = (5e6 * (0.6 * normal).exp()) as u64;
            std::time::Duration::from_nanos(nanoseconds).as_secs_f64()
        };
        let times = recorded((0..requests).map(|_| latency(&mut random)));
        let key = |metric: &str| SeriesKey::new(metric, tags.clone());
        window.series.insert(key(names::RESPONSE_TIME), Aggregate::Histogram(times));
    }
    window
}

#[test]
fn the_checksum_is_the_well_known_one() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
}

#[test]
fn a_busy_second_of_twenty_series_stays_small() {
    let check = |requests, expected: usize| {
        let bytes = check_round_trip(&busy_second(requests));
        assert!(
            bytes.abs_diff(expected) < expected / 50,
            "{requests} requests each: {bytes} bytes"
        );
    };
    check(1_000, 45_902);
    check(1_001, 24_603);
    check(100_000, 68_426);
}

#[test]
fn times_of_whole_nanoseconds_come_back_bit_by_bit() {
    let times = [0, 1, 999, 1_000_000, 1_234_567_890, 86_400_000_000_001];
    let seconds = times.map(|nanos| std::time::Duration::from_nanos(nanos).as_secs_f64());
    check_round_trip(&one(Aggregate::Histogram(recorded(seconds))));
}

#[test]
fn values_that_were_never_nanoseconds_come_back_bit_by_bit() {
    let values = [0.1 + 0.2, 1e-12, f64::MIN_POSITIVE, 1e300, std::f64::consts::PI];
    check_round_trip(&one(Aggregate::Histogram(recorded(values))));
}

#[test]
fn empty_windows_and_empty_histograms_come_back() {
    check_round_trip(&Window::new(i64::MIN, 0));
    check_round_trip(&one(Aggregate::Histogram(Histogram::new())));
    let mut coarse = Histogram::new();
    coarse.downscale(3);
    check_round_trip(&one(Aggregate::Histogram(coarse)));
}

#[test]
fn a_window_that_no_reader_would_accept_is_not_written() {
    let endless = recorded([f64::MAX, f64::MAX]);
    let refused = encode(&one(Aggregate::Histogram(endless))).unwrap_err();
    assert_eq!(refused, EncodeError::NotFinite { metric: "metric".to_owned() });

    let mut large = Window::new(0, 1_000);
    let long = "x".repeat(BODY_BYTES_MAX);
    large.series.insert(SeriesKey::bare(long), Aggregate::Counter(1.0));
    assert!(matches!(encode(&large).unwrap_err(), EncodeError::TooLarge { .. }));

    let mut wide = Window::new(0, 60_000);
    let mut everything = recorded([-31.0f64, 32.0].map(f64::exp2));
    everything.downscale(8);
    for place in 0..1_200 {
        let key = SeriesKey::bare(format!("metric{place}"));
        wide.series.insert(key, Aggregate::Histogram(everything.clone()));
    }
    assert_eq!(encode(&wide).unwrap_err(), EncodeError::TooWide { max: BUCKETS_MAX });
}

#[test]
fn a_single_wrong_bit_is_noticed() {
    let body = encode(&busy_second(3)).unwrap();
    for place in (1..body.len()).step_by(7) {
        let mut wrong = body.clone();
        wrong[place] ^= 1 << (place % 8);
        assert_eq!(decode(0, 1_000, &wrong).unwrap_err(), DecodeError::Checksum, "byte {place}");
    }
    assert!(matches!(decode(0, 1_000, &body[..body.len() - 1]), Err(DecodeError::Checksum)));
    assert_eq!(decode(0, 1_000, &body[..3]).unwrap_err(), DecodeError::Short);
}

#[test]
fn bytes_that_lie_are_refused_with_the_reason() {
    let check = |content: &[u8], expected: &str| {
        let found = decode(0, 1_000, &sealed(content)).unwrap_err();
        assert!(found.to_string().contains(expected), "{content:?}: {found}");
    };
    let histogram = |kind: u8, rest: &[u8]| [&[1, 1, b'm', 1, 0, 0, kind], rest].concat();
    let (zero, one) = (0f64.to_le_bytes(), 1f64.to_le_bytes());
    let buckets = |rest: &[u8]| histogram(2, &[&[8], &one[..], &zero, &one, rest].concat());
    let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];

    check(&[], "end too early");
    check(&[0xff, 0xff, 0xff, 0xff, 0x0f], "end too early");
    check(&[0xff; 11], "more than 64 bits");
    check(&[1, 1, 0xff, 0], "not UTF-8");
    check(&[0, 0, 0], "left over");
    check(&[0, 1, 0, 0, 5, 0, 0], "no such text");
    check(&histogram(9, &[0, 0]), "unknown kind");
    check(&[&[1, 1, b'm', 2][..], &[0, 0, 5, 0, 0, 0, 0, 5, 0, 0]].concat(), "out of order");
    check(&[1, 1, b'm', 1, 0, 2, 0, 0, 0, 0, 5, 0, 0], "tags out of order");
    check(&histogram(1, &[&[2], &one[..], &most, &[1]].concat()), "overflows");
    check(&histogram(0, &[&[1], &one[..], &(-1f64).to_le_bytes()].concat()), "series");
    check(&histogram(2, &[&[9][..], &[0; 26]].concat()), "unknown schema");
    check(&buckets(&[&most[..], &[1, 2, 1]].concat()), "counts overflow");
    check(&buckets(&[0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]), "index out of range");
    check(&buckets(&[&[0, 2, 0, 1][..], &most, &[1]].concat()), "index out of range");
}

#[test]
fn a_later_encoding_is_named() {
    assert_eq!(decode(0, 1_000, &[2, 0, 0, 0, 0, 0]).unwrap_err(), DecodeError::Version(2));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just("http_requests".to_owned()), "[a-c]{0,2}", "\\PC{0,12}"]
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    let nanoseconds =
        (0u64..1 << 45).prop_map(|n| std::time::Duration::from_nanos(n).as_secs_f64());
    let value = prop_oneof![8 => nanoseconds, 1 => Just(0.0), 1 => 1e-9..1e9f64];
    prop_oneof![
        prop::collection::vec(value, 0..40),
        prop::collection::vec(1e-4..1e2f64, 990..1_100)
    ]
}

fn aggregate() -> impl Strategy<Value = Aggregate> {
    prop_oneof![
        values().prop_map(|values| Aggregate::Histogram(recorded(values))),
        (values(), -4i8..=8).prop_map(|(values, schema)| {
            let mut histogram = recorded(values);
            histogram.downscale(schema);
            Aggregate::Histogram(histogram)
        }),
        any::<f64>().prop_map(Aggregate::Counter),
        (any::<[f64; 4]>(), any::<u64>()).prop_map(|([last, min, max, sum], count)| {
            Aggregate::Gauge(Gauge { last, min, max, sum, count })
        }),
        any::<(u64, u64)>().prop_map(|(hits, total)| Aggregate::Share(Share { hits, total })),
    ]
}

fn window() -> impl Strategy<Value = Window> {
    let tags = prop::collection::vec((text(), text()), 0..4).prop_map(Tags::new);
    let key = (text(), tags).prop_map(|(metric, tags)| SeriesKey::new(metric, tags));
    let series = prop::collection::btree_map(key, aggregate(), 0..12);
    (any::<i64>(), any::<u32>(), series).prop_map(|(start_ms, length_ms, series)| Window {
        start_ms,
        length_ms,
        series,
    })
}

/// Reads bytes that may be anything; what is a window can be used and written again.
fn survive(body: &[u8]) {
    if let Ok(window) = decode(0, 1_000, body) {
        let _ = encode(&window);
        for aggregate in window.series.values() {
            if let Aggregate::Histogram(histogram) = aggregate {
                let _ = histogram.quantiles(&[0.0, 0.5, 0.99, 1.0]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_window_comes_back(window in window()) {
        check_round_trip(&window);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survive(&bytes);
        survive(&sealed(&bytes));
    }

    #[test]
    fn windows_with_a_few_wrong_bytes_never_panic(
        window in window(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let body = encode(&window).unwrap();
        let mut content = body[1..body.len() - 4].to_vec();
        for (place, byte) in changes {
            let place = place.index(content.len());
            content[place] = byte;
        }
        survive(&sealed(&content));
    }
}
