//! Printing: data to stdout, everything else to stderr, colours where they are welcome.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;

/// The live view, while there is one: what is printed meanwhile goes above it.
static LIVE: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// The narrowest terminal that is catered for; also what is taken for granted where nobody knows.
const WIDTH_MIN: usize = 48;

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Data.
    Stdout,
    /// Everything else.
    Stderr,
}

impl Stream {
    /// Whether colours are welcome there: a terminal, and nobody set `NO_COLOR`.
    pub(crate) fn has_colour(self) -> bool {
        self.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    /// Whether a person is looking.
    pub(crate) fn is_terminal(self) -> bool {
        match self {
            Self::Stdout => std::io::stdout().is_terminal(),
            Self::Stderr => std::io::stderr().is_terminal(),
        }
    }
}

/// Columns of the terminal that stderr is.
pub(crate) fn terminal_width() -> usize {
    let size = rustix::termios::tcgetwinsize(std::io::stderr());
    size.map_or(0, |size| usize::from(size.ws_col)).max(WIDTH_MIN)
}

/// Keeps what is printed from now on clear of `bar`, or of none.
pub(crate) fn keep_clear_of(bar: Option<ProgressBar>) {
    *LIVE.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// Prints `text` as it is. A reader that went away, as `head` does, is no error.
pub(crate) fn print(stream: Stream, text: &str) {
    let write = || match stream {
        Stream::Stdout => std::io::stdout().write_all(text.as_bytes()),
        Stream::Stderr => std::io::stderr().write_all(text.as_bytes()),
    };
    let live = LIVE.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = match &*live {
        Some(bar) => bar.suspend(write),
        None => write(),
    };
}

/// Prints a line of data.
pub(crate) fn line(text: &str) {
    print(Stream::Stdout, &format!("{text}\n"));
}

/// Prints a remark to the person at the terminal.
pub(crate) fn note(text: &str) {
    print(Stream::Stderr, &format!("{text}\n"));
}

/// Prints a warning: something went on without what was asked for.
pub(crate) fn warning(text: &str) {
    note(&format!("{} {text}", painted(Stream::Stderr, "1;33", "warning:")));
}

/// Prints what to do next.
pub(crate) fn hint(text: &str) {
    note(&format!("{} {text}", painted(Stream::Stderr, "36", "hint:")));
}

/// Text that a terminal shows rather than obeys: names and statements are whatever somebody put into a server.
pub(crate) fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// `text` in a colour where that is welcome.
pub(crate) fn painted(stream: Stream, code: &str, text: &str) -> String {
    if stream.has_colour() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
