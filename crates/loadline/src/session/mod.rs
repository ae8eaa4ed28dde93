//! A session: one planned test run from its first connection to its last verdict, kept in the store.

mod abort;
mod command;
mod environment;
mod imported;
mod keep;
pub(crate) mod lines;
mod open_files;
mod perform;
mod reach;
mod replay;
mod sample;
mod script;
mod signals;
mod warm_up;
mod watched;

pub(crate) use command::command_line;
pub(crate) use imported::{Import, keep_import};
pub(crate) use open_files::allow_open_files;
pub(crate) use perform::{Performed, Settings, perform};
pub(crate) use replay::replay;
pub(crate) use sample::sample;
pub(crate) use script::{
    LogForm, LogPlace, LogRequest, ScriptRequest, SummaryRequest, perform_script,
};
pub(crate) use signals::stop_on_signals;
pub(crate) use watched::DatabaseRequest;
