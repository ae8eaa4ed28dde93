//! What can go wrong with a store, each with the next step for the person who sees it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::encoding::{DecodeError, EncodeError};
use crate::id::RunId;

/// A store that cannot be opened, read or written. Nothing was deleted, and what was stored before stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder is not there and cannot be made.
    #[error("create the folder {folder}", folder = folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be opened.
    #[error("open {file}", file = file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The file belongs to somebody else, or is no database at all.
    #[error("open {file}: it is not a Loadline store", file = file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The file was written by a newer Loadline.
    #[error(
        "open {file}: its format has version {found}, known are versions up to {known}",
        file = file.display()
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// The version in the file.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// The file is damaged.
    #[error("read {file}: the file is damaged", file = file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What was found.
        source: rusqlite::Error,
    },
    /// There is no room left on the disk.
    #[error("write {file}: the disk is full", file = file.display())]
    Full {
        /// The file.
        file: PathBuf,
        /// What was found.
        source: rusqlite::Error,
    },
    /// The file or its folder must not be written.
    #[error("write {file}: it is read-only", file = file.display())]
    ReadOnly {
        /// The file.
        file: PathBuf,
        /// What was found.
        source: rusqlite::Error,
    },
    /// Another process held the file longer than a writer waits.
    #[error("write {file}: another process holds it", file = file.display())]
    Busy {
        /// The file.
        file: PathBuf,
        /// What was found.
        source: rusqlite::Error,
    },
    /// Anything else between SQLite and the disk.
    #[error("use {file}", file = file.display())]
    Database {
        /// The file.
        file: PathBuf,
        /// What was found.
        source: rusqlite::Error,
    },
    /// No run answers to the reference.
    #[error("find the run `{reference}`")]
    NoSuchRun {
        /// What was asked for.
        reference: String,
    },
    /// More than one run answers to the reference.
    #[error("find the run `{reference}`: several begin like that")]
    Ambiguous {
        /// What was asked for.
        reference: String,
        /// The first of those that do, from the oldest.
        candidates: Vec<RunId>,
    },
    /// The run has ended, or never began.
    #[error("write to the run {run}: it is not going on")]
    NotGoingOn {
        /// The run.
        run: RunId,
    },
    /// The run has a window of that start already.
    #[error("write to the run {run}: it has a window at {start_ms} already")]
    WindowExists {
        /// The run.
        run: RunId,
        /// The start of the window, in milliseconds since 1970.
        start_ms: i64,
    },
    /// The window cannot be stored.
    #[error("write to the run {run}")]
    Window {
        /// The run.
        run: RunId,
        /// Why.
        source: EncodeError,
    },
    /// A window is damaged; the others can be read.
    #[error("read the run {run}: its window at {start_ms} is damaged")]
    DamagedWindow {
        /// The run.
        run: RunId,
        /// The start of the window, in milliseconds since 1970.
        start_ms: i64,
        /// What was found.
        source: DecodeError,
    },
    /// The description of a run is damaged.
    #[error("read the run {run}: its description is damaged")]
    DamagedRun {
        /// The run.
        run: RunId,
        /// What was found.
        source: serde_json::Error,
    },
    /// A time that no calendar of four-digit years has.
    #[error("name a run that started at {started_ms} ms")]
    Start {
        /// The time, in milliseconds since 1970.
        started_ms: i64,
    },
    /// Every id that could be made of the run's start and name is taken.
    #[error("name a run `{name}`: all ids of that moment are taken")]
    NoId {
        /// The name of the run.
        name: String,
    },
}

impl StoreError {
    /// What to do about it, where something can be done.
    pub fn hint(&self) -> Option<String> {
        let move_away = |file: &Path| {
            let file = file.display();
            format!("move it away, `mv {file} {file}.old`; a new store is then made in its place")
        };
        Some(match self {
            Self::Folder { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                "make room on the disk, or choose another folder with --store".to_owned()
            }
            Self::Folder { .. } | Self::ReadOnly { .. } => {
                "choose a folder that may be written with --store".to_owned()
            }
            Self::Open { file, .. } => {
                format!("check that {} is a file and may be read and written", file.display())
            }
            Self::Foreign { file } => move_away(file),
            Self::Newer { .. } => "use a newer Loadline, or another folder with --store".to_owned(),
            Self::Damaged { file, .. } => format!(
                "{}; `sqlite3 {}.old .recover` may save what is left",
                move_away(file),
                file.display()
            ),
            Self::Full { .. } => {
                "make room; what was stored before is safe and can be shown".to_owned()
            }
            Self::Busy { .. } => {
                "try again when the other process is done, or use another folder with --store"
                    .to_owned()
            }
            Self::NoSuchRun { .. } => {
                "`loadline history` lists the runs; `last` and `last~1` work too".to_owned()
            }
            Self::Ambiguous { candidates, .. } => {
                let candidates: Vec<&str> = candidates.iter().map(RunId::as_str).collect();
                format!("one of {}", candidates.join(", "))
            }
            Self::DamagedWindow { .. } => "the other windows of the run can be read".to_owned(),
            Self::Window { .. } => {
                "fewer series make smaller windows: give requests names without ids".to_owned()
            }
            Self::Database { .. }
            | Self::NotGoingOn { .. }
            | Self::WindowExists { .. }
            | Self::DamagedRun { .. }
            | Self::Start { .. }
            | Self::NoId { .. } => return None,
        })
    }

    /// What SQLite said about `file`, in the words above.
    pub(crate) fn from_sqlite(file: &Path, source: rusqlite::Error) -> Self {
        let file = file.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign { file },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { file, source },
            Some(ErrorCode::DiskFull) => Self::Full { file, source },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { file, source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy { file, source }
            }
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Open { file, source }
            }
            _ => Self::Database { file, source },
        }
    }
}
