//! The document: blocks that fit, and text from outside made harmless.

/// Bytes of the whole at most. GitHub takes 65,536 characters, and a character is at least a byte.
pub(super) const LENGTH_MAX: usize = 65_536;
/// Bytes kept free for the line that says what was left out.
const RESERVE: usize = 200;
/// Characters of one text from outside at most.
const TEXT_MAX: usize = 160;

/// Markdown as it grows.
#[derive(Debug, Default)]
pub(super) struct Document {
    out: String,
    is_cut: bool,
}

impl Document {
    /// The whole text, with a remark where something did not fit.
    pub(super) fn into_text(mut self) -> String {
        if self.is_cut {
            self.out.push_str(
                "\nMore than fits a comment was left out; the other formats have it all.\n",
            );
        }
        self.out
    }

    /// A paragraph, a heading, or another block that stands or falls as a whole.
    pub(super) fn block(&mut self, text: &str) {
        let lines = format!("{}{text}\n", if self.out.is_empty() { "" } else { "\n" });
        self.add(&lines);
    }

    /// A table: figures stand to the right, the columns `texts` to the left. Rows that do not fit are left out.
    pub(super) fn table(&mut self, heads: &[&str], texts: &[usize], rows: &[Vec<String>]) {
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let cells: Vec<&str> = cells.collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let sides = |place: usize| if texts.contains(&place) { ":--" } else { "--:" };
        let head = line(&mut heads.iter().copied());
        let rule = line(&mut (0..heads.len()).map(sides));
        if !self.add(&format!("\n{head}{rule}")) {
            return;
        }
        for row in rows {
            if !self.add(&line(&mut row.iter().map(String::as_str))) {
                return;
            }
        }
    }

    fn add(&mut self, text: &str) -> bool {
        let fits = !self.is_cut && self.out.len() + text.len() <= LENGTH_MAX - RESERVE;
        if fits {
            self.out.push_str(text);
        }
        self.is_cut = !fits;
        fits
    }
}

/// Text from outside as code on one line, cut where it is long; fit for a cell of a table.
pub(super) fn code(text: &str) -> String {
    let mut plain: String = text
        .chars()
        .take(TEXT_MAX)
        .map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c })
        .collect();
    if text.chars().nth(TEXT_MAX).is_some() {
        plain.push('…');
    }
    let plain = plain.trim();
    if plain.is_empty() {
        return "–".to_owned();
    }
    let longest = plain.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if plain.starts_with('`') || plain.ends_with('`') { " " } else { "" };
    // Within a table a bar ends a cell even in code.
    format!("{fence}{space}{}{space}{fence}", plain.replace('|', "\\|"))
}

/// Signs that turn the direction of text around.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A sentence of ours in which back-quotes mark text from outside.
pub(super) fn marked(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    pieces.map(|(place, piece)| if place % 2 == 1 { code(piece) } else { prose(piece) }).collect()
}

/// Words that are to be read as they stand: signs of markup are escaped.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // No mention may reach anybody.
            '@' => out.push_str("&#64;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
