//! A table that scrolls sideways where the screen is narrow, and can be put in another order.

use super::markup::Markup;
use crate::words;

/// A cell: what it says, and the number it is put in order by.
pub(super) struct Cell {
    text: String,
    value: Option<f64>,
}

impl Cell {
    /// A figure; a dash where there is none.
    pub(super) fn figure(value: Option<f64>, format: fn(f64) -> String) -> Self {
        Self { text: value.map_or_else(|| words::NONE.to_owned(), format), value }
    }

    /// A whole number.
    pub(super) fn count(count: u64) -> Self {
        Self { text: words::count(count), value: Some(count as f64) }
    }

    fn is_words(&self) -> bool {
        self.value.is_none() && self.text != words::NONE
    }

    /// Words.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None }
    }
}

/// A row: the first cell names it, the others are figures.
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// A class of its own; empty for most.
    pub(super) class: &'static str,
}

impl Row {
    pub(super) fn new(cells: Vec<Cell>) -> Self {
        Self { cells, class: "" }
    }
}

/// Writes a table; one of several rows can be sorted by its heads where scripts run.
pub(super) fn write(caption: &str, heads: &[&str], rows: &[Row], page: &mut Markup) {
    let class = if rows.len() > 2 { "table sortable" } else { "table" };
    let frame = [("class", class), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)];
    // A column of words stands to the left, its head with it.
    let is_words = |at: usize| rows.iter().any(|row| row.cells.get(at).is_some_and(Cell::is_words));
    page.element("div", &frame, |page| {
        page.element("table", &[], |page| {
            page.element("thead", &[], |page| {
                page.element("tr", &[], |page| {
                    for (at, head) in heads.iter().enumerate() {
                        let class = if is_words(at) { "words" } else { "" };
                        page.leaf("th", &[("scope", "col"), ("class", class)], head);
                    }
                });
            });
            page.element("tbody", &[], |page| rows.iter().for_each(|row| write_row(row, page)));
        });
    });
}

fn write_row(row: &Row, page: &mut Markup) {
    let own = [("class", row.class)];
    let attributes = if row.class.is_empty() { &[][..] } else { &own[..] };
    page.element("tr", attributes, |page| {
        let Some((name, figures)) = row.cells.split_first() else { return };
        write_cell("th", &[("scope", "row"), ("title", &name.text)], name, page);
        for figure in figures {
            let words = [("class", "words")];
            let attributes = if figure.is_words() { &words[..] } else { &[][..] };
            write_cell("td", attributes, figure, page);
        }
    });
}

fn write_cell(tag: &'static str, own: &[(&'static str, &str)], cell: &Cell, page: &mut Markup) {
    // Six digits tell rows apart.
    let value = cell.value.map(|value| format!("{value:.5e}"));
    let value = value.as_deref().map(|value| ("data-value", value));
    let attributes: Vec<_> = own.iter().copied().chain(value).collect();
    page.leaf(tag, &attributes, &cell.text);
}
