//! The one error of this tool: what a command can fail of, in words that fit after "error:".
//! No exit codes: a failed command ends with 1.

use std::{error::Error as _, io, process::ExitStatus};

use thiserror::Error;

/// Why a command failed.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A program could not be started.
    #[error("could not start `{command}`")]
    Start {
        /// The whole command line.
        command: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A program ended with a failure.
    #[error("`{command}` ended with {status}")]
    Ended {
        /// The whole command line.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A file or a process could not be read, written or waited for.
    #[error("could not {action}")]
    Io {
        /// What was tried, as in "read /proc/1/stat".
        action: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The machine lacks something that nobody installs unasked.
    #[error("{what} is missing; install it with `{remedy}`")]
    Missing {
        /// What is missing.
        what: String,
        /// The command that brings it.
        remedy: String,
    },
    /// Another program's output was not what this tool knows how to read.
    #[error("could not read {what} out of the output of {program}:\n{output}")]
    Unreadable {
        /// The figure that was looked for.
        what: &'static str,
        /// Whose output it was.
        program: String,
        /// The output, as it came.
        output: String,
    },
    /// The machine or the tree is not as the command needs it.
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    /// For `map_err` on file work: `Failure::io("read the manifest")`.
    pub(crate) fn io(action: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let action = action.into();
        move |source| Self::Io { action, source }
    }

    /// The failure and all its sources in one line.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = self.source();
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}
