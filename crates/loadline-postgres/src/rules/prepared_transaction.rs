//! Rule: transactions prepared for two-phase commit and forgotten: they hold locks and dead rows across restarts.
//!
//! Deliberately not here: who should have finished them.

use super::advice::{Advice, Severity};
use super::facts::{Facts, duration};
use super::limits::Limits;
use super::list::Rule;
use crate::session::quoted_literal;

pub(super) const RULE: Rule = Rule {
    name: "prepared-transaction",
    description: "prepared transactions that nobody finished",
    needs: &[],
    find,
};

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let old = facts.prepared.iter().filter(|prepared| prepared.age_s >= limits.prepared_s);
    let advice = old.map(|prepared| {
        Advice::new(
            RULE.name,
            Severity::Warning,
            format!("prepared transaction {}", prepared.name),
            "was never finished",
        )
        .evidence(format!(
            "prepared {} ago; its locks and every row that died since stay",
            duration(prepared.age_s)
        ))
        .next_step("ask its transaction manager, then finish it")
        .statement(format!("ROLLBACK PREPARED {};", quoted_literal(&prepared.name)))
        .gain(0.3, "locks and dead rows that go")
        .topic("horizon")
    });
    advice.collect()
}
