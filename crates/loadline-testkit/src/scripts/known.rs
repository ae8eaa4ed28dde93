//! Differences that are meant, each with its reason: a file of lines `case | kind | text | reason`, where `*` stands
//! for any case or any text. Empty lines and those that begin with `#` say nothing.

use std::fs;
use std::io;
use std::path::Path;

use super::differences::Difference;

/// Differences that are meant.
#[derive(Debug, Clone, Default)]
pub struct KnownDifferences {
    lines: Vec<[String; 4]>,
}

impl KnownDifferences {
    /// Reads a file of them.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or a line has not four parts.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let mut lines = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let parts: Vec<String> = line.split(" | ").map(|it| it.trim().to_owned()).collect();
            let wrong =
                || io::Error::other(format!("`{line}` is not `case | kind | text | reason`"));
            lines.push(<[String; 4]>::try_from(parts).map_err(|_| wrong())?);
        }
        Ok(Self { lines })
    }

    /// Why a difference is meant, if it is.
    #[must_use]
    pub fn reason(&self, case: &str, difference: &Difference) -> Option<&str> {
        let explains = |[of_case, kind, text, _]: &&[String; 4]| {
            (of_case == "*" || case.contains(of_case.as_str()))
                && kind == difference.kind
                && (text == "*" || difference.text.contains(text.as_str()))
        };
        self.lines.iter().find(explains).map(|[_, _, _, reason]| &**reason)
    }
}
