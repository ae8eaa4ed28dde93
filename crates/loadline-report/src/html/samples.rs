//! Failing requests as they were sent and answered, each opened on demand.

use loadline_core::Sample;
use loadline_core::sample::Excerpt;

use super::markup::Markup;
use crate::report::Report;
use crate::words;

/// Samples shown at most; an excerpt is bounded where it is taken.
const SAMPLES_MAX: usize = 30;

pub(super) fn write(report: &Report, page: &mut Markup) {
    if report.samples.is_empty() {
        return;
    }
    page.leaf("h3", &[], "Samples of failing requests");
    for (place, sample) in report.samples.iter().take(SAMPLES_MAX).enumerate() {
        write_sample(report, sample, place == 0, page);
    }
    let rest = report.samples.len().saturating_sub(SAMPLES_MAX);
    if rest > 0 {
        let rest = words::counted(rest as u64, "more sample");
        page.leaf("p", &[("class", "evidence")], &format!("and {rest} in the JSON report"));
    }
}

fn write_sample(report: &Report, sample: &Sample, is_open: bool, page: &mut Markup) {
    let opened = [("class", "sample"), ("open", "")];
    let attributes = if is_open { &opened[..] } else { &opened[..1] };
    page.element("details", attributes, |page| {
        page.element("summary", &[], |page| {
            page.leaf("b", &[], &kind(sample));
            page.leaf("code", &[], &format!("{} {}", sample.method, sample.name));
            let after_ms = u64::try_from(sample.at_ms - report.run.started_ms).unwrap_or(0);
            page.leaf("span", &[("class", "why")], &format!("at {}", words::clock(after_ms)));
        });
        if !sample.detail.is_empty() {
            page.leaf("p", &[("class", "detail")], &words::capitalised(&sample.detail));
        }
        page.element("div", &[("class", "exchange")], |page| {
            write_side("Sent", &sample.url, &sample.request, page);
            write_side("Answered", "no answer came", &sample.response, page);
        });
    });
}

fn kind(sample: &Sample) -> String {
    match sample.status {
        Some(status) => format!("{} {status}", sample.error),
        None => sample.error.clone(),
    }
}

/// One side of the exchange; `otherwise` stands where nothing of it was kept.
fn write_side(title: &str, otherwise: &str, excerpt: &Excerpt, page: &mut Markup) {
    page.element("div", &[], |page| {
        page.leaf("h4", &[], title);
        if excerpt.head.is_empty() && excerpt.body.is_empty() {
            page.leaf("p", &[("class", "evidence")], otherwise);
            return;
        }
        let parts = [excerpt.head.trim_end(), excerpt.body.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        page.element("pre", &[("tabindex", "0")], |page| {
            page.leaf("code", &[], &parts.join("\n\n"));
        });
    });
}
