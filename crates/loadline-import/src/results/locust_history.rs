//! Locust's history: a row a second with totals up to then. Requests of a second are the difference of two rows.
//!
//! Percentiles in it cannot be taken apart so: those of the last row are of the whole run, unless
//! `--csv-full-history` was given, which makes them of the last seconds only.

use loadline_core::Tags;
use loadline_core::window::{Aggregate, SeriesKey, Share, Window, names};

use super::about::{FROM_THE_SEND, PERCENTILES_ONLY};
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::locust_stats::{MS, SUM};
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::ALL_REQUESTS;

pub(super) const FORMAT: Format = Format {
    name: "locust-history",
    tool: "Locust",
    made_by: "`locust --csv PREFIX`: PREFIX_stats_history.csv",
    taken: "requests, failures and users of each second; percentiles of the whole run, in its last window",
    lost: "names of requests; percentiles where `--csv-full-history` was given",
    detect: |head| head.starts_with("Timestamp,User Count,Type,Name"),
    read,
};

/// The totals up to a row.
#[derive(Clone, Copy)]
struct Totals {
    at_ms: i64,
    requests: u64,
    failed: u64,
    users: f64,
}

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut record = Record::default();
    record.read(input, ',')?;
    let columns = Columns::of(&record);
    let [time, name, users] = ["Timestamp", "Name", "User Count"].map(|name| columns.need(name));
    let (time, name, users) = (time?, name?, users?);
    let requests = columns.need("Total Request Count")?;
    let failed = columns.need("Total Failure Count")?;
    let mut last: Option<Totals> = None;
    let mut held: Option<Window> = None;
    let mut shape = Distribution::default();
    let mut is_full = false;
    while record.read(input, ',')? {
        columns.fit(&record, input)?;
        if record.get(name) != SUM {
            is_full = true;
            continue;
        }
        let totals = Totals {
            at_ms: (columns.amount(&record, time)?.min(2e11) * 1e3) as i64,
            requests: columns.amount(&record, requests)? as u64,
            failed: columns.amount(&record, failed)? as u64,
            users: columns.amount(&record, users)?,
        };
        shape = whole_run(&columns, &record, totals.requests)?;
        if let Some(before) = last {
            if totals.requests < before.requests || totals.at_ms <= before.at_ms {
                recorder.skip("rows whose totals or times go back");
                continue;
            }
            held.iter().for_each(|window| recorder.window(window));
            held = Some(between(before, totals, recorder));
        }
        last = Some(totals);
    }
    let Some(mut window) = held else { return Ok(()) };
    if is_full {
        recorder.about.note("response times are left out: with `--csv-full-history` the percentiles are of the last seconds of each row; PREFIX_stats.csv has those of the run");
    } else if let Some(histogram) = shape.histogram() {
        let tags = recorder.request_tags(tags());
        window
            .series
            .insert(SeriesKey::new(names::RESPONSE_TIME, tags), Aggregate::Histogram(histogram));
        recorder.about.fact(
            "imported percentiles",
            format!("{PERCENTILES_ONLY}; they are of the whole run and stand in its last window"),
        );
    }
    recorder.about.latency(FROM_THE_SEND);
    recorder.window(&window);
    Ok(())
}

fn tags() -> RequestTags<'static> {
    RequestTags { name: ALL_REQUESTS, ..RequestTags::default() }
}

/// What came to pass between two rows.
fn between(before: Totals, now: Totals, recorder: &mut Recorder<'_>) -> Window {
    let length_ms = u32::try_from(now.at_ms - before.at_ms).unwrap_or(u32::MAX);
    let mut window = Window::new(before.at_ms, length_ms);
    let tags = recorder.request_tags(tags());
    let total = now.requests - before.requests;
    let hits = now.failed.saturating_sub(before.failed).min(total);
    let mut insert = |metric: &str, tags: &Tags, aggregate| {
        window.series.insert(SeriesKey::new(metric, tags.clone()), aggregate);
    };
    insert(names::HTTP_REQUESTS, &tags, Aggregate::Counter(total as f64));
    insert(names::HTTP_ERRORS, &tags, Aggregate::Share(Share { hits, total }));
    let users = loadline_core::window::Gauge::reading(now.users);
    insert(names::USERS, &Tags::default(), Aggregate::Gauge(users));
    window
}

/// The distribution of the whole run that a row tells.
fn whole_run(columns: &Columns, record: &Record, count: u64) -> Result<Distribution, ImportError> {
    let figure = |place: Option<usize>| -> Result<Option<f64>, ImportError> {
        let Some(place) = place.filter(|place| !matches!(record.get(*place), "" | "N/A")) else {
            return Ok(None);
        };
        columns.amount(record, place).map(|value| Some(value * MS))
    };
    let mut points = Vec::new();
    for name in columns.others(&[]) {
        let percent = name.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
        let Some(percent) = percent.filter(|percent| (0.0..100.0).contains(percent)) else {
            continue;
        };
        points.extend(figure(columns.place(name))?.map(|value| (percent / 100.0, value)));
    }
    Ok(Distribution {
        count,
        mean: figure(columns.place("Total Average Response Time"))?,
        min: figure(columns.place("Total Min Response Time"))?,
        max: figure(columns.place("Total Max Response Time"))?,
        points,
        ..Distribution::default()
    })
}
