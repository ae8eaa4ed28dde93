//! Why a text is no plan.

/// Why a text is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No line of it is a node.
    #[error(
        "find a plan: no line has `(cost=…)` or `(actual …)`, and it is no JSON with a \"Plan\""
    )]
    NoPlan,
    /// It is a plan in a format that is not read.
    #[error("read a plan in {format}; EXPLAIN writes text and FORMAT JSON, too")]
    OtherFormat {
        /// Its name.
        format: &'static str,
    },
    /// The JSON is damaged.
    #[error("read the plan's JSON: {0}")]
    Json(String),
    /// It has more nodes than anybody reads.
    #[error("read the plan: it has more than {0} nodes")]
    TooManyNodes(usize),
}
