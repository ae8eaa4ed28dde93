//! A finding: a piece of advice with what it rests on.

/// What was noticed and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong, as one sees it.
    pub symptom: String,
    /// The figures that show it.
    pub evidence: String,
    /// What to do next.
    pub next_step: String,
}
