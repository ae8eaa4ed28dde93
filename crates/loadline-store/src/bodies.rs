//! What a run keeps beside its windows as lists of JSON texts, each list in a table of its own.
//!
//! Deliberately not here: what the texts hold (`samples`, `findings`).

use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::id::RunId;
use crate::store::Store;

const NUMBER: &str = "SELECT number FROM runs WHERE id = ?1 AND ending IS NULL";

/// A table of such a list.
pub(crate) struct Bodies {
    insert: &'static str,
    select: &'static str,
}

/// Requests that failed.
pub(crate) const SAMPLES: Bodies = Bodies {
    insert: "INSERT OR REPLACE INTO samples (run, place, body) VALUES (?1, ?2, ?3)",
    select: "SELECT body FROM samples
        WHERE run = (SELECT number FROM runs WHERE id = ?1) ORDER BY place",
};

/// What was found about the tested.
pub(crate) const FINDINGS: Bodies = Bodies {
    insert: "INSERT OR REPLACE INTO findings (run, place, body) VALUES (?1, ?2, ?3)",
    select: "SELECT body FROM findings
        WHERE run = (SELECT number FROM runs WHERE id = ?1) ORDER BY place",
};

impl Bodies {
    /// Keeps a list of a run that goes on, in place of the one kept before.
    pub(crate) fn keep(
        &self,
        store: &mut Store,
        run: &RunId,
        bodies: &[String],
    ) -> Result<(), StoreError> {
        let found = store.file.write(|transaction| {
            let number: Option<i64> =
                transaction.query_row(NUMBER, [run.as_str()], |row| row.get(0)).optional()?;
            let Some(number) = number else { return Ok(false) };
            let mut insert = transaction.prepare(self.insert)?;
            for (place, body) in bodies.iter().enumerate() {
                insert.execute(params![number, place as i64, body])?;
            }
            Ok(true)
        })?;
        if found { Ok(()) } else { Err(StoreError::NotGoingOn { run: run.clone() }) }
    }

    /// The list of a run.
    pub(crate) fn read(&self, store: &Store, run: &RunId) -> Result<Vec<String>, StoreError> {
        store
            .file
            .connection
            .prepare_cached(self.select)
            .and_then(|mut statement| {
                statement.query_map([run.as_str()], |row| row.get(0))?.collect()
            })
            .map_err(|error| store.file.error(error))
    }
}
