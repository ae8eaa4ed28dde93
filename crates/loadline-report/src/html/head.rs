//! The head of the page: which run, what became of it, and its headline figures.

use super::markup::Markup;
use super::story;
use crate::figures::{self, Standing, Tally};
use crate::report::Report;
use crate::words;

/// The run's name, with its service's.
pub(super) fn title(report: &Report) -> String {
    match &report.run.service {
        Some(service) => format!("{service} · {}", report.run.name),
        None => report.run.name.clone(),
    }
}

pub(super) fn write(report: &Report, page: &mut Markup) {
    page.element("header", &[], |page| {
        write_brand(page);
        page.leaf("h1", &[], &title(report));
        page.leaf("p", &[("class", "target")], &report.run.target);
        write_facts(report, page);
        write_banner(report, page);
        story::write(report, page);
        write_stats(report, page);
    });
}

/// Who made the page, and the switch of its colours.
pub(super) fn write_brand(page: &mut Markup) {
    page.element("div", &[("class", "brand")], |page| {
        page.leaf("span", &[], "Loadline");
        page.leaf("button", &[("type", "button"), ("id", "theme"), ("hidden", "")], "Dark");
    });
}

fn lasted(report: &Report) -> String {
    words::lasted(report.whole.seconds())
}

fn write_facts(report: &Report, page: &mut Markup) {
    let run = &report.run;
    let (lasted, version) = (lasted(report), format!("Loadline {}", run.version));
    let facts = [
        ("Traffic", run.traffic.as_str()),
        ("Ran", &lasted),
        ("Started", &run.started),
        ("Run", &run.id),
        ("By", &version),
    ];
    page.element("dl", &[("class", "facts")], |page| {
        for (name, value) in facts {
            page.element("div", &[], |page| {
                page.leaf("dt", &[], name);
                page.leaf("dd", &[], value);
            });
        }
    });
}

fn write_banner(report: &Report, page: &mut Markup) {
    let tally = Tally::of(report);
    let doubtful = !report.findings.is_empty();
    let standing = match tally.standing() {
        Standing::Met if doubtful => Standing::Unknown,
        standing => standing,
    };
    page.element("div", &[("class", &format!("banner {}", standing.word()))], |page| {
        page.leaf("span", &[("class", "sign"), ("aria-hidden", "true")], standing.sign());
        page.element("p", &[], |page| {
            page.leaf("strong", &[], &words::capitalised(&tally.sentence()));
            if doubtful {
                page.leaf("a", &[("href", "#trust")], "These figures cannot be trusted");
            }
            if let Some(cut) = report.run.cut_short() {
                let cut =
                    format!("{}: the figures cover {}", words::capitalised(&cut), lasted(report));
                page.leaf("span", &[], &cut);
            }
        });
    });
}

fn write_stats(report: &Report, page: &mut Markup) {
    let all = figures::overall(&report.whole);
    let time = |seconds: Option<f64>| seconds.map_or_else(|| words::NONE.to_owned(), words::time);
    let response = all.response();
    let mut stats = vec![
        ("Requests", words::count(all.requests)),
        ("Rate", words::rate(all.per_second)),
        ("Failed", all.failed_share().map_or_else(|| words::NONE.to_owned(), words::share)),
        ("Response p50", time(response.map(|l| l.p50))),
        ("Response p95", time(response.map(|l| l.p95))),
        ("Response p99", time(response.map(|l| l.p99))),
    ];
    if report.run.open {
        stats.push(("Service p95", time(all.service().map(|l| l.p95))));
        stats.push(("Service p99", time(all.service().map(|l| l.p99))));
    }
    page.element("dl", &[("class", "stats")], |page| {
        for (name, value) in &stats {
            page.element("div", &[], |page| {
                page.leaf("dt", &[], name);
                page.leaf("dd", &[], value);
            });
        }
    });
}
