//! Which version a file has, and the steps from each version to the next.
//!
//! The number of a version is its place in [`MIGRATIONS`], counted from one, and stands in the file's
//! `user_version`; `application_id` says that the file is a store at all. Published steps never change:
//! a new version is a new step, with a fixture of the one before it under `tests/fixtures`.

use rusqlite::{Connection, Transaction};

use crate::error::StoreError;
use crate::file::File;

/// `Load` in ASCII, in SQLite's header.
const APPLICATION_ID: i64 = 0x4c6f_6164;

/// The steps, oldest first. Each runs in a transaction together with its new version number.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_runs_windows_verdicts.sql"),
    include_str!("../migrations/0002_samples.sql"),
    include_str!("../migrations/0003_findings.sql"),
];

/// Looks at a file without changing it: it is empty, or a store of a version that is known.
pub(crate) fn examine(file: &File) -> Result<(), StoreError> {
    let mark = Mark::read(&file.connection).map_err(|error| file.error(error))?;
    let known = MIGRATIONS.len() as i64;
    if mark.is_foreign() {
        return Err(StoreError::Foreign { file: file.path().to_owned() });
    }
    if mark.version > known {
        let found = mark.version;
        return Err(StoreError::Newer { file: file.path().to_owned(), found, known });
    }
    Ok(())
}

/// Takes the steps that the file has not taken yet. Other processes may do the same at the same time:
/// the version counts that is found once this one may write.
pub(crate) fn migrate(file: &mut File, migrations: &[&str]) -> Result<(), StoreError> {
    let mark = Mark::read(&file.connection).map_err(|error| file.error(error))?;
    if mark.version >= migrations.len() as i64 {
        return Ok(());
    }
    file.write(|transaction| {
        let version = Mark::read(transaction)?.version;
        // A version is never below zero: `examine` and this function alone write or pass it.
        for (place, migration) in migrations.iter().enumerate().skip(version.max(0) as usize) {
            step(transaction, migration, place as i64 + 1)?;
        }
        Ok(())
    })
}

fn step(transaction: &Transaction<'_>, migration: &str, version: i64) -> rusqlite::Result<()> {
    transaction.execute_batch(migration)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version)
}

/// What tells a store from other databases.
struct Mark {
    application: i64,
    version: i64,
    tables: i64,
}

impl Mark {
    /// One statement: another process may be making the store at this moment, and what it has done so far
    /// must not be taken for somebody else's work.
    const READ: &str = "SELECT (SELECT application_id FROM pragma_application_id),
        (SELECT user_version FROM pragma_user_version), count(*) FROM sqlite_schema";

    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        connection.query_row(Self::READ, (), |row| {
            Ok(Self { application: row.get(0)?, version: row.get(1)?, tables: row.get(2)? })
        })
    }

    fn is_foreign(&self) -> bool {
        let fresh = self.application == 0 && self.version == 0 && self.tables == 0;
        !fresh && (self.application != APPLICATION_ID || self.version < 1)
    }
}
