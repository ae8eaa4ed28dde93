//! The only way to write markup: elements close by themselves, and every text is escaped.

/// Markup as it grows.
#[derive(Debug, Default)]
pub struct Markup {
    out: String,
}

/// Attributes: names with their values, which are escaped.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Markup {
    /// The document so far.
    pub(super) fn into_page(self) -> String {
        format!("<!doctype html>\n{}\n", self.out)
    }

    /// An element with content.
    pub fn element(
        &mut self,
        tag: &'static str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        content(self);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
        if BLOCKS.contains(&tag) {
            self.out.push('\n');
        }
    }

    /// An element with nothing but text in it.
    pub fn leaf(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &str) {
        self.element(tag, attributes, |markup| markup.text(text));
    }

    /// An element that has no content by its nature.
    pub(super) fn void(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.open(tag, attributes);
        self.out.push('\n');
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// A sentence in which back-quotes mark code.
    pub fn marked(&mut self, text: &str) {
        for (place, piece) in text.split('`').enumerate() {
            if place % 2 == 1 {
                self.leaf("code", &[], piece);
            } else {
                self.text(piece);
            }
        }
    }

    /// A style sheet or script of ours, as it stands.
    pub(super) fn own(&mut self, source: &'static str) {
        self.out.push_str(source);
    }

    /// JSON inside a script element: the one sign that could end the element is spelled otherwise.
    pub(super) fn json(&mut self, json: &str) {
        self.out.push_str(&json.replace('<', "\\u003c"));
    }

    fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }
}

/// Elements that end a line, so that the page can be read as text and compared line by line.
const BLOCKS: [&str; 17] = [
    "head", "title", "style", "script", "header", "section", "article", "figure", "div", "h1",
    "h2", "h3", "p", "table", "tr", "ul", "svg",
];

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
