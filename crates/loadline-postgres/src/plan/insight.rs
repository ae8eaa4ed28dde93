//! What a rule found in a plan.

use loadline_core::Finding;

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

impl From<&Insight> for Finding {
    fn from(insight: &Insight) -> Self {
        let statement = insight.statement.as_ref().map(|statement| format!(": {statement}"));
        Self {
            symptom: insight.symptom.clone(),
            evidence: insight.evidence.clone(),
            next_step: format!("{}{}", insight.next_step, statement.unwrap_or_default()),
        }
    }
}
