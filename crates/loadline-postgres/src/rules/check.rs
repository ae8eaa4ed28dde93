//! All rules over one set of facts. Out goes advice, what matters most first, and what could not be judged.
//!
//! Deliberately not here: gathering, and printing.

use std::cmp::{Ordering, Reverse};

use super::advice::{Advice, Severity};
use super::facts::Facts;
use super::fold::fold;
use super::limits::Limits;
use super::list::RULES;
use super::need::{Hidden, Need};
use super::settle::settle;

/// What came of a check.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// Advice: graver first, and among equals that with the larger expected gain.
    pub advice: Vec<Advice>,
    /// What could not be judged.
    pub hidden: Vec<Hidden>,
}

impl Check {
    /// Whether anything is worth doing.
    #[must_use]
    pub fn has_findings(&self) -> bool {
        self.advice.iter().any(|advice| advice.severity > Severity::Note)
    }
}

/// Asks every rule.
#[must_use]
pub fn check(facts: &Facts, limits: &Limits) -> Check {
    let unmet: Vec<(Need, (String, String))> =
        Need::ALL.into_iter().filter_map(|need| Some((need, need.unmet(facts)?))).collect();
    let is_missing =
        |need: &Need| need.is_vital() && unmet.iter().any(|(missing, _)| missing == need);
    let mut advice = Vec::new();
    for rule in &RULES {
        if !rule.needs.iter().any(is_missing) {
            advice.extend((rule.find)(facts, limits));
        }
    }
    let mut advice = settle(advice);
    advice.sort_by(in_order);
    let mut advice = fold(advice);
    advice.sort_by(in_order);
    let hidden = unmet.into_iter().map(|(need, (what, remedy))| {
        let concerned = RULES.iter().filter(|rule| rule.needs.contains(&need));
        Hidden { what, remedy, rules: concerned.map(|rule| rule.name).collect() }
    });
    let choice = facts.choice.iter().flat_map(|choice| choice.hidden(&facts.sight));
    Check {
        advice,
        hidden: hidden.chain(estimates(facts)).chain(texts(facts)).chain(choice).collect(),
    }
}

/// Graver first, and among equals that with the larger gain; the rest is for the order to be the same each time.
fn in_order(a: &Advice, b: &Advice) -> Ordering {
    (Reverse(a.severity), Reverse(ordered(a.gain.share)))
        .cmp(&(Reverse(b.severity), Reverse(ordered(b.gain.share))))
        .then_with(|| (a.rule, &a.subject).cmp(&(b.rule, &b.subject)))
}

/// A share as a whole number, which sorts.
fn ordered(share: f64) -> i64 {
    (share * 1e6) as i64
}

fn estimates(facts: &Facts) -> Option<Hidden> {
    facts.are_sizes_estimates.then(|| Hidden {
        what: "tables' sizes: one of them is locked, so all are estimates".to_owned(),
        remedy: "look again once the lock is gone (the rule blocked-session names it)".to_owned(),
        rules: vec!["bloat", "partition"],
    })
}

fn texts(facts: &Facts) -> Option<Hidden> {
    facts.reading.are_texts_unreadable.then(|| Hidden {
        what: "texts of statements: one from another database has characters that this one's encoding lacks".to_owned(),
        remedy: "SELECT pg_stat_statements_reset(); (it forgets all counters), or connect to the database with the other encoding".to_owned(),
        rules: vec!["slow-statement", "missing-index", "partition", "materialised-view"],
    })
}
