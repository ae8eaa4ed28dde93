//! What the statements of each class came to between two looks. A text is read once: what it says about its class is
//! remembered by the server's fingerprint.

use std::collections::{BTreeMap, HashMap};

use super::counters::{Counters, Statement};
use super::kind::{StatementClass, StatementKind};

/// Fingerprints remembered; with more of them all are forgotten and read anew.
const REMEMBERED_MAX: usize = 50_000;

/// Classes by fingerprint.
#[derive(Debug, Default)]
pub(super) struct Classes {
    by_id: HashMap<i64, StatementClass>,
}

impl Classes {
    /// Counters of each class; those of transactions, DDL and the like are left out.
    pub(super) fn of<'s>(
        &mut self,
        statements: impl Iterator<Item = &'s Statement>,
    ) -> BTreeMap<StatementClass, Counters> {
        let mut classes: BTreeMap<StatementClass, Counters> = BTreeMap::new();
        for statement in statements {
            let class = self.class(statement).at_rows(statement.counters.rows_per_call());
            if class != StatementClass::Utility {
                let own = classes.entry(class).or_default();
                own.calls += statement.counters.calls;
                own.total_ms += statement.counters.total_ms;
            }
        }
        classes
    }

    fn class(&mut self, statement: &Statement) -> StatementClass {
        let id = statement.key.query_id;
        if let Some(known) = self.by_id.get(&id) {
            return *known;
        }
        let class = StatementKind::of(&statement.text, 0.0).class;
        if !statement.text.is_empty() {
            if self.by_id.len() >= REMEMBERED_MAX {
                self.by_id.clear();
            }
            self.by_id.insert(id, class);
        }
        class
    }
}
