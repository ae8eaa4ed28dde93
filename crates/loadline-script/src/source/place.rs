//! Places in sources, and the way back from generated code to what was written.
//!
//! Lines and columns count from one. Inside, columns are bytes of UTF-8, as QuickJS reports them; a [`Place`],
//! which people read, counts characters.

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
    /// A file as a whole.
    pub(super) fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0 }
    }

    /// The place of a byte of that text.
    pub(super) fn of_offset(file: impl Into<String>, text: &str, offset: usize) -> Self {
        let (line, column) = of_offset(text.as_bytes(), offset);
        Self { file: file.into(), line, column }
    }

    /// `file:line:column: `, or less when less is known; empty without a file.
    pub(super) fn prefix(&self) -> String {
        match (self.file.is_empty(), self.line) {
            (true, _) => String::new(),
            (false, 0) => format!("{}: ", self.file),
            (false, line) => format!("{}:{line}:{}: ", self.file, self.column),
        }
    }
}

/// Line and column, in characters, of a byte of a text; of a byte past its end, the end.
pub(super) fn of_offset(text: &[u8], offset: usize) -> (u32, u32) {
    let before = &text[..offset.min(text.len())];
    let line = before.iter().filter(|&&byte| byte == b'\n').count();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    (counted(line) + 1, counted(characters(&before[start..])) + 1)
}

/// How many characters begin in those bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The column in characters for one in bytes.
pub(super) fn shown_column(text: &str, line: u32, column: u32) -> u32 {
    let Some(line) = text.split('\n').nth(line.saturating_sub(1) as usize) else { return column };
    let before = line.len().min(column.saturating_sub(1) as usize);
    counted(characters(&line.as_bytes()[..before])) + 1
}

/// A count as a line or column: sources are far below 4 GiB.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1)
}

/// From places in generated code to places in the original.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceMap {
    /// Bytes put before the first line.
    pub(super) shift: u32,
    /// Where parts of the generated code come from, in its order; none when it is as it was written.
    pub(super) marks: Option<Box<[Mark]>>,
    /// The files that a bundle was made of.
    pub(super) sources: Vec<String>,
}

/// From here on the generated code comes from there: lines and columns from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// In bytes.
    pub(super) generated: (u32, u32),
    /// In bytes in the module's own file, in UTF-16 units in a bundle's source.
    pub(super) original: (u32, u32),
    /// The bundle's source; none for the module's own file.
    pub(super) source: Option<u32>,
}

impl PlaceMap {
    /// The line and column of the original for those of the generated code, and the bundle's source they are in.
    pub(super) fn original(&self, line: u32, column: u32) -> (u32, u32, Option<&str>) {
        let column = if line == 1 { column.saturating_sub(self.shift).max(1) } else { column };
        let Some(marks) = &self.marks else { return (line, column, None) };
        let after = marks.partition_point(|mark| mark.generated <= (line, column));
        let Some(mark) = after.checked_sub(1).and_then(|at| marks.get(at)) else {
            return (1, 1, None);
        };
        let source = mark.source.and_then(|source| self.sources.get(source as usize));
        (mark.original.0, mark.original.1, source.map(String::as_str))
    }
}
