//! Keeps secrets out of everything that leaves the engine as text.

/// What stands in a secret's place.
pub(super) const MARK: &str = "[secret]";

/// Headers whose value is never shown, whoever set it.
const SECRET_HEADERS: [&str; 5] =
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "authentication-info"];

/// The secrets of a flow, in each form in which they may be met.
#[derive(Debug, Default)]
pub(super) struct Redactor {
    /// The longest first: one may be the beginning of another.
    forms: Vec<Vec<u8>>,
}

impl Redactor {
    pub(super) fn new(secrets: &[String]) -> Self {
        let mut forms: Vec<Vec<u8>> = Vec::new();
        for secret in secrets {
            let mut filled = |escape: fn(&str, &mut String)| {
                let mut out = String::new();
                escape(secret, &mut out);
                if !forms.contains(&out.as_bytes().to_vec()) {
                    forms.push(out.into_bytes());
                }
            };
            filled(super::fill::plain);
            filled(super::fill::json);
            // A server that shows a document it was sent as a text within its own.
            filled(|text, out| {
                let mut once = String::new();
                super::fill::json(text, &mut once);
                super::fill::json(&once, out);
            });
            filled(super::fill::form);
            filled(|text, out| out.extend(crate::http1::escaped_path(text)));
        }
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        Self { forms }
    }

    /// The first `limit` bytes as text with every secret replaced, and a sign where there is more. A secret
    /// across the end is seen as well: it is looked for in all of `bytes`.
    pub(super) fn excerpt(&self, bytes: &[u8], limit: usize) -> String {
        let mut shown = Vec::new();
        let mut at = 0;
        while at < bytes.len().min(limit) {
            match self.forms.iter().find(|form| bytes[at..].starts_with(form)) {
                Some(form) => {
                    shown.extend_from_slice(MARK.as_bytes());
                    at += form.len();
                }
                None => {
                    shown.push(bytes[at]);
                    at += 1;
                }
            }
        }
        let mut text = String::from_utf8_lossy(&shown).into_owned();
        if at < bytes.len() {
            text.push('…');
        }
        text
    }

    /// A short text with every secret replaced.
    pub(super) fn text(&self, text: &str) -> String {
        if self.forms.is_empty() {
            text.to_owned()
        } else {
            self.excerpt(text.as_bytes(), usize::MAX)
        }
    }

    /// The fields of a head, in which values that prove something are not shown at all.
    pub(super) fn head(&self, head: &[u8], limit: usize) -> String {
        let mut bare = Vec::new();
        for line in head.split_inclusive(|byte| *byte == b'\n') {
            let name = line.iter().position(|byte| *byte == b':').map(|colon| &line[..colon]);
            let is_secret = name.is_some_and(|name| {
                SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret.as_bytes()))
            });
            match name {
                Some(name) if is_secret => {
                    bare.extend_from_slice(name);
                    bare.extend_from_slice(format!(": {MARK}\n").as_bytes());
                }
                _ => bare.extend(line.iter().filter(|byte| **byte != b'\r')),
            }
        }
        self.excerpt(bare.trim_ascii_end(), limit)
    }
}
