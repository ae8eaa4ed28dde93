//! Values that an earlier JSON answer brought: where they are sent again, they are saved there and filled in.

use std::collections::{BTreeMap, HashMap};

use super::entry::Entry;
use crate::flows::secret::{Secrets, is_secret_name};
use crate::flows::text::Text;
use crate::flows::url::encoded_component;
use crate::flows::value::Value;

/// Values that are remembered of all answers.
const VALUES_MAX: usize = 50_000;
/// A text of at least that many bytes that holds a digit is taken for a key of something.
const KEY_BYTES: usize = 12;
/// Longest value that is looked for.
const VALUE_BYTES_MAX: usize = 4 << 10;
/// Words that mean something else between `{{` and `}}`.
const RESERVED: [&str; 10] =
    ["user", "iteration", "random", "one", "uuid", "counter", "now", "env", "secret", "not"];

/// What answers brought, and what of it was used.
#[derive(Debug, Default)]
pub(super) struct Known {
    found: HashMap<String, Found>,
    /// Names that are taken, by what they are the name of.
    names: BTreeMap<String, String>,
    /// Values that were sent again: by the entry that brought them, name and JSONPath.
    used: BTreeMap<usize, Vec<(String, String)>>,
}

#[derive(Debug)]
struct Found {
    entry: usize,
    key: String,
    path: String,
}

impl Known {
    /// Looks through the answers.
    pub(super) fn of(entries: &[Entry<'_>]) -> Self {
        let mut known = Self::default();
        for (number, entry) in entries.iter().enumerate() {
            if let Some(answer) = entry.answer() {
                known.look_through(number, &answer, "$", "");
            }
        }
        known
    }

    fn look_through(&mut self, entry: usize, value: &Value, path: &str, key: &str) {
        match value {
            Value::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.look_through(entry, item, &format!("{path}[{place}]"), key);
                }
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    self.look_through(entry, value, &format!("{path}{}", step(key)), key);
                }
            }
            Value::Text(text) if is_worth_it(key, text, false) => self.add(entry, text, path, key),
            Value::Number(text) if is_worth_it(key, text, true) => self.add(entry, text, path, key),
            _ => {}
        }
    }

    fn add(&mut self, entry: usize, text: &str, path: &str, key: &str) {
        if self.found.len() < VALUES_MAX && text.len() <= VALUE_BYTES_MAX {
            let found = Found { entry, key: key.to_owned(), path: path.to_owned() };
            self.found.entry(text.to_owned()).or_insert(found);
        }
    }

    /// Whether an answer before the entry `now` brought this value.
    pub(super) fn has(&self, now: usize, text: &str) -> bool {
        self.found.get(text).is_some_and(|found| found.entry < now)
    }

    /// What stands for `text` in the entry `now`, where an earlier answer brought it.
    pub(super) fn fill(&mut self, now: usize, text: &str) -> Option<Text> {
        let found = self.found.get(text).filter(|found| found.entry < now)?;
        let (entry, path) = (found.entry, found.path.clone());
        let name = self.name_of(text, &found.key.clone());
        let saves = self.used.entry(entry).or_default();
        if !saves.iter().any(|(known, _)| *known == name) {
            saves.push((name.clone(), path));
        }
        Some(Text::fill(name))
    }

    /// The name a value is saved under.
    fn name_of(&mut self, value: &str, key: &str) -> String {
        let known = self.names.iter().find(|(_, of)| *of == value).map(|(name, _)| name.clone());
        if let Some(name) = known {
            return name;
        }
        let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let plain: String = key.chars().map(letter).take(40).collect();
        let is_name = plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let wanted = match RESERVED.contains(&plain.as_str()) || !is_name {
            true => format!("saved_{plain}"),
            false => plain,
        };
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let name = names.find(|name| !self.names.contains_key(name)).unwrap_or(wanted);
        self.names.insert(name.clone(), value.to_owned());
        name
    }

    /// A text under a name: a value that is known, a secret, or itself.
    pub(super) fn text(
        &mut self,
        now: usize,
        secrets: &mut Secrets,
        name: &str,
        text: &str,
    ) -> Text {
        if let Some(filled) = self.fill(now, text) {
            return filled;
        }
        secrets.named(name, text)
    }

    /// A header's value; a known one may stand behind the scheme of a credential.
    pub(super) fn header(
        &mut self,
        now: usize,
        secrets: &mut Secrets,
        name: &str,
        text: &str,
    ) -> Text {
        if let Some(filled) = self.fill(now, text) {
            return filled;
        }
        if let Some((scheme, rest)) = text.split_once(' ')
            && let Some(filled) = self.fill(now, rest.trim())
        {
            let mut text = Text::literal(scheme).then(" ");
            text.push(&filled);
            return text;
        }
        secrets.header(name, text)
    }

    /// One piece of a path or query, percent-encoded where it stays as it is.
    pub(super) fn component(
        &mut self,
        now: usize,
        secrets: &mut Secrets,
        name: &str,
        raw: &str,
        decoded: &str,
    ) -> Text {
        let text = self.text(now, secrets, name, decoded);
        match text.is_literal() {
            true if raw.is_empty() => Text::literal(&encoded_component(decoded)),
            true => Text::literal(raw),
            false => text.encoded(),
        }
    }

    /// A JSON body with what is known and what is secret filled in.
    pub(super) fn json(
        &mut self,
        now: usize,
        secrets: &mut Secrets,
        name: &str,
        value: &Value,
    ) -> Value {
        match value {
            Value::Text(text) => Value::Fill(self.text(now, secrets, name, text)),
            Value::Number(number) if is_secret_name(name) => Value::Fill(secrets.of(name, number)),
            Value::List(items) => {
                Value::List(items.iter().map(|item| self.json(now, secrets, name, item)).collect())
            }
            Value::Map(entries) => {
                let entry = |(key, value): &(String, Value)| {
                    (key.clone(), self.json(now, secrets, key, value))
                };
                Value::Map(entries.iter().map(entry).collect())
            }
            other => other.clone(),
        }
    }

    /// The entries whose answers brought something that was sent again.
    pub(super) fn into_used(self) -> BTreeMap<usize, Vec<(String, String)>> {
        self.used
    }
}

/// A step of a JSONPath (RFC 9535).
fn step(key: &str) -> String {
    let is_plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_plain {
        return format!(".{key}");
    }
    let mut quoted = String::from("['");
    for character in key.chars() {
        match character {
            '\'' | '\\' => quoted.extend(['\\', character]),
            control if control < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted + "']"
}

/// Whether a value can be told from one that is the same by accident.
fn is_worth_it(key: &str, text: &str, is_number: bool) -> bool {
    let lower = key.to_ascii_lowercase();
    let is_key = lower == "id" || lower.ends_with("_id") || key.ends_with("Id") || lower == "uuid";
    if is_number {
        return is_key && text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() >= 2;
    }
    let is_token =
        is_secret_name(key) || ["csrf", "nonce", "cursor"].iter().any(|part| lower.contains(part));
    let looks_drawn = text.len() >= KEY_BYTES
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    ((is_key || is_token) && text.len() >= 4) || looks_drawn
}
