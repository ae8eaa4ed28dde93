//! From a YAML value to the JSON text of a body, with its `{{…}}` kept.
//!
//! Numbers that JSON can write stay as they are written, `true`, `false` and nothing become JSON's own, all
//! else is a string. A string that is nothing but a number to fill in, such as `{{user}}` or `{{random 1 9}}`,
//! is a number: YAML cannot write one of those without quotes.

use super::names::Names;
use super::text::read_template;
use crate::file::template::{Part, Template};
use crate::yaml::reader::Reader;
use crate::yaml::{Kind, Node};

/// The JSON text of a node; none when something in it cannot be read.
pub(super) fn json_template(
    reader: &mut Reader,
    node: &Node,
    names: &mut Names,
) -> Option<Template> {
    let mut json = Json { text: Template::default(), reader, names, complete: true };
    json.value(node);
    json.complete.then_some(json.text)
}

struct Json<'a> {
    text: Template,
    reader: &'a mut Reader,
    names: &'a mut Names,
    complete: bool,
}

impl Json<'_> {
    fn value(&mut self, node: &Node) {
        match &node.kind {
            Kind::Mapping(entries) => {
                self.text.push_text("{");
                for (place, entry) in entries.iter().enumerate() {
                    self.text.push_text(if place == 0 { "" } else { "," });
                    self.string(&Template::constant(&*entry.key.text));
                    self.text.push_text(":");
                    self.value(&entry.value);
                }
                self.text.push_text("}");
            }
            Kind::Sequence(nodes) => {
                self.text.push_text("[");
                for (place, node) in nodes.iter().enumerate() {
                    self.text.push_text(if place == 0 { "" } else { "," });
                    self.value(node);
                }
                self.text.push_text("]");
            }
            Kind::Scalar(_) if node.is_null() => self.text.push_text("null"),
            Kind::Scalar(scalar) => match bare(&scalar.text).filter(|_| scalar.plain) {
                Some(bare) => self.text.push_text(bare),
                None => self.template(node),
            },
        }
    }

    fn template(&mut self, node: &Node) {
        match read_template(self.reader, node, "a text", self.names) {
            Some(template) => match template.parts() {
                [number] if number.is_number() => self.text.push_value(number.clone()),
                _ => self.string(&template),
            },
            None => self.complete = false,
        }
    }

    fn string(&mut self, template: &Template) {
        self.text.push_text("\"");
        for part in template.parts() {
            match part {
                Part::Text(text) => self.text.push_text(&escaped(text)),
                value => self.text.push_value(value.clone()),
            }
        }
        self.text.push_text("\"");
    }
}

/// A plain scalar that JSON writes without quotes.
fn bare(text: &str) -> Option<&str> {
    match text {
        "true" | "True" | "TRUE" => Some("true"),
        "false" | "False" | "FALSE" => Some("false"),
        _ => is_number(text).then_some(text),
    }
}

/// RFC 8259, section 6.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// RFC 8259, section 7: what must be escaped, and nothing else.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            control if control < ' ' => escaped.push_str(&format!("\\u{:04x}", control as u32)),
            other => escaped.push(other),
        }
    }
    escaped
}
