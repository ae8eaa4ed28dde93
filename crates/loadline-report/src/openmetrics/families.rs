//! The families, in their order.

use loadline_core::window::Aggregate;
use loadline_core::{Outcome, Verdict};

use super::exposition::{Exposition, Kind};
use crate::figures::{self, Group, Latency, Read, Standing};
use crate::report::Report;

/// The quantiles of a summary.
const QUANTILES: [(&str, Read); 6] = [
    ("0.5", |l| l.p50),
    ("0.9", |l| l.p90),
    ("0.95", |l| l.p95),
    ("0.99", |l| l.p99),
    ("0.999", |l| l.p99_9),
    ("0.9999", |l| l.p99_99),
];

/// Each part writes its families, or nothing where nothing was measured.
type Part = fn(&Report, &mut Exposition);

const PARTS: [Part; 6] = [run, requests, times, phases, objectives, watched];

/// The report as OpenMetrics text.
pub(crate) fn render(report: &Report) -> String {
    let mut text = Exposition::default();
    PARTS.iter().for_each(|part| part(report, &mut text));
    text.into_text()
}

fn run(report: &Report, text: &mut Exposition) {
    let run = &report.run;
    text.family("loadline_run_info", Kind::Gauge, "What was run.");
    let labels = [
        ("id", &*run.id),
        ("name", &*run.name),
        ("service", run.service.as_deref().unwrap_or_default()),
        ("target", &*run.target),
        ("ending", run.ending.word()),
        ("version", &*run.version),
    ];
    text.sample("loadline_run_info", &labels, 1.0);
    text.family("loadline_run_started_seconds", Kind::Gauge, "When the run started, since 1970.");
    text.sample("loadline_run_started_seconds", &[], run.started_ms as f64 / 1_000.0);
    text.family("loadline_run_duration_seconds", Kind::Gauge, "How long the run measured.");
    text.sample("loadline_run_duration_seconds", &[], report.whole.seconds());
    text.family("loadline_trustworthy", Kind::Gauge, "1 when the figures can be trusted, else 0.");
    text.sample("loadline_trustworthy", &[], f64::from(u8::from(report.findings.is_empty())));
}

/// The labels of a group by answer.
const ANSWER: [&str; 4] = ["name", "method", "status", "error"];

fn requests(report: &Report, text: &mut Exposition) {
    let groups = figures::by_answer(&report.whole);
    let mut family = |name: &str, help: &str, read: fn(&Group) -> u64| {
        text.family(name, Kind::Counter, help);
        for group in groups.iter().filter(|group| read(group) > 0) {
            let values = |at: usize| (ANSWER[at], group.value(at).unwrap_or_default());
            let labels: [_; ANSWER.len()] = std::array::from_fn(values);
            text.sample(&format!("{name}_total"), &labels, read(group) as f64);
        }
    };
    family("loadline_http_requests", "Finished requests, failed ones included.", |g| g.requests);
    family("loadline_http_requests_failed", "Failed requests.", |g| g.failed);
}

fn times(report: &Report, text: &mut Exposition) {
    let groups = figures::by_name(&report.whole);
    let mut family = |name: &str, help: &str, read: fn(&Group) -> Option<&Latency>| {
        let mut measured = groups.iter().filter_map(|group| Some((group, read(group)?))).peekable();
        if measured.peek().is_none() {
            return;
        }
        text.family(name, Kind::Summary, help);
        for (group, latency) in measured {
            let (request, method) = (group.value(0), group.value(1));
            let labels =
                [("name", request.unwrap_or_default()), ("method", method.unwrap_or_default())];
            summary(name, &labels, latency, text);
        }
    };
    family(
        "loadline_http_response_time_seconds",
        "Intended start of a request to its last byte.",
        Group::response,
    );
    family(
        "loadline_http_service_time_seconds",
        "Actual start of a request to its last byte, in open tests.",
        Group::service,
    );
}

fn phases(report: &Report, text: &mut Exposition) {
    let all = figures::overall(&report.whole);
    let mut measured =
        all.phases().into_iter().filter_map(|(phase, time)| Some((phase, time?))).peekable();
    if measured.peek().is_none() {
        return;
    }
    let name = "loadline_http_phase_seconds";
    text.family(name, Kind::Summary, "Time in each phase of a request.");
    for (phase, latency) in measured {
        summary(name, &[("phase", phase)], latency, text);
    }
}

fn summary(name: &str, labels: &[(&str, &str)], latency: &Latency, text: &mut Exposition) {
    for (quantile, read) in QUANTILES {
        let labels: Vec<_> = labels.iter().copied().chain([("quantile", quantile)]).collect();
        text.sample(name, &labels, read(latency));
    }
    text.sample(&format!("{name}_sum"), labels, latency.avg * latency.count as f64);
    text.sample(&format!("{name}_count"), labels, latency.count as f64);
}

fn objectives(report: &Report, text: &mut Exposition) {
    let name = "loadline_objective_met";
    text.family(name, Kind::Gauge, "1 when the objective was met, 0 when it was missed.");
    let verdicts: Vec<&Verdict> =
        figures::sections(report).into_iter().flat_map(|section| section.verdicts).collect();
    for verdict in &verdicts {
        let met = match verdict.outcome {
            Outcome::Met => 1.0,
            Outcome::Missed => 0.0,
            // What was not measured has no sample: it is neither.
            Outcome::Unknown(_) => continue,
        };
        objective(name, verdict, met, text);
    }
    let name = "loadline_objective_figure";
    text.family(name, Kind::Gauge, "What the objective was judged by, in its base unit.");
    for verdict in &verdicts {
        if let Some(figure) = verdict.figure {
            objective(name, verdict, figure.base(), text);
        }
    }
    let name = "loadline_objectives";
    text.family(name, Kind::Gauge, "Objectives by what became of them.");
    for standing in [Standing::Met, Standing::Missed, Standing::Unknown] {
        let count = verdicts.iter().filter(|v| Standing::of(&v.outcome) == standing).count();
        text.sample(name, &[("outcome", standing.word())], count as f64);
    }
}

fn objective(name: &str, verdict: &Verdict, value: f64, text: &mut Exposition) {
    let sentence = verdict.promise.objective.to_string();
    let origin = figures::origin(&verdict.promise.origin);
    text.sample(name, &[("objective", &sentence), ("origin", &origin)], value);
}

/// What was watched, over the whole run: levels by average and maximum, counters by how much they grew.
fn watched(report: &Report, text: &mut Exposition) {
    let watched = figures::watched(&report.whole);
    if watched.is_empty() {
        return;
    }
    let name = "loadline_watched";
    text.family(name, Kind::Gauge, "Figures of the target over the run, by series and source.");
    for row in watched {
        let mut sample = |statistic: &str, value: f64| {
            let labels =
                [("series", &*row.label), ("source", &*row.source), ("statistic", statistic)];
            text.sample(name, &labels, value);
        };
        match row.aggregate {
            Aggregate::Gauge(gauge) => {
                sample("avg", gauge.mean());
                sample("min", gauge.min);
                sample("max", gauge.max);
            }
            Aggregate::Counter(count) => sample("increase", *count),
            Aggregate::Share(share) => {
                if let Some(fraction) = share.fraction() {
                    sample("ratio", fraction);
                }
            }
            Aggregate::Histogram(_) => {}
        }
    }
}
