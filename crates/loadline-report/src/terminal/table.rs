//! Tables of the summary: one name on the left, figures flush right beneath their heads.
//!
//! All tables share one set of columns, so that the eye finds a figure at the same place in each.

use std::fmt;

use super::ink::Ink;
use crate::words;

/// Columns the name may take, indentation included.
const NAME_WIDTH: usize = 28;
/// Columns of each figure; with the margin a line takes 97.
const FIGURE_WIDTHS: [usize; 8] = [11, 10, 8, 8, 8, 8, 8, 8];

/// Figures of one row, at most as many as there are columns.
pub(super) struct Row {
    pub(super) indent: usize,
    pub(super) name: String,
    pub(super) figures: Vec<String>,
    /// Whether to draw the eye to it.
    pub(super) is_bad: bool,
}

/// Writes the head of a table after a blank line.
pub(super) fn write_head(
    title: &str,
    heads: &[&str],
    ink: Ink,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let figures = aligned(heads.iter().copied());
    writeln!(out)?;
    writeln!(out, "  {}{}", ink.bold(&padded(title, NAME_WIDTH)), ink.dim(figures.trim_end()))
}

/// Writes one row.
pub(super) fn write_row(row: &Row, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let indent = " ".repeat(row.indent);
    let name = shortened(&words::plain(&row.name), NAME_WIDTH - row.indent);
    let name = padded(&name, NAME_WIDTH - row.indent);
    let figures = aligned(row.figures.iter().map(String::as_str));
    let line = format!("{indent}{name}{}", figures.trim_end());
    writeln!(out, "  {}", if row.is_bad { ink.bad(&line) } else { line })
}

/// Writes a line that names the rows below it.
pub(super) fn write_subhead(text: &str, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    writeln!(out, "  {}", ink.dim(text))
}

/// A blank stands before each figure, however wide it is.
fn aligned<'a>(figures: impl Iterator<Item = &'a str>) -> String {
    let cell = |(figure, width): (&str, usize)| format!(" {figure:>width$}", width = width - 1);
    figures.zip(FIGURE_WIDTHS).map(cell).collect()
}

/// Fills `text` with blanks up to `width` characters.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}

/// Cuts the middle out of text that is wider than `width`: names differ at both ends.
pub(super) fn shortened(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let tail = (width - 1) / 2;
    let head = width - 1 - tail;
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(length - tail).collect();
    format!("{first}…{last}")
}
