//! Colours, or none.

/// Puts text in a colour where colours are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    has_colour: bool,
}

impl Ink {
    pub(super) const fn new(has_colour: bool) -> Self {
        Self { has_colour }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn white(self, text: &str) -> String {
        self.paint("37", text)
    }

    pub(super) fn figure(self, text: &str) -> String {
        self.paint("36", text)
    }

    /// Green for what held, red for what did not.
    pub(super) fn outcome(self, is_ok: bool, text: &str) -> String {
        self.paint(if is_ok { "32" } else { "31" }, text)
    }

    /// The text between the escapes that `code` stands for.
    pub(super) fn paint(self, code: &str, text: &str) -> String {
        if self.has_colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The mark of an outcome.
pub(super) const fn mark(is_ok: bool) -> &'static str {
    if is_ok { "✓" } else { "✗" }
}
