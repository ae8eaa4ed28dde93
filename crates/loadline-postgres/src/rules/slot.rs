//! Rule: replication slots that keep the log for a reader that does not come: the disk fills up.
//!
//! Deliberately not here: replicas that read, but slowly (`replication_lag`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Slot, bytes};
use super::limits::Limits;
use super::list::Rule;
use crate::session::quoted_literal;

pub(super) const RULE: Rule = Rule {
    name: "replication-slot",
    description: "slots that keep the log for a reader that does not come",
    needs: &[],
    find,
};

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let keeps = |slot: &&Slot| slot.kept_bytes >= limits.slot_bytes;
    let advice = facts.replication.slots.iter().filter(keeps).map(|slot| {
        let severity = if slot.is_active { Severity::Advice } else { Severity::Warning };
        let reader = if slot.is_active { "its reader is slow" } else { "nobody reads from it" };
        Advice::new(
            RULE.name,
            severity,
            format!("slot {}", slot.name),
            "keeps the log: the disk fills up",
        )
        .evidence(format!("{} kept; {reader}", bytes(slot.kept_bytes)))
        .next_step(
            "bring its reader back, or drop it; max_slot_wal_keep_size (13 and later) sets a bound",
        )
        .statement(format!("SELECT pg_drop_replication_slot({});", quoted_literal(&slot.name)))
        .gain(0.4, "a disk that does not fill up")
    });
    advice.collect()
}
