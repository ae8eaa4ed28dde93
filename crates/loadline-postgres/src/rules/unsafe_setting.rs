//! Rule: switches that endanger data, or blind the server's own upkeep.
//!
//! Deliberately not here: settings that could merely be better (`settings`).

use super::advice::{Advice, Severity};
use super::facts::Facts;
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "unsafe-setting",
    description: "switches that endanger data or the server's own upkeep",
    needs: &[],
    find,
};

/// Switches that should be on, and what happens otherwise.
const SWITCHES: [(&str, Severity, &str); 5] = [
    ("fsync", Severity::Critical, "a crash of the machine can destroy the whole cluster"),
    ("full_page_writes", Severity::Critical, "a crash of the machine can leave torn pages"),
    (
        "autovacuum",
        Severity::Warning,
        "dead rows stay, statistics age, and transaction numbers run out",
    ),
    ("track_counts", Severity::Warning, "autovacuum does not know where to go"),
    ("synchronous_commit", Severity::Note, "the last moments of commits can be lost in a crash"),
];

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let off = SWITCHES.iter().filter(|(name, ..)| facts.server.is_off(name));
    let advice = off.map(|(name, severity, why)| {
        let source = facts.server.settings.get(*name).map_or("", |setting| setting.source.as_str());
        let mut advice = Advice::new(RULE.name, *severity, *name, format!("is off: {why}"))
            .evidence(format!("{name} = off, from: {source}"))
            .next_step("switch it on")
            .statement(format!("ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf();"))
            .gain(0.5, "data that survives");
        if matches!(*name, "autovacuum" | "track_counts") {
            advice = advice.topic("horizon").topic("autovacuum");
        }
        advice
    });
    advice.collect()
}
