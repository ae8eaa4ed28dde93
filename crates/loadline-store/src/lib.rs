//! The only owner of Loadline's on-disk formats: runs, windows and their verdicts in one SQLite file.
//!
//! Windows and verdicts come in while a run goes on; runs and their windows come out again, to be shown
//! or judged anew. This crate does not judge, reads no clock and never deletes: a file it cannot read is
//! named and left as it is. `docs/reference/store.md` describes the format and what survives what.

mod bodies;
mod encoding;
mod error;
mod file;
mod find;
mod findings;
mod folder;
mod id;
mod read;
mod run;
mod samples;
mod schema;
mod store;

pub use encoding::{DecodeError, EncodeError};
pub use error::StoreError;
pub use folder::{DEFAULT_FOLDER, FILE_NAME};
pub use id::RunId;
pub use read::Windows;
pub use run::{
    Ended, Ending, NewRun, Run, RunDescription, StageMark, StoredOutcome, StoredPromise,
    StoredVerdict,
};
pub use store::Store;

#[cfg(test)]
mod tests;
