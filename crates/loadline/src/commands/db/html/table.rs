//! A table on a page: figures that can be put in order, bars behind shares, rows as cards where the screen is narrow.
//!
//! Deliberately not here: how figures are written. They come as text and are read back for their order.

use loadline_report::Markup;

use super::super::table::{NamedBy, Table};

/// Characters of a long text that are shown before it is opened.
const OPENED_FROM: usize = 160;

/// What stands where there is no figure.
const NONE: &str = "–";

/// Units of figures, longest first where one ends another, with what they come to in the smallest of their kind.
const UNITS: [(&str, f64); 12] = [
    (" bytes", 1.0),
    (" KB", 1_024.0),
    (" MB", 1_048_576.0),
    (" GB", 1_073_741_824.0),
    (" TB", 1_099_511_627_776.0),
    (" ms", 1e-3),
    (" min", 60.0),
    (" days", 86_400.0),
    (" h", 3_600.0),
    (" s", 1.0),
    ("%", 0.01),
    ("", 1.0),
];

impl Table {
    /// Writes it with a caption for those who do not see it.
    pub(super) fn write_html(&self, caption: &str, page: &mut Markup) {
        let class = if self.rows().len() > 2 { "table sortable rows" } else { "table rows" };
        let frame =
            [("class", class), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)];
        page.element("div", &frame, |page| {
            page.element("table", &[], |page| {
                page.element("thead", &[], |page| {
                    page.element("tr", &[], |page| {
                        for (column, name) in self.head().iter().enumerate() {
                            let class = if self.is_text(column) { "words" } else { "" };
                            page.leaf("th", &[("scope", "col"), ("class", class)], name);
                        }
                    });
                });
                page.element("tbody", &[], |page| {
                    for place in 0..self.rows().len() {
                        page.element("tr", &[], |page| self.write_row(place, page));
                    }
                });
            });
        });
    }

    fn write_row(&self, place: usize, page: &mut Markup) {
        for (column, (cell, name)) in self.rows()[place].iter().zip(self.head()).enumerate() {
            if column == self.name_column() {
                let attributes = [("scope", "row"), ("class", "words name")];
                page.element("th", &attributes, |page| self.write_name(place, cell, page));
            } else if self.is_text(column) {
                page.leaf("td", &[("class", "words"), ("data-name", name)], cell);
            } else {
                write_figure(name, cell, page);
            }
        }
    }

    /// What the row is about; a long text opens on demand.
    fn write_name(&self, place: usize, cell: &str, page: &mut Markup) {
        let whole = self.whole(place).unwrap_or(cell);
        if self.named_by() == NamedBy::First {
            page.text(cell);
        } else if whole.chars().count() <= OPENED_FROM {
            page.leaf("code", &[], whole);
        } else {
            let beginning: String = whole.chars().take(OPENED_FROM).chain(['…']).collect();
            page.element("details", &[("class", "long")], |page| {
                page.element("summary", &[], |page| page.leaf("code", &[], &beginning));
                page.leaf("code", &[], whole);
            });
        }
    }
}

/// A figure with the number it is put in order by; a share with a bar behind it.
fn write_figure(name: &str, text: &str, page: &mut Markup) {
    let value = value(text);
    let number = value.map(|value| format!("{value:.9e}"));
    let mut attributes = vec![("data-name", name)];
    attributes.extend(number.as_deref().map(|number| ("data-value", number)));
    let Some(share) = value.filter(|_| name == "share") else {
        attributes.extend((text == NONE).then_some(("class", "none")));
        page.leaf("td", &attributes, text);
        return;
    };
    attributes.push(("class", "share"));
    page.element("td", &attributes, |page| {
        let width = format!("width:{:.1}%", share.clamp(0.0, 1.0) * 100.0);
        page.element("span", &[("class", "bar")], |page| page.leaf("i", &[("style", &width)], ""));
        page.leaf("b", &[], text);
    });
}

/// The number that a text begins with, in the smallest unit of its kind; none where it begins with none.
fn value(text: &str) -> Option<f64> {
    let digits =
        text.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-')).unwrap_or(text.len());
    let number: f64 = text[..digits].replace(',', "").parse().ok()?;
    let (_, factor) = UNITS.into_iter().find(|(unit, _)| text[digits..].starts_with(unit))?;
    Some(number * factor)
}

#[cfg(test)]
mod tests;
