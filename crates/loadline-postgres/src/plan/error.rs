//! Why a text is no plan.

/// Why a text is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No line of it is a node.
    #[error(
        "no line of it is a node with `(cost=…)` or `(actual …)`, and it is no JSON with a \"Plan\""
    )]
    NoPlan,
    /// It is a plan in a format that is not read.
    #[error("it is a plan in {format}")]
    OtherFormat {
        /// Its name.
        format: &'static str,
    },
    /// The JSON is damaged.
    #[error("its JSON {why}")]
    Json {
        /// The line of the text, from 1.
        line: usize,
        /// What is wrong there, as `ends too early`.
        why: String,
    },
    /// It has more nodes than anybody reads.
    #[error("it has more than {0} nodes")]
    TooManyNodes(usize),
}

impl PlanError {
    /// The line of the text that it is about, from 1; none where it is about the whole.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::Json { line, .. } => Some(*line),
            Self::NoPlan | Self::OtherFormat { .. } | Self::TooManyNodes(_) => None,
        }
    }
}
