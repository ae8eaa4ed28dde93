//! Everything that can stop a command before it has a result: one enum, its hint, its exit code.

use std::path::PathBuf;

use loadline_core::traffic::TrafficError;
use loadline_core::yaml::Diagnostic;
use loadline_load::transport::TargetError;
use loadline_load::{Fault, FlowError, RunError};
use loadline_shop::ShopError;
use loadline_store::StoreError;

use crate::exit::Exit;

/// Why a command has no result. Messages fit after `error: failed to …` or stand alone where that reads better.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Arguments that contradict each other or are out of range.
    #[error("{message}")]
    Usage { message: String, hint: String },
    /// A file that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// A file with mistakes in it.
    #[error("{} has {} mistake{}", path.display(), mistakes.len(), if mistakes.len() == 1 { "" } else { "s" })]
    Mistakes { path: PathBuf, text: String, mistakes: Vec<Diagnostic> },
    /// A file that cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Unwritable { path: PathBuf, source: std::io::Error },
    /// A target that is no URL.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A flow that cannot be driven.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// Traffic that cannot be driven.
    #[error(transparent)]
    Traffic(#[from] TrafficError),
    /// A target that does not answer at all.
    #[error("cannot reach {endpoint}: {fault}")]
    Unreachable { endpoint: String, fault: Fault },
    /// The generator itself.
    #[error("failed to {0}")]
    Run(#[from] RunError),
    /// The store.
    #[error("failed to {0}")]
    Store(#[from] Box<StoreError>),
    /// The reference service.
    #[error("failed to {0}")]
    Shop(#[from] ShopError),
    /// A thread or a runtime of our own.
    #[error("failed to start: {0}")]
    Start(#[from] std::io::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl Failure {
    /// Arguments that cannot be acted on.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    /// What to do about it, where there is something to say.
    pub(crate) fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Usage { hint, .. } => hint.clone(),
            Self::Unreadable { .. } => "name a URL or a readable YAML file".to_owned(),
            Self::Unwritable { .. } => "name a place that can be written, with room".to_owned(),
            Self::Target(_) => "a target reads like `http://127.0.0.1:8080/path`".to_owned(),
            Self::Traffic(error) => error.hint.clone(),
            Self::Unreachable { .. } => {
                "check that the service is up and the address is right; `--connect-timeout` \
                 sets how long to wait"
                    .to_owned()
            }
            Self::Store(error) => return error.hint(),
            Self::Flow(_)
            | Self::Mistakes { .. }
            | Self::Run(_)
            | Self::Shop(_)
            | Self::Start(_) => {
                return None;
            }
        };
        Some(text)
    }

    /// The exit code it ends with.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Traffic(_) | Self::Target(_) => Exit::Usage,
            Self::Unreadable { .. }
            | Self::Mistakes { .. }
            | Self::Unwritable { .. }
            | Self::Flow(_)
            | Self::Store(_)
            | Self::Shop(_)
            | Self::Start(_) => Exit::BadFile,
            Self::Unreachable { .. } | Self::Run(_) => Exit::Untrustworthy,
        }
    }
}
