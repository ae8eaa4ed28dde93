//! A store with three runs that uses all the format has: written by one function, checked by another.
//! The fixtures of earlier versions were written by it in their time.

use std::collections::BTreeMap;

use loadline_core::sample::Excerpt;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window, names};
use loadline_core::{Histogram, Sample};
use loadline_store::{
    Ended, Ending, NewRun, Run, RunDescription, RunId, StageMark, Store, StoredOutcome,
    StoredPromise, StoredVerdict,
};

/// 2026-11-21 01:32:54 UTC.
pub(crate) const STARTED_MS: i64 = 1_795_224_774_000;
const WINDOWS: i64 = 3;

pub(crate) fn new_run(name: &str, started_ms: i64) -> NewRun {
    NewRun {
        name: name.to_owned(),
        target: "http://127.0.0.1:8080".to_owned(),
        started_ms,
        description: RunDescription {
            version: "0.1.0".to_owned(),
            service: Some("shop".to_owned()),
            command: "loadline run --users 64 --for 3s http://127.0.0.1:8080".to_owned(),
            traffic: "64 users for 3s".to_owned(),
            stages: vec![StageMark { label: "64 users".to_owned(), start_ms: 0, end_ms: 3_000 }],
            promises: vec![StoredPromise {
                sentence: "http p95 < 50ms where class = simple".to_owned(),
                origin: "command line".to_owned(),
            }],
            open: false,
            warm_up_ms: 0,
            environment: BTreeMap::from([("cores".to_owned(), "2".to_owned())]),
        },
    }
}

pub(crate) fn verdicts() -> Vec<StoredVerdict> {
    let verdict = |sentence: &str, outcome, figure: &str| StoredVerdict {
        sentence: sentence.to_owned(),
        outcome,
        figure: figure.to_owned(),
    };
    vec![
        verdict("http p95 < 50ms where class = simple", StoredOutcome::Met, "12.3ms"),
        verdict("http errors < 0.1%", StoredOutcome::Missed, "50%"),
        verdict("uptime >= 99.9% over 30d", StoredOutcome::Unknown, "too short"),
    ]
}

/// The window of second `second`: one series of each kind, exact and bucketed histograms.
pub(crate) fn window(second: i64) -> Window {
    let tags = Tags::new([("name", "/items/{id}"), ("class", "simple"), ("größe", "½ kB")]);
    let mut window = Window::new(STARTED_MS + second * 1_000, 1_000);
    let mut put = |metric: &str, aggregate| {
        window.series.insert(SeriesKey::new(metric, tags.clone()), aggregate);
    };
    let recorded = |count: i64, value: fn(i64) -> f64| {
        let mut histogram = Histogram::new();
        (0..count).for_each(|place| histogram.record(value(place)));
        Aggregate::Histogram(histogram)
    };
    put(names::RESPONSE_TIME, recorded(20 + second, |place| place as f64 / 1_000.0));
    put(names::PHASE_WAIT, recorded(5, |place| 1.0 / (place + 3) as f64));
    put(names::GENERATOR_LAG, recorded(1_500 + second, |place| place as f64 / 7.0));
    put(names::HTTP_REQUESTS, Aggregate::Counter(1_520.5));
    put(names::HTTP_ERRORS, Aggregate::Share(Share { hits: 3, total: 1_520 }));
    let gauge = Gauge { last: 64.0, min: 1.0, max: 64.0, sum: 3_000.25, count: 50 };
    put(names::USERS, Aggregate::Gauge(gauge));
    window
}

/// Everything that has a meaning in a window, as text.
pub(crate) fn plain(window: &Window) -> String {
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

/// One run that completed, one that gave up, one that was killed.
pub(crate) fn write(store: &mut Store) {
    let endings = [
        Some(Ending::Completed),
        Some(Ending::Aborted("a check of the start failed".to_owned())),
        None,
    ];
    for (place, ending) in endings.into_iter().enumerate() {
        let started_ms = STARTED_MS + place as i64 * 60_000;
        let run = store.create_run(&new_run("load", started_ms)).unwrap();
        for second in 0..WINDOWS {
            store.append(&run, &window(second)).unwrap();
        }
        if let Some(ending) = ending {
            store.keep_samples(&run, &samples()).unwrap();
            let ended = Ended { at_ms: started_ms + 3_000, ending };
            store.finish(&run, &ended, &verdicts()).unwrap();
        }
    }
}

/// One with all there is, one of a request that had no answer.
pub(crate) fn samples() -> Vec<Sample> {
    let excerpt = |head: &str, body: &str| Excerpt { head: head.to_owned(), body: body.to_owned() };
    let full = Sample {
        at_ms: STARTED_MS + 1_234,
        name: "/items/{id}".to_owned(),
        method: "GET".to_owned(),
        url: "http://127.0.0.1:8080/items/7".to_owned(),
        status: Some(500),
        error: "bad status".to_owned(),
        detail: "the status is 500".to_owned(),
        request: excerpt("GET /items/7 HTTP/1.1\nauthorization: [secret]", ""),
        response: excerpt("500\ncontent-length: 9", "größe ½…"),
    };
    let bare = Sample { error: "reset".to_owned(), ..Sample::default() };
    vec![full, bare]
}

/// A store of the version before samples has none.
pub(crate) fn check(store: &Store, samples: &[Sample]) {
    let runs = store.runs(10).unwrap();
    let ids: Vec<&str> = runs.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, IDS_NEWEST_FIRST);
    let [killed, aborted, completed] = &runs[..] else { unreachable!("three ids, three runs") };
    let ended = |at_ms, ending| Some(Ended { at_ms, ending });
    check_run(store, completed, STARTED_MS, &ended(STARTED_MS + 3_000, Ending::Completed));
    let reason = "a check of the start failed".to_owned();
    let started_ms = STARTED_MS + 60_000;
    check_run(store, aborted, started_ms, &ended(started_ms + 3_000, Ending::Aborted(reason)));
    check_run(store, killed, STARTED_MS + 120_000, &None);
    assert_eq!(store.samples(&completed.id).unwrap(), samples);
    assert!(store.samples(&killed.id).unwrap().is_empty());
}

/// Ids are part of what a later version must not change.
const IDS_NEWEST_FIRST: [&str; 3] =
    ["20261121-013454-load-rr3h", "20261121-013354-load-gs2h", "20261121-013254-load-2xc0"];

fn check_run(store: &Store, run: &Run, started_ms: i64, ended: &Option<Ended>) {
    let new = new_run("load", started_ms);
    assert_eq!((&run.name, &run.target), (&new.name, &new.target));
    assert_eq!((run.started_ms, &run.description), (started_ms, &new.description));
    assert_eq!(&run.ended, ended);
    assert_eq!(run.verdicts, if ended.is_some() { verdicts() } else { Vec::new() });
    check_windows(store, &run.id, WINDOWS);
}

/// The run has the windows of the first `count` seconds and no others.
pub(crate) fn check_windows(store: &Store, run: &RunId, count: i64) {
    let mut windows = store.windows(run);
    for second in 0..count {
        let found = windows.next().expect("a window for each second").unwrap();
        assert_eq!(plain(&found), plain(&window(second)), "second {second}");
    }
    assert!(windows.next().is_none(), "more than {count} windows");
}
