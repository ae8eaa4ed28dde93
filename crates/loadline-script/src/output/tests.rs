//! Samples that k6 1.1 wrote, read and written again: every byte is the same.
//!
//! `tests/data/output/texts.js` is what was run.

use std::collections::BTreeSet;
use std::sync::Arc;

use loadline_core::Tags;
use serde_json::Value;

use super::{CsvFormat, CsvTime, JsonFormat, Metric, Sample, SampleFormat};
use crate::options::SystemTag;
use crate::summary::recorded_metric;

fn read(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The samples of a file that k6 wrote.
fn samples(name: &str) -> Vec<Sample> {
    let mut metrics: Vec<Arc<Metric>> = Vec::new();
    let mut samples = Vec::new();
    for line in read(name).lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let data = &line["data"];
        if line["type"] == "Metric" {
            metrics.push(Arc::new(recorded_metric(data)));
            continue;
        }
        let metric = metrics.iter().find(|metric| line["metric"] == *metric.name).unwrap();
        let time: jiff::Timestamp = data["time"].as_str().unwrap().parse().unwrap();
        samples.push(Sample {
            metric: metric.clone(),
            time_ns: time.as_nanosecond() as i64,
            value: data["value"].as_f64().unwrap(),
            tags: tags(&data["tags"]).unwrap(),
            metadata: tags(&data["metadata"]),
        });
    }
    samples
}

fn tags(tags: &Value) -> Option<Tags> {
    let pairs = tags.as_object()?.iter();
    Some(Tags::new(pairs.map(|(name, value)| (name.as_str(), value.as_str().unwrap()))))
}

fn written(mut format: impl SampleFormat, samples: &[Sample]) -> String {
    let mut out = String::new();
    format.head(&mut out);
    samples.iter().for_each(|sample| format.sample(sample, &mut out));
    out
}

/// Pairs of fields that k6 writes in any order, in order.
fn sorted(csv: &str) -> String {
    csv.replace("vu=1&iter=0", "iter=0&vu=1")
}

#[test]
fn lines_of_json_are_those_of_k6() {
    for name in ["output/texts.json", "summary/compact.points.json", "summary/full.points.json"] {
        let wanted = read(name).replace(r#"{"vu":"1","iter":"0"}"#, r#"{"iter":"0","vu":"1"}"#);
        assert_eq!(written(JsonFormat::default(), &samples(name)), wanted);
    }
}

#[test]
fn columns_are_those_of_k6() {
    let tags: BTreeSet<SystemTag> = ["scenario", "vu", "iter", "name", "group"]
        .map(|name| SystemTag::named(name).unwrap())
        .into();
    for (name, time) in [("texts", CsvTime::Unix), ("times", CsvTime::Rfc3339Nano)] {
        let samples = samples(&format!("output/{name}.json"));
        let wanted = sorted(&read(&format!("output/{name}.csv")));
        assert_eq!(written(CsvFormat::new(&tags, time), &samples), wanted);
    }
}

#[test]
fn times_are_written_in_six_ways() {
    let samples = &samples("output/texts.json")[..1];
    let sample = Sample { time_ns: 1_795_249_002_714_614_000, ..samples[0].clone() };
    for (word, wanted) in [
        ("unix", "1795249002"),
        ("unix_milli", "1795249002714"),
        ("unix_micro", "1795249002714614"),
        ("unix_nano", "1795249002714614000"),
        ("rfc3339", "2026-11-21T08:16:42Z"),
        ("rfc3339_nano", "2026-11-21T08:16:42.714614Z"),
    ] {
        let format = CsvFormat::new(&BTreeSet::new(), word.parse().unwrap());
        let lines = written(format, std::slice::from_ref(&sample));
        assert_eq!(lines.lines().nth(1).unwrap().split(',').nth(1), Some(wanted), "{word}");
    }
    assert_eq!(
        "s".parse::<CsvTime>().unwrap_err().to_string(),
        "`s` is no time format; it is `unix`, `unix_milli`, `unix_micro`, `unix_nano`, `rfc3339` or \
         `rfc3339_nano`"
    );
}
