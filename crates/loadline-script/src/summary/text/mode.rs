//! The one door to the layouts.

use super::ink::Ink;
use super::{compact, legacy};
use crate::options::SummaryMode;
use crate::summary::Results;

impl Results {
    /// The summary as text, coloured where the standard output is a terminal.
    pub fn text(&self, mode: SummaryMode) -> String {
        let ink = Ink::new(self.is_stdout_tty && !self.options.no_color);
        match mode {
            SummaryMode::Compact => compact::text(self, ink, false),
            SummaryMode::Full => compact::text(self, ink, true),
            SummaryMode::Legacy => legacy::text(self, ink),
            SummaryMode::Disabled => String::new(),
        }
    }
}
