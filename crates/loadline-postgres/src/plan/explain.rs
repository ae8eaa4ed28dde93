//! A plan's text in, times and advice out.

use super::error::PlanError;
use super::insight::Insight;
use super::measure::{Measured, measure};
use super::read::read_plan;
use super::rules::RULES;

/// A plan with what there is to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The plan with the time of each node.
    pub measured: Measured,
    /// Advice, most time at stake first.
    pub insights: Vec<Insight>,
}

/// Reads a plan, finds where its time goes and asks every rule.
///
/// # Errors
/// When the text is no plan.
pub fn explain(text: &str) -> Result<Explanation, PlanError> {
    let measured = measure(read_plan(text)?);
    let mut insights: Vec<Insight> = RULES.iter().flat_map(|rule| (rule.find)(&measured)).collect();
    insights.sort_by(|a, b| b.stake_ms.total_cmp(&a.stake_ms));
    Ok(Explanation { measured, insights })
}
