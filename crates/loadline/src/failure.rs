//! Everything that can stop a command before it has a result: one enum, its hint, its exit code.

mod database;
mod files;
mod network;

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use loadline_core::traffic::TrafficError;
use loadline_core::yaml::Diagnostic;
use loadline_import::results::ImportError;
use loadline_load::transport::TargetError;
use loadline_load::{Fault, FlowError, NetworkError, OnceError, RunError, TlsError};
use loadline_postgres::index::{ProveError, SourceError};
use loadline_postgres::log::LogError;
use loadline_postgres::rules::facts::ChoiceError;
use loadline_postgres::session::SessionError;
use loadline_script::ScriptFailure;
use loadline_script::options::OptionsError;
use loadline_shop::ShopError;
use loadline_store::StoreError;
use loadline_watch::WatchError;

use self::database::{choice_text, database_exit, log_hint, log_text, source_text};
use self::files::{import_place, unwritable_hint, unwritable_text};
use self::network::{network_hint, unreachable_hint, unreachable_text};
use crate::exit::Exit;

/// Why a command has no result. Messages fit after `error: failed to …` or stand alone where that reads better.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Arguments that contradict each other or are out of range.
    #[error("{message}")]
    Usage { message: String, hint: String },
    /// A file that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    /// A file with mistakes in it.
    #[error("{} has {} mistake{}", path.display(), mistakes.len(), if mistakes.len() == 1 { "" } else { "s" })]
    Mistakes { path: PathBuf, text: String, mistakes: Vec<Diagnostic> },
    /// A file that cannot be written.
    #[error("cannot write {}: {}", path.display(), unwritable_text(path, source))]
    Unwritable { path: PathBuf, source: io::Error },
    /// Results of another tool that cannot be imported.
    #[error("cannot import {}: {error}", import_place(path, error))]
    Import { path: PathBuf, error: ImportError },
    /// A target that is no URL.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A flow that cannot be driven.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// Traffic that cannot be driven.
    #[error(transparent)]
    Traffic(#[from] TrafficError),
    /// Connections that cannot be made as asked for.
    #[error("failed to {0}")]
    Network(#[from] NetworkError),
    /// Targets that do not answer at all, each with the reason.
    #[error("{}", unreachable_text(faults))]
    Unreachable { faults: Vec<(String, Fault)> },
    /// Somebody did not want to wait for a target.
    #[error("interrupted before the run began")]
    Interrupted,
    /// What a file has done before its test.
    #[error("the setup was not done to its end: {0}")]
    Setup(OnceError),
    /// The generator itself.
    #[error("failed to {0}")]
    Run(#[from] RunError),
    /// The store.
    #[error("failed to {0}")]
    Store(#[from] Box<StoreError>),
    /// Something that cannot be watched beside the load.
    #[error("failed to {0}")]
    Watch(#[from] WatchError),
    /// Windows that a receiver did not take.
    #[error("{lost} requests to {url} were not taken: {why}")]
    Unsent { url: String, lost: u64, why: String },
    /// Samples of a script that no file took.
    #[error("{lost} samples were lost: no file of theirs could be written any more")]
    Samples { lost: u64 },
    /// The reference service.
    #[error("failed to {0}")]
    Shop(#[from] ShopError),
    /// A script that cannot be run, or did not come to its end.
    #[error(transparent)]
    Script(#[from] Box<ScriptFailure>),
    /// A PostgreSQL server that does not answer, or not to this role.
    #[error("failed to {0}")]
    Database(#[from] SessionError),
    /// Indexes that could not be chosen.
    #[error("failed to {}", choice_text(.0))]
    Choice(#[from] ChoiceError),
    /// Files of queries that cannot be read.
    #[error("{}", source_text(.0))]
    Queries(#[from] SourceError),
    /// Indexes that could not be proven.
    #[error("failed to {0}")]
    Proof(#[from] ProveError),
    /// A log of PostgreSQL that cannot be read.
    #[error("{}", log_text(_0))]
    Log(#[from] LogError),
    /// A plan of PostgreSQL that cannot be read.
    #[error("cannot read a plan in {place}: {why}")]
    Plan { place: String, why: String, hint: &'static str },
    /// Spans of OpenTelemetry that cannot be read.
    #[error("cannot read spans in {place}: {why}")]
    Spans { place: String, why: String },
    /// A thread or a runtime of our own.
    #[error("failed to start: {0}")]
    Start(#[from] io::Error),
}

impl From<OptionsError> for Failure {
    fn from(error: OptionsError) -> Self {
        Self::Script(Box::new(error.into()))
    }
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

    /// What lies behind it and is not in its own words.
    pub(crate) fn causes(&self) -> Vec<String> {
        let mut next = match self {
            Self::Store(error) => error.source(),
            Self::Shop(error) => error.source(),
            _ => None,
        };
        let mut causes: Vec<String> = Vec::new();
        while let Some(cause) = next {
            let text = cause.to_string();
            // SQLite says the same twice, the second time with a number before it.
            if causes.last().is_none_or(|last| !text.contains(last)) {
                causes.push(text);
            }
            next = cause.source();
        }
        causes
    }

    /// What to do about it, where there is something to say.
    pub(crate) fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Usage { hint, .. } => hint.clone(),
            Self::Unreadable { .. } => "name a URL or a readable YAML file".to_owned(),
            Self::Unwritable { path, source } => unwritable_hint(path, source),
            Self::Import { error, .. } if error.hint.is_empty() => return None,
            Self::Import { error, .. } => error.hint.clone(),
            Self::Network(error) => network_hint(error)?.to_owned(),
            Self::Target(error) => error.hint.to_owned(),
            Self::Traffic(error) => error.hint.clone(),
            Self::Unreachable { faults } => unreachable_hint(faults).to_owned(),
            Self::Store(error) => return error.hint(),
            Self::Watch(error) => return error.hint(),
            Self::Database(error) => return error.hint().map(str::to_owned),
            Self::Choice(ChoiceError::Session(error)) => return error.hint().map(str::to_owned),
            Self::Choice(ChoiceError::Index(_)) => {
                "look again when the server is less busy, or give it longer with `--timeout`".to_owned()
            }
            Self::Queries(_) => {
                "name a file of SQL statements or a folder of .sql files".to_owned()
            }
            Self::Proof(error) => return error.hint().map(str::to_owned),
            Self::Log(error) => log_hint(error),
            Self::Plan { hint, .. } => (*hint).to_owned(),
            Self::Spans { .. } => {
                "name a file that the collector's file exporter wrote as JSON, one export a line; `-` reads standard input".to_owned()
            }
            Self::Unsent { .. } => {
                "the run is whole in the store; figures go over as totals, so later ones hold the lost".to_owned()
            }
            Self::Shop(ShopError::Listen { .. }) => {
                "choose another address with `--listen`; port 0 takes a free one".to_owned()
            }
            Self::Flow(error) => return error.hint(),
            Self::Script(failure) => return failure.hint(),
            Self::Mistakes { .. }
            | Self::Setup(_)
            | Self::Interrupted
            | Self::Run(_)
            | Self::Samples { .. }
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
            Self::Network(NetworkError::Tls(
                TlsError::Unreadable { .. }
                | TlsError::UnreadableKey { .. }
                | TlsError::Mismatch { .. }
                | TlsError::Identity { .. }
                | TlsError::Refused(_)
                | TlsError::Given(_),
            )) => Exit::BadFile,
            Self::Network(_) => Exit::Usage,
            Self::Unreadable { .. }
            | Self::Mistakes { .. }
            | Self::Unwritable { .. }
            | Self::Import { .. }
            | Self::Flow(_)
            | Self::Store(_)
            | Self::Shop(_)
            | Self::Unsent { .. }
            | Self::Samples { .. }
            | Self::Log(_)
            | Self::Queries(_)
            | Self::Plan { .. }
            | Self::Spans { .. }
            | Self::Start(_) => Exit::BadFile,
            Self::Interrupted => Exit::Interrupted,
            Self::Database(error) | Self::Choice(ChoiceError::Session(error)) => {
                database_exit(error)
            }
            Self::Choice(ChoiceError::Index(_)) => Exit::Untrustworthy,
            Self::Proof(ProveError::Session(error)) => database_exit(error),
            Self::Proof(_) => Exit::Usage,
            Self::Script(failure) => script_exit(failure),
            Self::Watch(WatchError::Page { .. }) => Exit::Untrustworthy,
            Self::Watch(WatchError::Certificates { .. } | WatchError::Start(_)) => Exit::BadFile,
            Self::Watch(_) => Exit::Usage,
            Self::Unreachable { .. } | Self::Setup(_) | Self::Run(_) => Exit::Untrustworthy,
        }
    }
}

/// k6's exit codes of scripts.
fn script_exit(failure: &ScriptFailure) -> Exit {
    match failure {
        ScriptFailure::Source { entry: true, .. } | ScriptFailure::Options(_) => Exit::BadFile,
        ScriptFailure::Source { .. } | ScriptFailure::Exception(_) => Exit::ScriptException,
        ScriptFailure::TimedOut { what: "setup", .. } => Exit::SetupTimeout,
        ScriptFailure::TimedOut { what: "teardown", .. } => Exit::TeardownTimeout,
        ScriptFailure::TimedOut { .. } => Exit::Timeout,
        ScriptFailure::Aborted(_) => Exit::ScriptAborted,
        ScriptFailure::Run(_) => Exit::Untrustworthy,
    }
}
