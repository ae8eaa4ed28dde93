//! Tables of text: columns as wide as their widest cell, numbers to the right; as Markdown; or on a page (`html`).

use super::out::{ListFormat, printable};
use super::slow::shown;

/// Bytes of a text that a page shows whole.
const WHOLE_BYTES_MAX: usize = 4 << 10;

/// Which column says what a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedBy {
    /// The first: a name.
    First,
    /// The last: a statement, a message.
    Last,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// The whole text of each row's last cell, where that shows its beginning only.
    wholes: Vec<Option<String>>,
    /// Columns, from the first, that are text rather than numbers.
    texts: usize,
    named_by: NamedBy,
}

impl Table {
    /// A table whose first `texts` columns and whose last one are text.
    pub(super) fn new(head: &[&'static str], texts: usize) -> Self {
        Self {
            head: head.to_vec(),
            rows: Vec::new(),
            wholes: Vec::new(),
            texts,
            named_by: NamedBy::Last,
        }
    }

    /// The same, with rows that are about what stands in their first column.
    pub(super) fn named_by_first(self) -> Self {
        Self { named_by: NamedBy::First, ..self }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.into_iter().map(|cell| printable(&cell)).collect());
        self.wholes.push(None);
    }

    /// A row that ends with the beginning of a text, on one line.
    pub(super) fn row_of(&mut self, mut cells: Vec<String>, text: &str) {
        cells.push(shown(text));
        self.row(cells);
        let mut end = text.len().min(WHOLE_BYTES_MAX);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let rest = if end < text.len() { "…" } else { "" };
        if let Some(whole) = self.wholes.last_mut() {
            *whole = Some(format!("{}{rest}", &text[..end]));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn head(&self) -> &[&'static str] {
        &self.head
    }

    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The whole text that a row's last cell is the beginning of.
    pub(super) fn whole(&self, row: usize) -> Option<&str> {
        self.wholes[row].as_deref()
    }

    pub(super) const fn named_by(&self) -> NamedBy {
        self.named_by
    }

    /// The column that says what a row is about.
    pub(super) fn name_column(&self) -> usize {
        match self.named_by {
            NamedBy::First => 0,
            NamedBy::Last => self.head.len() - 1,
        }
    }

    /// Whether a column is text.
    pub(super) fn is_text(&self, column: usize) -> bool {
        column < self.texts || column + 1 == self.head.len()
    }

    /// The whole table with a line break at its end.
    pub(super) fn render(&self, format: ListFormat) -> String {
        if format == ListFormat::Markdown { self.markdown() } else { self.text() }
    }

    fn text(&self) -> String {
        let last = self.head.len() - 1;
        let head: Vec<String> = self.head.iter().map(|&name| name.to_owned()).collect();
        let lines = || std::iter::once(&head).chain(&self.rows);
        let width = |column: usize| lines().map(|row| row[column].chars().count()).max();
        let widths: Vec<usize> = (0..=last).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for row in lines() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                if self.is_text(column) {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
            text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }

    fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let escaped = |cell: &String| cell.replace('|', "\\|").replace('\n', " ");
        let mut text = line(self.head.iter().map(|&name| name.to_owned()).collect());
        text.push_str(&line(vec!["---".to_owned(); self.head.len()]));
        for row in &self.rows {
            text.push_str(&line(row.iter().map(escaped).collect()));
        }
        text
    }
}
