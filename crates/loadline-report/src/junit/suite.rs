//! The suites: the objectives, and whether the measurement can be trusted.

use loadline_core::{Outcome, Verdict};

use super::xml::Xml;
use crate::figures;
use crate::report::{Ending, Report};
use crate::words;

/// A test case, ready to be written.
struct Case {
    name: String,
    class: String,
    result: CaseResult,
}

enum CaseResult {
    Passed,
    /// Why not; what CI shows on its first line, then the whole.
    Failed {
        kind: &'static str,
        message: String,
        text: String,
    },
    Skipped(String),
}

/// The report as JUnit XML.
pub(crate) fn render(report: &Report) -> String {
    let cases: Vec<Case> = objectives(report).chain(trust(report)).collect();
    let mut xml = Xml::default();
    xml.element("testsuites", &[], |xml| write_suite(report, &cases, xml));
    xml.into_document()
}

fn objectives(report: &Report) -> impl Iterator<Item = Case> {
    figures::sections(report).into_iter().flat_map(|section| {
        let class = format!("loadline.{}", section.title.replace('.', "_"));
        section.verdicts.into_iter().map(move |verdict| case(verdict, class.clone()))
    })
}

fn case(verdict: &Verdict, class: String) -> Case {
    let sentence = verdict.promise.objective.to_string();
    let result = match &verdict.outcome {
        Outcome::Met => CaseResult::Passed,
        Outcome::Missed => CaseResult::Failed {
            kind: "missed",
            message: figures::missed_by(verdict),
            text: format!("{sentence}\n{}\n{}", figures::missed_by(verdict), evidence(verdict)),
        },
        Outcome::Unknown(why) if verdict.fails_run() => CaseResult::Failed {
            kind: "unknown",
            message: format!("could not be judged: {}", why.reason()),
            text: format!("{sentence}\nasked for, but not measured: {}", why.reason()),
        },
        Outcome::Unknown(why) => CaseResult::Skipped(why.reason()),
    };
    let name = match figures::origin(&verdict.promise.origin) {
        id if matches!(verdict.promise.origin, loadline_core::Origin::Pack { .. }) => {
            format!("{id}: {sentence}")
        }
        _ => sentence,
    };
    Case { name, class, result }
}

fn evidence(verdict: &Verdict) -> String {
    let samples = words::counted(verdict.evidence.samples, "sample");
    verdict.evidence.note.iter().fold(samples, |text, note| format!("{text}, {note}"))
}

/// A run whose figures cannot be trusted fails, and says so in a case of its own.
fn trust(report: &Report) -> Option<Case> {
    let first = report.findings.first()?;
    let paragraph = |finding: &loadline_core::Finding| {
        format!("{}\n{}\n{}", finding.symptom, finding.evidence, finding.next_step)
    };
    let text: Vec<String> = report.findings.iter().map(paragraph).collect();
    Some(Case {
        name: "the figures can be trusted".to_owned(),
        class: "loadline.Trust".to_owned(),
        result: CaseResult::Failed {
            kind: "untrustworthy",
            message: first.symptom.clone(),
            text: text.join("\n\n"),
        },
    })
}

fn write_suite(report: &Report, cases: &[Case], xml: &mut Xml) {
    let count = |is: fn(&CaseResult) -> bool| {
        cases.iter().filter(|case| is(&case.result)).count().to_string()
    };
    let host = report.run.environment.iter().find(|(name, _)| name == "host");
    let attributes = [
        ("name", &*suite_name(report)),
        ("package", "loadline"),
        ("id", "0"),
        ("timestamp", &*timestamp(report)),
        ("hostname", host.map_or("localhost", |(_, value)| value)),
        ("tests", &*cases.len().to_string()),
        ("failures", &*count(|result| matches!(result, CaseResult::Failed { .. }))),
        ("errors", "0"),
        ("skipped", &*count(|result| matches!(result, CaseResult::Skipped(_)))),
        ("time", &*format!("{:.3}", report.whole.seconds())),
    ];
    xml.element("testsuite", &attributes, |xml| {
        xml.element("properties", &[], |xml| write_properties(report, xml));
        cases.iter().for_each(|case| write_case(case, xml));
        xml.leaf("system-out", &[], &report.run.command);
        xml.leaf("system-err", &[], "");
    });
}

fn suite_name(report: &Report) -> String {
    let service = report.run.service.iter().map(|service| format!("{service} "));
    service.chain([report.run.name.clone()]).collect()
}

/// RFC 3339 without its zone, which the schema has no place for: it is UTC.
fn timestamp(report: &Report) -> String {
    const NEVER: &str = "1970-01-01T00:00:00";
    let moment = report.run.started.get(..NEVER.len()).unwrap_or(NEVER);
    let is_moment = moment.chars().all(|c| c.is_ascii_digit() || "-T:".contains(c));
    if is_moment { moment } else { NEVER }.to_owned()
}

fn write_properties(report: &Report, xml: &mut Xml) {
    let run = &report.run;
    let all = figures::overall(&report.whole);
    let time = |read: fn(&figures::Latency) -> f64| all.response().map(read).map(words::time);
    let ending = match run.ending {
        Ending::Completed => None,
        ending => Some(ending.word().to_owned()),
    };
    let properties = [
        ("run", Some(run.id.clone())),
        ("target", Some(run.target.clone())),
        ("traffic", Some(run.traffic.clone())),
        ("version", Some(run.version.clone())),
        ("ending", ending),
        ("requests", Some(words::count(all.requests))),
        ("rate", Some(words::rate(all.per_second))),
        ("failed", all.failed_share().map(words::share)),
        ("response p50", time(|l| l.p50)),
        ("response p95", time(|l| l.p95)),
        ("response p99", time(|l| l.p99)),
    ];
    for (name, value) in properties {
        let Some(value) = value else { continue };
        xml.leaf("property", &[("name", name), ("value", &value)], "");
    }
}

fn write_case(case: &Case, xml: &mut Xml) {
    let attributes = [("name", &*case.name), ("classname", &*case.class), ("time", "0")];
    match &case.result {
        CaseResult::Passed => xml.leaf("testcase", &attributes, ""),
        CaseResult::Failed { kind, message, text } => {
            xml.element("testcase", &attributes, |xml| {
                xml.leaf("failure", &[("type", kind), ("message", message)], text);
            });
        }
        CaseResult::Skipped(why) => xml.element("testcase", &attributes, |xml| {
            xml.leaf("skipped", &[("message", why)], "");
        }),
    }
}
