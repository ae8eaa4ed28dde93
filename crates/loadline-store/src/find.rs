//! From what a person types to a run: `last`, `last~2`, an id, or the beginning of one.

use rusqlite::OptionalExtension;

use crate::error::StoreError;
use crate::id::RunId;
use crate::read;
use crate::run::Run;
use crate::store::Store;

/// Candidates named when a reference is ambiguous.
const CANDIDATES_MAX: usize = 5;

const NTH_NEWEST: &str =
    "SELECT id FROM runs ORDER BY started_ms DESC, number DESC LIMIT 1 OFFSET ?1";
const BEGINNING_WITH: &str = "SELECT id FROM runs
    WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2";

impl Store {
    /// The run that `reference` means: a whole id, the beginning of exactly one, `last` for the newest,
    /// or `last~N` for the Nth before it.
    ///
    /// # Errors
    /// When no run or several answer to it, or the file cannot be read.
    pub fn find(&self, reference: &str) -> Result<Run, StoreError> {
        let none = || StoreError::NoSuchRun { reference: reference.to_owned() };
        let id = match steps_back(reference) {
            Some(steps) => self.nth_newest(steps)?.ok_or_else(none)?,
            None if reference.is_empty() => return Err(none()),
            None => {
                let mut candidates = self.beginning_with(reference)?;
                // A whole id comes first in the order of ids.
                match candidates.first() {
                    None => return Err(none()),
                    Some(first) if candidates.len() == 1 || first.as_str() == reference => {
                        candidates.swap_remove(0)
                    }
                    Some(_) => {
                        let reference = reference.to_owned();
                        return Err(StoreError::Ambiguous { reference, candidates });
                    }
                }
            }
        };
        read::run(&self.file, &id)?.ok_or_else(none)
    }

    fn nth_newest(&self, steps: i64) -> Result<Option<RunId>, StoreError> {
        self.file
            .connection
            .query_row(NTH_NEWEST, [steps], |row| row.get(0).map(RunId))
            .optional()
            .map_err(|error| self.file.error(error))
    }

    fn beginning_with(&self, reference: &str) -> Result<Vec<RunId>, StoreError> {
        let mut statement = self
            .file
            .connection
            .prepare_cached(BEGINNING_WITH)
            .map_err(|error| self.file.error(error))?;
        statement
            .query_map((reference, CANDIDATES_MAX as i64), |row| row.get(0).map(RunId))
            .and_then(Iterator::collect)
            .map_err(|error| self.file.error(error))
    }
}

/// How many runs before the newest, for `last` and `last~N`.
fn steps_back(reference: &str) -> Option<i64> {
    match reference.strip_prefix("last")? {
        "" => Some(0),
        back => back.strip_prefix('~')?.parse::<u32>().ok().map(i64::from),
    }
}
