//! The store: opening it, and writing a run while it goes on. Reading is in `find.rs` and `read.rs`.

use std::path::Path;

use loadline_core::Window;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::encoding::encode;
use crate::error::StoreError;
use crate::file::File;
use crate::folder;
use crate::id::{ATTEMPTS_MAX, RunId};
use crate::run::{Ended, Ending, NewRun, StoredOutcome, StoredVerdict};

const INSERT_RUN: &str = "INSERT INTO runs (id, name, target, started_ms, description)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING";
const INSERT_WINDOW: &str = "INSERT INTO windows (run, start_ms, length_ms, body)
    SELECT number, ?2, ?3, ?4 FROM runs WHERE id = ?1 AND ending IS NULL";
const END_RUN: &str = "UPDATE runs SET ended_ms = ?2, ending = ?3, reason = ?4
    WHERE id = ?1 AND ending IS NULL RETURNING number";
const INSERT_VERDICT: &str =
    "INSERT INTO verdicts (run, place, sentence, outcome, figure) VALUES (?1, ?2, ?3, ?4, ?5)";
/// The calendar is SQLite's: none for years beyond 0 to 9999.
const MOMENT: &str = "SELECT strftime('%Y%m%d-%H%M%S', ?1 / 1000.0, 'unixepoch')";

/// Runs with their windows and verdicts, in one folder. Several processes may have it open at once; one
/// of them writes at a time, for a moment each.
#[derive(Debug)]
pub struct Store {
    pub(crate) file: File,
}

impl Store {
    /// Opens the store in `folder`; makes both when missing, and brings a store of an older version up
    /// to date.
    ///
    /// # Errors
    /// When the folder cannot be made, or the file cannot be opened and written, is damaged, is of a
    /// newer version, or is not a store. It then stays as it is.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = folder::prepare(folder.as_ref())?;
        Ok(Self { file: File::open(path)? })
    }

    /// The file all of it is in.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Begins a run.
    ///
    /// # Errors
    /// When the start is beyond the year 9999, or the file cannot be written.
    pub fn create_run(&mut self, run: &NewRun) -> Result<RunId, StoreError> {
        let started_ms = run.started_ms;
        let moment: Option<String> = self
            .file
            .connection
            .query_row(MOMENT, [started_ms], |row| row.get(0))
            .map_err(|error| self.file.error(error))?;
        let moment = moment.ok_or(StoreError::Start { started_ms })?;
        let made = self.file.write(|transaction| insert_run(transaction, run, &moment))?;
        made.ok_or_else(|| StoreError::NoId { name: run.name.clone() })
    }

    /// Adds a window to a run that goes on. When this returns, the window outlives the process.
    ///
    /// # Errors
    /// When the run is not going on, has a window of that start, the window is too large, or the file
    /// cannot be written.
    pub fn append(&mut self, run: &RunId, window: &Window) -> Result<(), StoreError> {
        let start_ms = window.start_ms;
        let body =
            encode(window).map_err(|source| StoreError::Window { run: run.clone(), source })?;
        let row = params![run.as_str(), start_ms, window.length_ms, body];
        let inserted = self
            .file
            .connection
            .prepare_cached(INSERT_WINDOW)
            .and_then(|mut statement| statement.execute(row));
        match inserted {
            Ok(0) => Err(StoreError::NotGoingOn { run: run.clone() }),
            Ok(_) => Ok(()),
            Err(error) if is_taken(&error) => {
                Err(StoreError::WindowExists { run: run.clone(), start_ms })
            }
            Err(error) => Err(self.file.error(error)),
        }
    }

    /// Ends a run. When this returns, all of the run outlives a power cut.
    ///
    /// # Errors
    /// When the run is not going on, or the file cannot be written.
    pub fn finish(
        &mut self,
        run: &RunId,
        ended: &Ended,
        verdicts: &[StoredVerdict],
    ) -> Result<(), StoreError> {
        let found =
            self.file.write_through(|transaction| end_run(transaction, run, ended, verdicts))?;
        if found { Ok(()) } else { Err(StoreError::NotGoingOn { run: run.clone() }) }
    }
}

fn insert_run(
    transaction: &Transaction<'_>,
    run: &NewRun,
    moment: &str,
) -> rusqlite::Result<Option<RunId>> {
    let description = serde_json::to_string(&run.description)
        .expect("a description consists of texts, numbers and maps with text keys");
    for attempt in 0..ATTEMPTS_MAX {
        let id = RunId::new(moment, run.started_ms, &run.name, attempt);
        let row = params![id.as_str(), run.name, run.target, run.started_ms, description];
        if transaction.execute(INSERT_RUN, row)? == 1 {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn end_run(
    transaction: &Transaction<'_>,
    run: &RunId,
    ended: &Ended,
    verdicts: &[StoredVerdict],
) -> rusqlite::Result<bool> {
    let (ending, reason) = match &ended.ending {
        Ending::Completed => ("completed", None),
        Ending::Interrupted => ("interrupted", None),
        Ending::Aborted(reason) => ("aborted", Some(reason)),
    };
    let row = params![run.as_str(), ended.at_ms, ending, reason];
    let number: Option<i64> = transaction.query_row(END_RUN, row, |row| row.get(0)).optional()?;
    let Some(number) = number else { return Ok(false) };
    let mut insert = transaction.prepare(INSERT_VERDICT)?;
    for (place, verdict) in verdicts.iter().enumerate() {
        let outcome = match verdict.outcome {
            StoredOutcome::Met => "met",
            StoredOutcome::Missed => "missed",
            StoredOutcome::Unknown => "unknown",
        };
        let place = place as i64;
        insert.execute(params![number, place, verdict.sentence, outcome, verdict.figure])?;
    }
    Ok(true)
}

/// Whether the row's key is in the table already.
fn is_taken(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error()
        .is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
}
