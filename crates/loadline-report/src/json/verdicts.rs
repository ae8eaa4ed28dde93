//! The verdicts, and whether the figures can be trusted.

use loadline_core::{Origin, Outcome, Unit};
use serde::Serialize;

use crate::figures::Standing;
use crate::report::Report;

#[derive(Serialize)]
pub(super) struct Verdict {
    objective: String,
    origin: OriginWire,
    outcome: &'static str,
    fails_run: bool,
    reason: Option<String>,
    unit: &'static str,
    figure: Option<f64>,
    target: f64,
    margin_share: Option<f64>,
    samples: u64,
    relative_error: f64,
    note: Option<String>,
}

#[derive(Serialize)]
struct OriginWire {
    kind: &'static str,
    pack: Option<String>,
    id: Option<String>,
}

fn origin(origin: &Origin) -> OriginWire {
    let (kind, pack, id) = match origin {
        Origin::CommandLine => ("command_line", None, None),
        Origin::File => ("file", None, None),
        Origin::Pack { pack, id } => ("pack", Some(pack.clone()), Some(id.clone())),
        Origin::Script => ("script", None, None),
        Origin::Implied => ("implied", None, None),
        Origin::Generator => ("generator", None, None),
    };
    OriginWire { kind, pack, id }
}

/// The base unit that `figure` and `target` are in.
pub(super) const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "seconds",
        Unit::Share => "fraction",
        Unit::Rate => "per_second",
        Unit::Bytes => "bytes",
        Unit::ByteRate => "bytes_per_second",
        Unit::Count => "count",
    }
}

pub(super) fn verdict(verdict: &loadline_core::Verdict) -> Verdict {
    let objective = &verdict.promise.objective;
    let reason = match &verdict.outcome {
        Outcome::Unknown(why) => Some(why.reason()),
        Outcome::Met | Outcome::Missed => None,
    };
    Verdict {
        objective: objective.to_string(),
        origin: origin(&verdict.promise.origin),
        outcome: Standing::of(&verdict.outcome).word(),
        fails_run: verdict.fails_run(),
        reason,
        unit: unit(objective.unit()),
        figure: verdict.figure.map(loadline_core::Quantity::base),
        target: objective.target.base(),
        margin_share: verdict.margin,
        samples: verdict.evidence.samples,
        relative_error: verdict.evidence.relative_error,
        note: verdict.evidence.note.clone(),
    }
}

#[derive(Serialize)]
pub(super) struct Trust {
    trustworthy: bool,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
pub(super) struct Finding {
    symptom: String,
    evidence: String,
    next_step: String,
}

pub(super) fn trust(report: &Report) -> Trust {
    Trust { trustworthy: report.findings.is_empty(), findings: findings(&report.findings) }
}

pub(super) fn findings(found: &[loadline_core::Finding]) -> Vec<Finding> {
    let finding = |finding: &loadline_core::Finding| Finding {
        symptom: finding.symptom.clone(),
        evidence: finding.evidence.clone(),
        next_step: finding.next_step.clone(),
    };
    found.iter().map(finding).collect()
}
