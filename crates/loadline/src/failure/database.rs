//! Words, hints and exit codes where a database, its log or its statements are the trouble.

use std::error::Error as _;
use std::io;
use std::path::Path;

use loadline_postgres::index::SourceError;
use loadline_postgres::log::LogError;
use loadline_postgres::rules::facts::ChoiceError;
use loadline_postgres::session::SessionError;

use crate::exit::Exit;
use crate::output::print::printable;

/// What could not be asked, with what the server said.
pub(super) fn choice_text(error: &ChoiceError) -> String {
    let mut innermost: Option<&dyn std::error::Error> = None;
    let mut next = error.source();
    while let Some(cause) = next {
        (innermost, next) = (Some(cause), cause.source());
    }
    innermost.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

pub(super) fn source_text(error: &SourceError) -> String {
    match error {
        SourceError::Unreadable { path, source } => {
            format!("cannot read {}: {source}", path.display())
        }
        SourceError::NoStatement { path } => {
            format!("{}: there is no statement in it", path.display())
        }
    }
}

/// What is wrong with a log, with the line that shows it.
pub(super) fn log_text(error: &LogError) -> String {
    let shown = |path: &Path| printable(&path.display().to_string());
    match error {
        LogError::Unreadable { path, source } => {
            format!("cannot read {}: {source}", shown(path))
        }
        LogError::NotALog { path, format, first_line } => {
            let what = first_line.beginning.as_ref().map_or("is no text".to_owned(), |beginning| {
                format!("reads `{}`", printable(beginning))
            });
            format!(
                "{}: nothing in it is an entry of PostgreSQL's {} log; line {} {what}",
                shown(path),
                format.name(),
                first_line.number,
            )
        }
        LogError::Prefix(error) => error.to_string(),
    }
}

pub(super) fn log_hint(error: &LogError) -> String {
    match error {
        LogError::Unreadable { path, source } if source.kind() == io::ErrorKind::IsADirectory => {
            let path = printable(&path.display().to_string());
            format!("name the logs in it: `loadline db log {path}/*.log`")
        }
        LogError::Unreadable { .. } => {
            "name logs of PostgreSQL, plain or packed by gzip or Zstandard; `-` reads standard input".to_owned()
        }
        LogError::NotALog { .. } => {
            "stderr logs in English (`LOG:  …` behind any log_line_prefix), csvlog and jsonlog are read; `--log-format` and `--prefix` say what a log's beginning does not".to_owned()
        }
        LogError::Prefix(_) => "it reads like `%m [%p] %q%u@%d `".to_owned(),
    }
}

/// A server that may answer later is a measurement that could not be made; the others are of no use as named.
pub(super) fn database_exit(error: &SessionError) -> Exit {
    match error {
        SessionError::Address { .. } => Exit::Usage,
        error if error.is_passing() => Exit::Untrustworthy,
        SessionError::TimedOut { .. } => Exit::Untrustworthy,
        _ => Exit::BadFile,
    }
}
