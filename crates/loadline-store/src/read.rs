//! Reading runs and their windows.

use loadline_core::Window;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use crate::encoding::{DecodeError, decode};
use crate::error::StoreError;
use crate::file::File;
use crate::id::RunId;
use crate::run::{Ended, Ending, Run, RunDescription, StoredOutcome, StoredVerdict};
use crate::store::Store;

const NEWEST_IDS: &str = "SELECT id FROM runs ORDER BY started_ms DESC, number DESC LIMIT ?1";
const RUN: &str = "SELECT name, target, started_ms, description, ended_ms, ending, reason
    FROM runs WHERE id = ?1";
const VERDICTS: &str = "SELECT sentence, outcome, figure FROM verdicts
    WHERE run = (SELECT number FROM runs WHERE id = ?1) ORDER BY place";
const NEXT_WINDOW: &str = "SELECT start_ms, length_ms, body FROM windows
    WHERE run = (SELECT number FROM runs WHERE id = ?1) AND start_ms >= ?2
    ORDER BY start_ms LIMIT 1";

impl Store {
    /// The newest `limit` runs, newest first.
    ///
    /// # Errors
    /// When the file cannot be read or a run in it is damaged.
    pub fn runs(&self, limit: usize) -> Result<Vec<Run>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids: Vec<RunId> = self
            .file
            .connection
            .prepare_cached(NEWEST_IDS)
            .and_then(|mut statement| {
                statement.query_map([limit], |row| row.get(0).map(RunId))?.collect()
            })
            .map_err(|error| self.file.error(error))?;
        ids.iter().filter_map(|id| run(&self.file, id).transpose()).collect()
    }

    /// The windows of a run in the order of time, one at a time. Of a run that goes on, windows that
    /// arrive meanwhile come too.
    pub fn windows<'a>(&'a self, run: &'a RunId) -> Windows<'a> {
        Windows { file: &self.file, run, next_ms: Some(i64::MIN) }
    }
}

/// The windows of a run, each read when it is asked for: the file is not held in between. A damaged
/// window is an error in its place, and the next one follows; when the file itself cannot be read, its
/// error is the last.
#[derive(Debug)]
pub struct Windows<'a> {
    file: &'a File,
    run: &'a RunId,
    /// Where to go on; none at the end.
    next_ms: Option<i64>,
}

impl Iterator for Windows<'_> {
    type Item = Result<Window, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let from_ms = self.next_ms.take()?;
        let found = self.file.connection.prepare_cached(NEXT_WINDOW).and_then(|mut statement| {
            statement.query_row((self.run.as_str(), from_ms), window).optional()
        });
        match found {
            Err(error) => Some(Err(self.file.error(error))),
            Ok(None) => None,
            Ok(Some((start_ms, decoded))) => {
                self.next_ms = start_ms.checked_add(1);
                let run = self.run.clone();
                Some(decoded.map_err(|source| StoreError::DamagedWindow { run, start_ms, source }))
            }
        }
    }
}

fn window(row: &Row<'_>) -> rusqlite::Result<(i64, Result<Window, DecodeError>)> {
    let (start_ms, length_ms) = (row.get(0)?, row.get(1)?);
    let body = row.get_ref(2)?.as_blob()?;
    Ok((start_ms, decode(start_ms, length_ms, body)))
}

/// The run of that very id; none when there is none.
pub(crate) fn run(file: &File, id: &RunId) -> Result<Option<Run>, StoreError> {
    let connection = &file.connection;
    let found = connection
        .prepare_cached(RUN)
        .and_then(|mut statement| {
            let both = |row: &Row<'_>| Ok((bare_run(id, row)?, row.get::<_, String>(3)?));
            statement.query_row([id.as_str()], both).optional()
        })
        .map_err(|error| file.error(error))?;
    let Some((bare, description)) = found else { return Ok(None) };
    let description = serde_json::from_str(&description)
        .map_err(|source| StoreError::DamagedRun { run: id.clone(), source })?;
    let verdicts = connection
        .prepare_cached(VERDICTS)
        .and_then(|mut statement| statement.query_map([id.as_str()], verdict)?.collect())
        .map_err(|error| file.error(error))?;
    Ok(Some(Run { description, verdicts, ..bare }))
}

/// The run without what stands elsewhere: its description and its verdicts.
fn bare_run(id: &RunId, row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        id: id.clone(),
        name: row.get(0)?,
        target: row.get(1)?,
        started_ms: row.get(2)?,
        description: RunDescription::default(),
        ended: ended(row)?,
        verdicts: Vec::new(),
    })
}

fn ended(row: &Row<'_>) -> rusqlite::Result<Option<Ended>> {
    let Some(ending) = row.get::<_, Option<String>>(5)? else { return Ok(None) };
    let ending = match ending.as_str() {
        "completed" => Ending::Completed,
        "interrupted" => Ending::Interrupted,
        "aborted" => Ending::Aborted(row.get::<_, Option<String>>(6)?.unwrap_or_default()),
        _ => return Err(unknown_word(5, &ending)),
    };
    Ok(Some(Ended { at_ms: row.get(4)?, ending }))
}

fn verdict(row: &Row<'_>) -> rusqlite::Result<StoredVerdict> {
    let outcome: String = row.get(1)?;
    let outcome = match outcome.as_str() {
        "met" => StoredOutcome::Met,
        "missed" => StoredOutcome::Missed,
        "unknown" => StoredOutcome::Unknown,
        _ => return Err(unknown_word(1, &outcome)),
    };
    Ok(StoredVerdict { sentence: row.get(0)?, outcome, figure: row.get(2)? })
}

/// The column's check keeps such words out; only damage brings one in.
fn unknown_word(column: usize, word: &str) -> rusqlite::Error {
    let message = format!("unknown word `{word}`");
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, message.into())
}
