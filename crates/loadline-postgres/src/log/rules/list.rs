//! Every rule on logs, in the order documentation lists them.

use super::{
    autovacuum, checkpoints, connections, deadlocks, failures, lock_waits, loops, slow_statements,
    temp_files, unlogged,
};
use crate::log::analysis::Analysis;
use crate::rules::Advice;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What it looks for, in one line.
    pub description: &'static str,
    /// Judges.
    pub find: fn(&Analysis) -> Vec<Advice>,
}

/// Every rule.
pub const RULES: [Rule; 10] = [
    slow_statements::RULE,
    loops::RULE,
    temp_files::RULE,
    lock_waits::RULE,
    deadlocks::RULE,
    failures::RULE,
    checkpoints::RULE,
    autovacuum::RULE,
    connections::RULE,
    unlogged::RULE,
];

/// Asks every rule; graver advice comes first.
#[must_use]
pub fn advise(analysis: &Analysis) -> Vec<Advice> {
    let mut advice: Vec<Advice> = RULES.iter().flat_map(|rule| (rule.find)(analysis)).collect();
    advice.sort_by(|a, b| {
        let gain = b.gain.share.total_cmp(&a.gain.share);
        b.severity.cmp(&a.severity).then(gain).then_with(|| a.subject.cmp(&b.subject))
    });
    advice
}
