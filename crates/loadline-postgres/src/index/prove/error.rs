//! What can go wrong while a choice is proven. A statement that cannot be run is no error: it is counted with its reason.

use thiserror::Error;

use crate::index::IndexError;
use crate::session::SessionError;

/// Why no proof could be made. Nothing remains in the database in any case.
#[derive(Debug, Error)]
pub enum ProveError {
    /// Nobody said that others may wait.
    #[error("prove indexes: building them blocks who writes to their tables until the proof ends")]
    NoConsent,
    /// The session is read-only.
    #[error("prove indexes: the session is read-only")]
    ReadOnly,
    /// The server replays another's log and takes no index of its own.
    #[error("prove indexes: the server is a replica")]
    Replica,
    /// Hiding an index without locking readers out is a superuser's right.
    #[error("hide indexes from plans: {role} is no superuser")]
    NotSuperuser {
        /// The role.
        role: String,
    },
    /// The role may not build an index there.
    #[error("build an index: {why}")]
    MayNotBuild {
        /// What the server said.
        why: String,
    },
    /// The database could not be copied.
    #[error("copy the database: {why}")]
    Copy {
        /// What the server said.
        why: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// The advice has no index.
    #[error("prove indexes: there is none to build")]
    NothingToBuild,
    /// No statement could be run.
    #[error("prove indexes: no statement of the workload can be run")]
    NothingToRun,
    /// The server refused something, or is gone.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The catalogue or the alternatives could not be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl ProveError {
    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoConsent => Some(
                "prove on a copy, or say that writers may wait; everything is rolled back at the end",
            ),
            Self::ReadOnly => Some("open the session with the right to write"),
            Self::Replica => Some("prove on the primary or on a copy of it"),
            Self::NotSuperuser { .. } => Some(
                "prove on a copy: the role needs CREATEDB (`ALTER ROLE … CREATEDB`) and the tables; or log in as a superuser",
            ),
            Self::MayNotBuild { .. } => Some(
                "log in as the owner of the tables, or `GRANT` the owner's role to this one; on a copy that this role made, too",
            ),
            Self::Copy { hint, .. } => Some(hint),
            Self::NothingToRun => {
                Some("give statements with values: from a log or a file of queries")
            }
            Self::Session(error) => error.hint(),
            Self::NothingToBuild | Self::Index(_) => None,
        }
    }
}
