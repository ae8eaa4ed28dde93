//! Places in sources, and the way back from generated code to what was written.
//!
//! Lines and columns count from one; columns are bytes of UTF-8, as QuickJS reports them.

/// A place in a file as the author sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The path, relative to the working folder where it lies inside, or the URL.
    pub(crate) file: String,
    /// The line, from 1; 0 means the file as a whole.
    pub(crate) line: u32,
    /// The column, from 1, in characters.
    pub(crate) column: u32,
}

impl Place {
    /// `file:line:column: `, or less when less is known; empty without a file.
    pub(super) fn prefix(&self) -> String {
        match (self.file.is_empty(), self.line) {
            (true, _) => String::new(),
            (false, 0) => format!("{}: ", self.file),
            (false, line) => format!("{}:{line}:{}: ", self.file, self.column),
        }
    }
}

/// From places in generated code to places in the original.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceMap {
    /// Bytes put before the first line.
    pub(super) shift: u32,
    /// Where parts of the generated code come from, in its order; none when it is as it was written.
    pub(super) marks: Option<Box<[Mark]>>,
}

/// From here on the generated code comes from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) generated: (u32, u32),
    pub(super) original: (u32, u32),
}

impl PlaceMap {
    /// The line and column of the original for those of the generated code.
    pub(crate) fn original(&self, line: u32, column: u32) -> (u32, u32) {
        let column = if line == 1 { column.saturating_sub(self.shift).max(1) } else { column };
        let Some(marks) = &self.marks else { return (line, column) };
        let after = marks.partition_point(|mark| mark.generated <= (line, column));
        match after.checked_sub(1).and_then(|at| marks.get(at)) {
            Some(mark) => mark.original,
            None => (1, 1),
        }
    }
}
