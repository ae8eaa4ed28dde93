//! What follows from another finding is not said twice. In comes advice of all rules; out goes advice without effects whose
//! cause is there: the cause names them in its evidence.
//!
//! Deliberately not here: judging.

use super::advice::Advice;

/// Effects and the causes that explain them, where both speak of the same thing.
const CAUSES: [(&str, &[&str]); 11] = [
    (
        "slow-statement",
        &[
            "recommended-index",
            "missing-index",
            "work-mem",
            "stale-statistics",
            "materialised-view",
        ],
    ),
    ("missing-index", &["recommended-index"]),
    ("foreign-key-index", &["recommended-index"]),
    ("materialised-view", &["recommended-index", "missing-index"]),
    ("missing-primary-key", &["recommended-index", "missing-index"]),
    ("cache-hits", &["recommended-index", "missing-index"]),
    ("unused-index", &["duplicate-index", "prefix-index"]),
    ("dead-rows", &["idle-in-transaction", "prepared-transaction", "unsafe-setting"]),
    ("stale-statistics", &["unsafe-setting"]),
    ("blocked-session", &["idle-in-transaction"]),
    ("prefix-index", &["duplicate-index"]),
];

/// Effects named with their cause; the others are counted.
const NAMED_MAX: usize = 3;

pub(super) fn settle(advice: Vec<Advice>) -> Vec<Advice> {
    let cause_of = |effect: &Advice| {
        let (_, causes) = CAUSES.iter().find(|(rule, _)| *rule == effect.rule)?;
        advice.iter().position(|cause| {
            causes.contains(&cause.rule)
                && cause.severity >= effect.severity.min(super::Severity::Advice)
                && cause.topics.iter().any(|topic| effect.topics.contains(topic))
        })
    };
    let causes: Vec<Option<usize>> = advice.iter().map(cause_of).collect();
    // A cause that is an effect itself is not there to speak of others.
    let is_said = |cause: &usize| causes[*cause].is_none();
    let causes: Vec<Option<usize>> =
        causes.iter().map(|cause| cause.filter(|cause| is_said(cause))).collect();
    let effects = |at: usize| -> Vec<String> {
        let own = causes.iter().zip(&advice).filter(|(cause, _)| **cause == Some(at));
        own.map(|(_, effect)| format!("{}: {}", effect.subject, effect.symptom)).collect()
    };
    let explained: Vec<Vec<String>> = (0..advice.len()).map(effects).collect();
    let kept = advice.into_iter().zip(explained).zip(&causes).filter(|(_, cause)| cause.is_none());
    kept.map(|((mut advice, effects), _)| {
        if !effects.is_empty() {
            let more = effects.len().saturating_sub(NAMED_MAX);
            let mut text = effects[..effects.len().min(NAMED_MAX)].join("; ");
            if more > 0 {
                text.push_str(&format!("; and {more} more"));
            }
            advice.evidence = format!("{}; this explains: {text}", advice.evidence);
        }
        advice
    })
    .collect()
}
