//! The only way to write XML here: elements close by themselves, and every text is escaped.

use std::fmt::Write as _;

/// Attributes: names with their values, which are escaped.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

/// XML as it grows, indented by two spaces a level.
#[derive(Debug, Default)]
pub(super) struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    /// The document so far.
    pub(super) fn into_document(self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", self.out)
    }

    /// An element with others in it.
    pub(super) fn element(
        &mut self,
        tag: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes, ">\n");
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.indent();
        self.add(format_args!("</{tag}>\n"));
    }

    /// An element with nothing but text in it, or with nothing.
    pub(super) fn leaf(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        if text.is_empty() {
            return self.open(tag, attributes, "/>\n");
        }
        self.open(tag, attributes, ">");
        escape(text, &mut self.out);
        self.add(format_args!("</{tag}>\n"));
    }

    fn open(&mut self, tag: &str, attributes: Attributes<'_>, end: &str) {
        self.indent();
        self.add(format_args!("<{tag}"));
        for (name, value) in attributes {
            self.add(format_args!(" {name}=\""));
            escape(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push_str(end);
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn add(&mut self, piece: std::fmt::Arguments<'_>) {
        self.out.write_fmt(piece).expect("writing to a string cannot fail");
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no way to write these two and the controls but as what stands for them.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
