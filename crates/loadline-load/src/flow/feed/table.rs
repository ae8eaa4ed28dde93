//! The rows of one feed in one compact buffer: all cells as one text, and where each of them ends.

/// The most memory one feed takes, text and places together.
pub const FEED_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Rows with the same named columns.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    text: String,
    /// The end of each cell in the text, row by row.
    ends: Vec<u32>,
}

/// A line that cannot be taken, and why.
#[derive(Debug)]
pub(super) struct BadLine {
    pub(super) line: Option<u64>,
    pub(super) why: String,
}

impl BadLine {
    pub(super) fn at(line: u64, why: impl Into<String>) -> Self {
        Self { line: Some(line), why: why.into() }
    }
}

impl Table {
    /// A table with these columns; each needs a name of its own.
    pub(super) fn new(columns: Vec<String>) -> Result<Self, BadLine> {
        for (place, column) in columns.iter().enumerate() {
            if columns[..place].contains(column) {
                return Err(BadLine::at(1, format!("there are two columns `{column}`")));
            }
        }
        Ok(Self { columns, ..Self::default() })
    }

    /// Adds a row, one cell for each column.
    pub(super) fn push<'c>(
        &mut self,
        line: u64,
        cells: impl Iterator<Item = &'c str>,
    ) -> Result<(), BadLine> {
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(self.text.len() as u32);
        }
        if self.text.len() + size_of_val(&self.ends[..]) > FEED_BYTES_MAX {
            let limit = FEED_BYTES_MAX / (1024 * 1024);
            let why =
                format!("the feed passes the limit of {limit} MiB; split it, or leave columns out");
            return Err(BadLine::at(line, why));
        }
        Ok(())
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.len() / self.columns.len().max(1)
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let place = row * self.columns.len() + column;
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.text[start..self.ends[place] as usize]
    }

    /// Gives back what was taken ahead while it grew.
    pub(super) fn shrunk(mut self) -> Self {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self
    }
}
