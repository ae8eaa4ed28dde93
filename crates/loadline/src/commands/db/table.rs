//! Tables of text: columns as wide as their widest cell, numbers to the right; or as Markdown.

use super::out::{ListFormat, printable};

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// Columns, from the first, that are text rather than numbers.
    texts: usize,
}

impl Table {
    /// A table whose first `texts` columns and whose last one are text.
    pub(super) fn new(head: &[&'static str], texts: usize) -> Self {
        Self { head: head.to_vec(), rows: Vec::new(), texts }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.into_iter().map(|cell| printable(&cell)).collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
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
                if column < self.texts || column == last {
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
