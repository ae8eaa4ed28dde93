//! Rule: settings that differ from what suits the machine. A note: a formula knows less than a measurement.
//!
//! Deliberately not here: the formulas (`settings`).

use super::advice::{Advice, Severity};
use super::facts::Facts;
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use super::settings::{Workload, recommendations};

pub(super) const RULE: Rule = Rule {
    name: "settings-differ",
    description: "settings that differ from what suits the machine",
    needs: &[Need::Machine],
    find,
};

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let all = recommendations(facts, Workload::observed(facts));
    let names: Vec<&str> = all.iter().filter(|one| one.is_change).map(|one| one.name).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let advice = Advice::new(
        RULE.name,
        Severity::Note,
        "settings",
        format!("differ from what suits the machine: {} of them", names.len()),
    )
    .evidence(names.join(", "))
    .next_step("`loadline db config` shows each with its reason; measure before and after")
    .gain(0.05, "unknown until it is measured");
    vec![advice]
}
