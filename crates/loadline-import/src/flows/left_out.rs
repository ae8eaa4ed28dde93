//! What a conversion left out or changed, counted by reason, for the person who asked for it.

/// Examples named for one reason.
const EXAMPLES_MAX: usize = 3;
/// Reasons kept apart.
const REASONS_MAX: usize = 100;
/// Characters of an example that are shown.
const EXAMPLE_CHARS: usize = 80;

/// Notes by reason, in the order they came up first.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    reasons: Vec<Reason>,
}

#[derive(Debug)]
struct Reason {
    text: String,
    count: usize,
    examples: Vec<String>,
}

impl LeftOut {
    /// Counts one more for this reason; `example` says which, where it is not empty.
    pub(super) fn note(&mut self, reason: &str, example: &str) {
        let known = self.reasons.iter().position(|known| known.text == reason);
        let place = match known {
            Some(place) => place,
            None if self.reasons.len() == REASONS_MAX => return,
            None => {
                let text = reason.to_owned();
                self.reasons.push(Reason { text, count: 0, examples: Vec::new() });
                self.reasons.len() - 1
            }
        };
        let reason = &mut self.reasons[place];
        reason.count += 1;
        let example = shown(example);
        let is_new = !example.is_empty() && !reason.examples.contains(&example);
        if is_new && reason.examples.len() < EXAMPLES_MAX {
            reason.examples.push(example);
        }
    }

    /// A line for each reason.
    pub(super) fn lines(&self) -> Vec<String> {
        self.reasons.iter().map(Reason::line).collect()
    }
}

impl Reason {
    fn line(&self) -> String {
        let count = if self.count > 1 { format!(" ({} times)", self.count) } else { String::new() };
        let more = if self.count > self.examples.len() { ", …" } else { "" };
        match &self.examples[..] {
            [] => format!("{}{count}", self.text),
            examples => format!("{}{count}: {}{more}", self.text, examples.join(", ")),
        }
    }
}

/// One line of at most 80 characters.
fn shown(text: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = text.chars().map(clean).take(EXAMPLE_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
