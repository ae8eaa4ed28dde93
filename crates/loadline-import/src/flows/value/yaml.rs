//! YAML into the tree, for API descriptions: 64 levels, and a bound on the number of values and on their text,
//! counted after aliases are followed. Tags are passed over, of several documents the first is read.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{Value, once};
use crate::results::ImportError;

const DEPTH_MAX: usize = 64;
const VALUES_MAX: usize = 1_000_000;
const TEXT_BYTES_MAX: usize = 64 << 20;

/// Reads the first document of a YAML text.
pub(in crate::flows) fn read_yaml(text: &str) -> Result<Value, ImportError> {
    Builder::default().build(text)
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Value>,
    root: Option<Value>,
    values: usize,
    text_bytes: usize,
}

/// A list or map whose end has not come yet.
struct Open {
    anchor: usize,
    items: Vec<Value>,
    /// Set for a map.
    map: Option<OpenMap>,
}

/// The entries so far, and the key whose value has not come yet.
type OpenMap = (Vec<(String, Value)>, Option<String>);

impl Builder {
    fn build(mut self, text: &str) -> Result<Value, ImportError> {
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let (line, column) = (error.marker().line(), error.marker().col() + 1);
                let message = format!("this is not YAML: {}", error.info());
                ImportError::at(line as u64, column as u64, message)
            })?;
            match event {
                Event::DocumentEnd => break,
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    self.finished(scalar(&text, plain), anchor, span)?;
                }
                Event::SequenceStart(anchor, _) => self.opened(anchor, None, span)?,
                Event::MappingStart(anchor, _) => {
                    self.opened(anchor, Some((Vec::new(), None)), span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let open = self.open.pop().expect("an end follows its start");
                    let value = match open.map {
                        Some((entries, _)) => Value::Map(once(entries)),
                        None => Value::List(open.items),
                    };
                    self.finished(value, open.anchor, span)?;
                }
                Event::Alias(anchor) => {
                    let value = self.anchors.get(&anchor).cloned();
                    let value = value.ok_or_else(|| mistake(span, "an alias of nothing"))?;
                    self.finished(value, 0, span)?;
                }
                _ => {}
            }
        }
        self.root.ok_or_else(|| ImportError::file("the file is empty"))
    }

    fn opened(
        &mut self,
        anchor: usize,
        map: Option<OpenMap>,
        span: Span,
    ) -> Result<(), ImportError> {
        if self.open.len() == DEPTH_MAX {
            return Err(mistake(span, &format!("more than {DEPTH_MAX} levels")));
        }
        self.open.push(Open { anchor, items: Vec::new(), map });
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn finished(&mut self, value: Value, anchor: usize, span: Span) -> Result<(), ImportError> {
        self.weigh(&value, span)?;
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open { map: None, items, .. }) => items.push(value),
            Some(Open { map: Some((entries, key)), .. }) => match key.take() {
                Some(key) => entries.push((key, value)),
                None => match value.scalar() {
                    Some(text) => *key = Some(text),
                    None if value == Value::Null => *key = Some("null".to_owned()),
                    None => return Err(mistake(span, "a key must be a text")),
                },
            },
        }
        Ok(())
    }

    /// Counts a value that stands alone, or all that an alias brings; what was closed is counted already.
    fn weigh(&mut self, value: &Value, span: Span) -> Result<(), ImportError> {
        let size = value.size_within(VALUES_MAX);
        self.values += size;
        self.text_bytes += value.text().map_or(0, str::len);
        if self.values > VALUES_MAX * 8 || self.text_bytes > TEXT_BYTES_MAX {
            return Err(mistake(
                span,
                "the file holds more than is read, aliases counted each time",
            ));
        }
        Ok(())
    }
}

fn mistake(span: Span, message: &str) -> ImportError {
    ImportError::at(span.start.line() as u64, span.start.col() as u64 + 1, message)
}

/// A scalar by YAML 1.2's core schema.
fn scalar(text: &str, plain: bool) -> Value {
    if !plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Some(number) => Value::Number(number),
            None => Value::Text(text.to_owned()),
        },
    }
}

/// A number as JSON writes it.
fn number(text: &str) -> Option<String> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.to_string());
    }
    let float: f64 = text.parse().ok().filter(|float: &f64| float.is_finite())?;
    serde_json::to_string(&float).ok()
}
