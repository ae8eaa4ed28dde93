//! The sheet: rows of cells, quoted where they must be.

/// Signs that make a spreadsheet take a text for a formula.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Rows as they are written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    out: String,
    is_begun: bool,
}

impl Sheet {
    /// The whole file.
    pub(super) fn into_text(self) -> String {
        self.out
    }

    /// Text from outside. One that a spreadsheet would execute begins with an apostrophe.
    pub(super) fn text(&mut self, text: &str) {
        let guard = if text.starts_with(FORMULA_SIGNS) { "'" } else { "" };
        let text = format!("{guard}{text}");
        if text.contains(['"', ',', '\n', '\r']) {
            self.cell(&format!("\"{}\"", text.replace('"', "\"\"")));
        } else {
            self.cell(&text);
        }
    }

    /// A number, in full; an empty cell where there is none.
    pub(super) fn number(&mut self, number: Option<f64>) {
        let text = number.filter(|number| number.is_finite());
        self.cell(&text.map_or_else(String::new, |number| number.to_string()));
    }

    /// A whole number.
    pub(super) fn whole(&mut self, number: u64) {
        self.cell(&number.to_string());
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.out.push('\n');
        self.is_begun = false;
    }

    fn cell(&mut self, cell: &str) {
        if self.is_begun {
            self.out.push(',');
        }
        self.is_begun = true;
        self.out.push_str(cell);
    }
}
