//! The log of one run: lines of the script and of the run come in and go to a stream or a file; the script's own
//! lines may have a file to themselves.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use loadline_script::{Host, LogLevel, LogSource};

use super::form::{Line, LogForm, source_of};
use super::place::LogPlace;
use crate::failure::Failure;
use crate::output::print::{Stream, print};
use crate::output::when::rfc3339;

/// What a command line asks of the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogRequest {
    /// `--log-output`
    pub(crate) place: LogPlace,
    /// `--log-format`
    pub(crate) form: LogForm,
    /// `--verbose`
    pub(crate) verbose: bool,
    /// `--console-output`: the file for what the script writes itself.
    pub(crate) console: Option<PathBuf>,
}

/// The lines of one run.
pub(crate) struct Log {
    began: Instant,
    form: LogForm,
    least: LogLevel,
    /// None where lines go nowhere.
    out: Option<Out>,
    console: Option<File>,
}

enum Out {
    Stream(Stream),
    File(File),
}

impl Log {
    /// Opens what is asked for.
    pub(crate) fn open(request: &LogRequest) -> Result<Self, Failure> {
        let (out, least) = match &request.place {
            LogPlace::Nowhere => (None, LogLevel::Debug),
            LogPlace::Stream(stream) => (Some(Out::Stream(*stream)), LogLevel::Debug),
            LogPlace::File { path, least } => (Some(Out::File(append(path)?)), *least),
        };
        let least = if request.verbose { least } else { least.max(LogLevel::Info) };
        let console = request.console.as_deref().map(append).transpose()?;
        Ok(Self { began: Instant::now(), form: request.form, least, out, console })
    }
}

impl Host for Log {
    fn log(&self, level: LogLevel, message: &str, source: LogSource) {
        if level < self.least {
            return;
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let time = rfc3339(now.as_millis() as i64);
        let (message, error) = match source {
            LogSource::Request => ("Request Failed", Some(message)),
            _ => (message, None),
        };
        let line = Line { level, message, error, source: source_of(source), time: &time };
        if let (Some(file), LogSource::Console) = (&self.console, source) {
            return write(file, &Line { source: None, ..line }.written(self.form));
        }
        match &self.out {
            None => {}
            Some(Out::File(file)) => write(file, &line.written(self.form)),
            Some(Out::Stream(stream)) => {
                let is_for_people = self.form == LogForm::Text && stream.is_terminal();
                let text = match is_for_people {
                    true => line.for_people(*stream, self.began.elapsed().as_secs()),
                    false => line.written(self.form),
                };
                print(*stream, &format!("{text}\n"));
            }
        }
    }
}

fn append(path: &Path) -> Result<File, Failure> {
    let opened = File::options().append(true).create(true).open(path);
    opened.map_err(|source| Failure::Unwritable { path: path.to_owned(), source })
}

/// A line in one write, so that lines of several threads do not mix. A full disk costs lines, not the run.
fn write(mut file: &File, line: &str) {
    let _ = file.write_all(format!("{line}\n").as_bytes());
}
