//! Where lines of the log go: `stderr`, `stdout`, `none`, or `file=PATH` with the gravest that is left out.

use std::path::PathBuf;
use std::str::FromStr;

use loadline_script::LogLevel;

use crate::output::print::Stream;

/// A place for lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LogPlace {
    /// One of the process's own streams.
    Stream(Stream),
    /// Nowhere.
    Nowhere,
    /// Behind what a file has.
    File {
        path: PathBuf,
        /// The least grave that is written.
        least: LogLevel,
    },
}

impl Default for LogPlace {
    fn default() -> Self {
        Self::Stream(Stream::Stderr)
    }
}

impl FromStr for LogPlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "stderr" => return Ok(Self::Stream(Stream::Stderr)),
            "stdout" => return Ok(Self::Stream(Stream::Stdout)),
            "none" => return Ok(Self::Nowhere),
            _ => {}
        }
        let parts = text.strip_prefix("file=").filter(|rest| !rest.is_empty());
        let parts = parts.ok_or_else(|| format!("unknown place of the log `{text}`"))?;
        let (path, level) = match parts.split_once(",level=") {
            Some((path, level)) => (path, level),
            None => (parts, "debug"),
        };
        Ok(Self::File { path: path.into(), least: level_of(level)? })
    }
}

fn level_of(text: &str) -> Result<LogLevel, String> {
    match text {
        "trace" | "debug" => Ok(LogLevel::Debug),
        "info" => Ok(LogLevel::Info),
        "warn" | "warning" => Ok(LogLevel::Warning),
        "error" => Ok(LogLevel::Error),
        _ => Err(format!("unknown level of the log `{text}`")),
    }
}
