//! A value that fits a schema: from its example, default or enumeration, else from its format and type.

use super::document::Document;
use crate::flows::text::Text;
use crate::flows::value::Value;

/// Levels of a value that is made.
const LEVELS_MAX: usize = 6;
/// Values that one body is made of.
const VALUES_MAX: usize = 300;
/// Longest text that is drawn.
const TEXT_LENGTH_MAX: f64 = 200.0;
/// The range that a whole number without bounds is drawn from.
const RANGE: (f64, f64) = (1.0, 100.0);

/// Formats of texts, with what is filled in for them or stands for them.
const FORMATS: [(&str, &str); 9] = [
    ("uuid", "{{uuid}}"),
    ("date-time", "{{now rfc3339}}"),
    ("date", "2026-01-31"),
    ("time", "12:00:00Z"),
    ("email", "user{{counter}}@example.test"),
    ("uri", "https://example.test/{{counter}}"),
    ("url", "https://example.test/{{counter}}"),
    ("hostname", "example.test"),
    ("ipv4", "192.0.2.1"),
];

/// Makes values for one request.
pub(super) struct Maker<'d> {
    document: &'d Document,
    left: usize,
    /// References that are being followed, so that a circle is seen.
    following: Vec<&'d str>,
    /// References that could not be followed.
    pub(super) unfollowed: Vec<String>,
}

impl<'d> Maker<'d> {
    pub(super) const fn new(document: &'d Document) -> Self {
        Self { document, left: VALUES_MAX, following: Vec::new(), unfollowed: Vec::new() }
    }

    /// A value for a schema that stands under `name`.
    pub(super) fn value(&mut self, name: &str, schema: &'d Value) -> Value {
        self.made(name, schema, LEVELS_MAX).unwrap_or(Value::Null)
    }

    /// None where a circle, a bound or another document ends the way.
    fn made(&mut self, name: &str, schema: &'d Value, levels: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        let levels = levels.checked_sub(1)?;
        if let Some(reference) = schema.text_of("$ref") {
            if self.following.contains(&reference) {
                return None;
            }
            let Some(named) = self.document.named(reference) else {
                self.unfollowed.push(reference.to_owned());
                return None;
            };
            self.following.push(reference);
            // A reference is no level of the value.
            let made = self.made(name, named, levels + 1);
            self.following.pop();
            return made;
        }
        if let Some(given) = given(schema) {
            return Some(bounded(given));
        }
        if let Some(choices) = schema.get("enum").map(Value::items).filter(|c| !c.is_empty()) {
            return Some(chosen(choices));
        }
        for key in ["oneOf", "anyOf"] {
            let is_null = |choice: &&Value| choice.text_of("type") == Some("null");
            let choice = schema.items_of(key).iter().find(|choice| !is_null(choice));
            if let Some(made) = choice.and_then(|choice| self.made(name, choice, levels + 1)) {
                return Some(made);
            }
        }
        match kind(schema) {
            "object" => Some(self.object(schema, levels)),
            "array" => Some(self.array(name, schema, levels)),
            "integer" => Some(whole(schema)),
            "number" => Some(number(schema)),
            "boolean" => Some(Value::Bool(true)),
            "null" => Some(Value::Null),
            "string" => Some(Value::Fill(text(name, schema))),
            _ if !schema.items_of("allOf").is_empty() => Some(self.object(schema, levels)),
            _ => Some(Value::Map(Vec::new())),
        }
    }

    fn object(&mut self, schema: &'d Value, levels: usize) -> Value {
        let mut entries = Vec::new();
        self.properties(schema, levels, &mut entries);
        Value::Map(entries)
    }

    /// The properties of a schema and of all that it is made of. Those that only the server sets are left out.
    fn properties(&mut self, schema: &'d Value, levels: usize, entries: &mut Vec<(String, Value)>) {
        for part in schema.items_of("allOf") {
            let reference = part.text_of("$ref").unwrap_or_default();
            let (Some(levels), Some(left)) = (levels.checked_sub(1), self.left.checked_sub(1))
            else {
                return;
            };
            self.left = left;
            if self.following.contains(&reference) {
                continue;
            }
            match self.document.resolved(part) {
                Some(resolved) => {
                    self.following.push(reference);
                    match given(resolved) {
                        Some(Value::Map(given)) => entries.extend(given.iter().cloned()),
                        _ => self.properties(resolved, levels, entries),
                    }
                    self.following.pop();
                }
                None => self.unfollowed.push(reference.to_owned()),
            }
        }
        for (name, property) in schema.entries_of("properties") {
            let is_known = entries.iter().any(|(known, _)| known == name);
            let resolved = self.document.resolved(property).unwrap_or(property);
            if is_known || name.len() > 160 || resolved.is_true("readOnly") {
                continue;
            }
            let required = schema.items_of("required").iter();
            let is_required = required.filter_map(Value::text).any(|known| known == name);
            match self.made(name, property, levels) {
                Some(value) => entries.push((name.clone(), value)),
                // Something has to stand there.
                None if is_required && self.left > 0 => entries.push((name.clone(), Value::Null)),
                None => {}
            }
        }
    }

    fn array(&mut self, name: &str, schema: &'d Value, levels: usize) -> Value {
        let wanted = schema.get("minItems").and_then(Value::number).unwrap_or(1.0);
        let count = wanted.clamp(1.0, 5.0) as usize;
        let items = schema.get("items");
        let made = (0..count).map_while(|_| items.and_then(|items| self.made(name, items, levels)));
        Value::List(made.collect())
    }
}

/// What the schema itself gives as a value.
fn given(schema: &Value) -> Option<&Value> {
    let examples = schema.items_of("examples").first();
    let found = [schema.get("const"), schema.get("example"), examples, schema.get("default")];
    found.into_iter().flatten().find(|value| **value != Value::Null)
}

/// A given value, as long as it is of a size that can be written.
fn bounded(given: &Value) -> Value {
    if given.size_within(VALUES_MAX) > VALUES_MAX || depth(given) > LEVELS_MAX * 2 {
        return Value::Null;
    }
    given.clone()
}

fn depth(value: &Value) -> usize {
    let entries = value.entries().iter().map(|(_, value)| value);
    1 + value.items().iter().chain(entries).map(depth).max().unwrap_or_default()
}

/// One of an enumeration, drawn where the file can write it so.
fn chosen(choices: &[Value]) -> Value {
    let words: Vec<&str> = choices.iter().filter_map(Value::text).take(20).collect();
    let is_word = |word: &&str| {
        !word.is_empty()
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
            && word.len() <= 100
    };
    if words.len() > 1 && words.len() == choices.len().min(20) && words.iter().all(is_word) {
        return Value::Fill(Text::fill(format!("one of {}", words.join(" "))));
    }
    choices.first().map_or(Value::Null, bounded)
}

/// The type, guessed where it is not said; the first that is not `null` of several.
fn kind(schema: &Value) -> &str {
    let named = match schema.get("type") {
        Some(Value::Text(kind)) => Some(kind.as_str()),
        Some(Value::List(kinds)) => kinds.iter().filter_map(Value::text).find(|k| *k != "null"),
        _ => None,
    };
    let guessed = || match schema {
        _ if schema.get("properties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ if schema.get("format").is_some() || schema.get("pattern").is_some() => "string",
        _ => "",
    };
    named.unwrap_or_else(guessed)
}

/// The bounds of a number, in any version's spelling.
fn bounds(schema: &Value) -> (f64, f64) {
    let bound = |key: &str| schema.get(key).and_then(Value::number).filter(|n| n.abs() < 9e15);
    let low =
        bound("minimum").map(|n| if schema.is_true("exclusiveMinimum") { n + 1.0 } else { n });
    let high =
        bound("maximum").map(|n| if schema.is_true("exclusiveMaximum") { n - 1.0 } else { n });
    let low = low.or_else(|| bound("exclusiveMinimum").map(|n| n + 1.0));
    let high = high.or_else(|| bound("exclusiveMaximum").map(|n| n - 1.0));
    match (low, high) {
        (None, None) => RANGE,
        (Some(low), None) => (low, low.max(0.0) + RANGE.1),
        (None, Some(high)) => (RANGE.0.min(high), high),
        (Some(low), Some(high)) => (low, high.max(low)),
    }
}

fn whole(schema: &Value) -> Value {
    let (low, high) = bounds(schema);
    let (low, high) = (low.ceil() as i64, high.floor() as i64);
    match schema.get("multipleOf").and_then(Value::number) {
        Some(step) if step > 1.0 => Value::Number(((low as f64 / step).ceil() * step).to_string()),
        _ => Value::Fill(Text::fill(format!("random {low} {}", high.max(low)))),
    }
}

fn number(schema: &Value) -> Value {
    let (low, high) = bounds(schema);
    if high - low >= 1.0 {
        return whole(schema);
    }
    serde_json::to_string(&f64::midpoint(low, high)).map_or(Value::Null, Value::Number)
}

fn text(name: &str, schema: &Value) -> Text {
    let format = schema.text_of("format").unwrap_or_default();
    let plain = name.to_ascii_lowercase();
    if format == "password" || crate::flows::secret::is_secret_name(name) {
        let length = schema.get("minLength").and_then(Value::number).unwrap_or(0.0);
        return drawn(length.max(12.0));
    }
    let wanted = if format.is_empty() && plain.contains("email") { "email" } else { format };
    if let Some((_, made)) = FORMATS.iter().find(|(known, _)| *known == wanted) {
        return template(made);
    }
    let bound = |key: &str| schema.get(key).and_then(Value::number);
    let low = bound("minLength").unwrap_or(0.0);
    drawn(bound("maxLength").unwrap_or(8.0).min(8.0).max(low))
}

fn drawn(length: f64) -> Text {
    Text::fill(format!("random text {}", length.clamp(1.0, TEXT_LENGTH_MAX) as u32))
}

/// A text of the table above, with its one value.
fn template(made: &str) -> Text {
    let Some((before, rest)) = made.split_once("{{") else { return Text::literal(made) };
    let (inner, after) = rest.split_once("}}").unwrap_or((rest, ""));
    let mut text = Text::literal(before);
    text.push(&Text::fill(inner));
    text.then(after)
}
