//! What can be wrong with a flow, all of it found before the first connection.

use std::path::PathBuf;

use loadline_core::yaml::Place;

use crate::transport::TargetError;

/// A flow that cannot be driven.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// The target, or a step's own URL, is not one.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A step's own URL has a value to fill in before its path.
    #[error("`{0}` has a value to fill in before its path: the host must be known ahead")]
    MovingHost(String),
    /// What should be a JSONPath is none.
    #[error("`{path}` is not a JSONPath: {why}")]
    JsonPath {
        /// What was written.
        path: String,
        /// Why it is none.
        why: String,
        /// Where it stands in the file.
        place: Place,
    },
    /// What should be a regular expression is none.
    #[error("`{pattern}` is not a regular expression: {why}")]
    Regex {
        /// What was written.
        pattern: String,
        /// Why it is none.
        why: String,
        /// Where it stands in the file.
        place: Place,
    },
    /// An environment variable that the flow needs is not there.
    #[error(
        "the environment variable `{variable}` is not set, and `{{{{{word} {variable}}}}}` needs it"
    )]
    Environment {
        /// The variable.
        variable: String,
        /// `env` or `secret`, as the flow has it.
        word: &'static str,
    },
    /// A feed that the file does not have.
    #[error("there is no feed `{feed}`")]
    UnknownFeed {
        /// What was asked for.
        feed: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// A column that a feed does not have.
    #[error("the feed `{feed}` has no column `{column}`")]
    UnknownColumn {
        /// The feed.
        feed: String,
        /// What was asked for.
        column: String,
        /// Those it has.
        known: Vec<String>,
    },
    /// A feed's file has something wrong in it, or cannot be read.
    #[error("read {}{}: {why}", path.display(), line_text(*.line))]
    Feed {
        /// The file.
        path: PathBuf,
        /// The line, from 1, where it is of one.
        line: Option<u64>,
        /// What is wrong.
        why: String,
        /// Where `loadline.yaml` names the file.
        place: Place,
    },
    /// A file that is to be sent cannot be.
    #[error("send {}: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
        /// Where `loadline.yaml` names it.
        place: Place,
    },
    /// A body too large to be compressed ahead.
    #[error("compress the body of `{step}`: {why}")]
    Compression {
        /// The step's name.
        step: String,
        /// Why not.
        why: String,
    },
}

impl FlowError {
    /// Where in `loadline.yaml` it is, where that is known.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::JsonPath { place, .. }
            | Self::Regex { place, .. }
            | Self::Feed { place, .. }
            | Self::File { place, .. } => Some(*place),
            _ => None,
        }
    }

    /// What helps, where there is something to say.
    pub fn hint(&self) -> Option<String> {
        let listed = |known: &[String]| known.join(", ");
        Some(match self {
            Self::JsonPath { .. } => "it reads like `$.access_token` or `$.items[0].id`".to_owned(),
            Self::Regex { .. } => {
                "it reads like `id=([0-9]+)`; the first group is what is kept".to_owned()
            }
            Self::Environment { variable, .. } => {
                format!("set it for this command: `{variable}=… loadline run …`")
            }
            Self::UnknownFeed { known, .. } if known.is_empty() => {
                "name it under `feeds:` with its `file`".to_owned()
            }
            Self::UnknownFeed { known, .. } => format!("there are: {}", listed(known)),
            Self::UnknownColumn { known, .. } => format!("it has: {}", listed(known)),
            Self::File { path, .. } | Self::Feed { path, line: None, .. } if !path.exists() => {
                "paths start from the folder of the file that names them".to_owned()
            }
            _ => return None,
        })
    }
}

fn line_text(line: Option<u64>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}
