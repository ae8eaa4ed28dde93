//! Objectives as lines across a chart.

use loadline_core::{Objective, Outcome, Verdict};

/// A target with what to write on its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    /// In the base unit.
    pub(super) value: f64,
    pub(super) label: String,
    pub(super) missed: bool,
}

impl Target {
    /// The class of its line.
    pub(super) const fn class(&self) -> &'static str {
        if self.missed { "target missed" } else { "target" }
    }
}

/// The targets of `verdicts` in the order of their value, each label once; `unnamed` is the metric that the
/// chart is about and labels need not repeat. At most `limit`, broken promises first: more lines would hide
/// what they are compared with.
pub(super) fn targets<'a>(
    verdicts: impl Iterator<Item = &'a Verdict>,
    unnamed: &str,
    limit: usize,
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for verdict in verdicts {
        let objective = &verdict.promise.objective;
        let label = label(objective, unnamed, &verdict.outcome);
        if targets.iter().all(|target| target.label != label) {
            let missed = verdict.outcome == Outcome::Missed;
            targets.push(Target { value: objective.target.base(), label, missed });
        }
    }
    targets.sort_by_key(|target| !target.missed);
    targets.truncate(limit);
    // Of two at one place the broken one is drawn last, above the other.
    targets.sort_by(|one, other| {
        one.value.total_cmp(&other.value).then(one.missed.cmp(&other.missed))
    });
    targets
}

/// The objective in short, with the sign of its outcome: `✗ p95 < 50ms simple`.
fn label(objective: &Objective, unnamed: &str, outcome: &Outcome) -> String {
    let sign = crate::figures::Standing::of(outcome).sign();
    let mut words = vec![sign.to_owned()];
    if objective.metric != unnamed {
        words.push(objective.metric.strip_prefix("http ").unwrap_or(&objective.metric).to_owned());
    }
    words.extend(objective.statistic.map(|statistic| statistic.to_string()));
    words.push(format!("{} {}", objective.comparison.sign(), objective.target));
    words.extend(objective.filter.iter().map(|(_, value)| value.to_owned()));
    words.join(" ")
}
