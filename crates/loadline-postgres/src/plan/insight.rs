//! What a rule found in a plan.

use super::measure::Measured;
use crate::rules::{Advice, Gain, Severity};

/// The part of the statement's time from which on a finding is a warning, and advice; less is a note.
const WARNING_SHARE_MIN: f64 = 0.5;
const ADVICE_SHARE_MIN: f64 = 0.1;

/// What was found, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Insight {
    /// The rule's name.
    pub rule: &'static str,
    /// The node, by its place; none where it is about the whole.
    pub node: Option<usize>,
    /// What is wrong, as one sees it.
    pub symptom: String,
    /// The figures that show it.
    pub evidence: String,
    /// What to do next.
    pub next_step: String,
    /// The statement to run, where there is one.
    pub statement: Option<String>,
    /// Milliseconds at stake: an upper bound of what following it wins.
    pub stake_ms: f64,
}

impl Insight {
    /// The same as advice, its gain as a part of the statement's time.
    #[must_use]
    pub fn advice(&self, measured: &Measured) -> Advice {
        let share = if measured.total_ms > 0.0 { self.stake_ms / measured.total_ms } else { 0.0 };
        let severity = match share {
            share if share >= WARNING_SHARE_MIN => Severity::Warning,
            share if share >= ADVICE_SHARE_MIN => Severity::Advice,
            _ => Severity::Note,
        };
        let subject = self.node.map_or("the statement:".to_owned(), |node| {
            let title = measured.plan.nodes[node].title();
            // Most symptoms name their node.
            if self.symptom.contains(&title) { "the plan:".to_owned() } else { format!("{title}:") }
        });
        let percent = 100.0 * share.min(1.0);
        let mut advice = Advice::new(self.rule, severity, subject, self.symptom.clone())
            .evidence(self.evidence.clone())
            .next_step(self.next_step.clone());
        advice.statement.clone_from(&self.statement);
        advice.gain = Gain::new(share, format!("at most {percent:.0}% of the statement's time"));
        advice
    }
}
