//! Whether the figures can be trusted, and the generator's own figures.

use loadline_core::{Origin, Outcome};

use super::advice::write_findings;
use super::markup::Markup;
use crate::figures::{Generator, Standing, Volume};
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, page: &mut Markup) {
    if report.findings.is_empty() {
        return;
    }
    page.element("section", &[("id", "trust"), ("class", "doubt")], |page| {
        page.leaf("h2", &[], "These figures cannot be trusted");
        write_findings(&report.findings, page);
    });
}

pub(super) fn write_generator(report: &Report, page: &mut Markup) {
    let facts = facts(report);
    if facts.is_empty() {
        return;
    }
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Generator");
        page.leaf(
            "p",
            &[("class", "lead")],
            "How the load generator itself fared: past its limits the figures above would be its own, \
             not the target's.",
        );
        write_limits(report, page);
        page.element("dl", &[("class", "facts wide")], |page| {
            for (name, value) in &facts {
                page.element("div", &[], |page| {
                    page.leaf("dt", &[], name);
                    page.leaf("dd", &[], value);
                });
            }
        });
    });
}

/// The promises about the generator, one line each.
fn write_limits(report: &Report, page: &mut Markup) {
    let own = report.verdicts.iter().filter(|verdict| verdict.promise.origin == Origin::Generator);
    let mut judged =
        own.filter(|verdict| !matches!(verdict.outcome, Outcome::Unknown(_))).peekable();
    if judged.peek().is_none() {
        return;
    }
    page.element("ul", &[("class", "limits")], |page| {
        for verdict in judged {
            let standing = Standing::of(&verdict.outcome);
            let figure = verdict.figure.map(words::quantity).unwrap_or_default();
            page.element("li", &[("class", standing.word())], |page| {
                page.leaf("span", &[("class", "sign"), ("aria-hidden", "true")], standing.sign());
                page.leaf("code", &[], &verdict.promise.objective.to_string());
                page.leaf("strong", &[], &figure);
                page.leaf("span", &[("class", "word")], standing.word());
            });
        }
    });
}

fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let generator = Generator::of(&report.whole);
    let volume = Volume::of(&report.whole);
    let mut facts = Vec::new();
    let share = |part: loadline_core::window::Share| part.fraction().map(words::share);
    let bytes = |count: u64| words::bytes(count as f64);
    facts.extend(generator.lag.map(|lag| ("Lag p50", words::time(lag.p50))));
    facts.extend(generator.lag.map(|lag| ("Lag p99", words::time(lag.p99))));
    facts.extend(generator.lag.map(|lag| ("Lag p99.9", words::time(lag.p99_9))));
    facts.extend(generator.cpu.map(|cpu| ("CPU, average", words::share(cpu.mean()))));
    facts.extend(generator.cpu.map(|cpu| ("CPU, highest", words::share(cpu.max))));
    facts.extend(generator.queue.map(|queue| ("Waiting for a core", words::share(queue.mean()))));
    facts.extend(generator.memory.map(|memory| ("Memory, highest", words::bytes(memory.max))));
    facts.extend(generator.dropped.and_then(share).map(|text| ("Dropped arrivals", text)));
    facts.extend(generator.late.and_then(share).map(|text| ("Late arrivals", text)));
    facts.extend(volume.iterations.map(|count| ("Iterations", words::count(count))));
    facts.extend(volume.checks.and_then(share).map(|text| ("Checks held", text)));
    facts.extend(volume.bytes_sent.map(|sent| ("Sent", bytes(sent))));
    facts.extend(volume.bytes_received.map(|received| ("Received", bytes(received))));
    facts.extend(volume.connections_opened.map(|opened| ("Connections", words::count(opened))));
    facts
}
