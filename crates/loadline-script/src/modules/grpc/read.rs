//! Messages from protobuf's JSON: what `JSON.stringify` made of a script's object comes in.
//!
//! Errors name line and column in that text and read as k6's, which come from Go's protobuf library.

use std::collections::HashMap;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MapKey, MessageDescriptor, Value};

use super::token::{Token, Tokens};
use super::write::is_well_known;

/// Messages within messages.
const DEPTH_MAX: usize = 100;

/// What is wrong with a text.
pub(super) type Wrong = String;

/// The message of that kind that `json` describes.
pub(super) fn message_of(
    descriptor: &MessageDescriptor,
    json: &str,
) -> Result<DynamicMessage, Wrong> {
    let mut reading = Reading { tokens: Tokens::new(json), depth: 0 };
    reading.message(descriptor)
}

struct Reading<'a> {
    tokens: Tokens<'a>,
    depth: usize,
}

impl<'a> Reading<'a> {
    fn message(&mut self, descriptor: &MessageDescriptor) -> Result<DynamicMessage, Wrong> {
        if is_well_known(descriptor) {
            return self.well_known(descriptor);
        }
        let open = self.tokens.next()?;
        if open.raw != "{" {
            return Err(open.unexpected());
        }
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("proto: exceeded max recursion depth".to_owned());
        }
        let mut message = DynamicMessage::new(descriptor.clone());
        let mut seen = Vec::new();
        while let Some(key) = self.tokens.next_key()? {
            let name = key.text()?;
            let field = descriptor
                .get_field_by_json_name(&name)
                .or_else(|| descriptor.get_field_by_name(&name))
                .ok_or_else(|| key.wrong(&format!("unknown field {}", key.raw)))?;
            if seen.contains(&field.number()) {
                return Err(key.wrong(&format!("duplicate field {}", key.raw)));
            }
            seen.push(field.number());
            if self.tokens.peek()?.raw == "null" && !takes_null(&field) {
                self.tokens.next()?;
                continue;
            }
            if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
                && oneof.fields().any(|other| message.has_field(&other))
            {
                let name = oneof.full_name();
                let problem = format!("error parsing {}, oneof {name} is already set", key.raw);
                return Err(key.wrong(&problem));
            }
            let value = self.field(&field)?;
            message.set_field(&field, value);
        }
        self.depth -= 1;
        Ok(message)
    }

    /// Times, wrappers and the like have forms of their own.
    fn well_known(&mut self, descriptor: &MessageDescriptor) -> Result<DynamicMessage, Wrong> {
        let token = self.tokens.peek()?;
        let raw = self.tokens.skip_value()?;
        let mut deserializer = serde_json::Deserializer::from_str(raw);
        DynamicMessage::deserialize(descriptor.clone(), &mut deserializer).map_err(|_| {
            let name = descriptor.full_name();
            token.wrong(&format!("invalid {name} value {raw}"))
        })
    }

    fn field(&mut self, field: &FieldDescriptor) -> Result<Value, Wrong> {
        if field.is_map() {
            self.map(field)
        } else if field.is_list() {
            self.list(field)
        } else {
            self.value(field, &field.kind())
        }
    }

    fn list(&mut self, field: &FieldDescriptor) -> Result<Value, Wrong> {
        let open = self.tokens.next()?;
        if open.raw != "[" {
            return Err(open.unexpected());
        }
        let mut values = Vec::new();
        while self.tokens.next_element()? {
            values.push(self.value(field, &field.kind())?);
        }
        Ok(Value::List(values))
    }

    fn map(&mut self, field: &FieldDescriptor) -> Result<Value, Wrong> {
        let open = self.tokens.next()?;
        if open.raw != "{" {
            return Err(open.unexpected());
        }
        let Kind::Message(entry) = field.kind() else { return Err(open.unexpected()) };
        let (key_field, value_field) = (entry.map_entry_key_field(), entry.map_entry_value_field());
        let mut values = HashMap::new();
        while let Some(key) = self.tokens.next_key()? {
            let text = key.text()?;
            let wrong = || key.wrong(&format!("invalid value for map key: {}", key.raw));
            let map_key = map_key(&key_field.kind(), &text).ok_or_else(wrong)?;
            values.insert(map_key, self.value(&value_field, &value_field.kind())?);
        }
        Ok(Value::Map(values))
    }

    fn value(&mut self, field: &FieldDescriptor, kind: &Kind) -> Result<Value, Wrong> {
        if let Kind::Message(descriptor) = kind {
            return self.message(descriptor).map(Value::Message);
        }
        let token = self.tokens.next()?;
        scalar(kind, &token).ok_or_else(|| {
            let (kind, name) = (kind_name(kind), field.json_name());
            token.wrong(&format!("invalid value for {kind} field {name}: {}", token.raw))
        })
    }
}

/// Whether `null` is a value of the field rather than its absence.
fn takes_null(field: &FieldDescriptor) -> bool {
    match field.kind() {
        Kind::Message(message) => message.full_name() == "google.protobuf.Value",
        Kind::Enum(kind) => kind.full_name() == "google.protobuf.NullValue",
        _ => false,
    }
}

fn scalar(kind: &Kind, token: &Token<'_>) -> Option<Value> {
    let whole = || token.number_text().and_then(|text| integer(&text));
    Some(match kind {
        Kind::Bool => Value::Bool(match token.raw {
            "true" => true,
            "false" => false,
            _ => return None,
        }),
        Kind::String => Value::String(token.string()?),
        Kind::Bytes => Value::Bytes(bytes_of(&token.string()?)?.into()),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(whole()?.try_into().ok()?),
        Kind::Uint32 | Kind::Fixed32 => Value::U32(whole()?.try_into().ok()?),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(whole()?.try_into().ok()?),
        Kind::Uint64 | Kind::Fixed64 => Value::U64(whole()?.try_into().ok()?),
        Kind::Float => {
            let number = float(token)?;
            let is_beyond = number.is_finite() && (number as f32).is_infinite();
            Value::F32(Some(number as f32).filter(|_| !is_beyond)?)
        }
        Kind::Double => Value::F64(float(token)?),
        Kind::Enum(descriptor) => Value::EnumNumber(match token.string() {
            Some(name) => descriptor.get_value_by_name(&name)?.number(),
            None if token.raw == "null" => 0,
            None => token.number_text().and_then(|text| integer(&text))?.try_into().ok()?,
        }),
        Kind::Message(_) => return None,
    })
}

/// A whole number, which may be written with a fraction of zeros or an exponent.
fn integer(text: &str) -> Option<i128> {
    text.parse().ok().or_else(|| {
        let number: f64 = text.parse().ok()?;
        (number.fract() == 0.0 && number.abs() < 1e20).then_some(number as i128)
    })
}

fn float(token: &Token<'_>) -> Option<f64> {
    match token.raw {
        "\"NaN\"" => Some(f64::NAN),
        "\"Infinity\"" => Some(f64::INFINITY),
        "\"-Infinity\"" => Some(f64::NEG_INFINITY),
        _ => token.number_text()?.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

/// Base64 of either alphabet, padded or not.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let is_url = text.contains(['-', '_']);
    let alphabet = if is_url { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, config).decode(text).ok()
}

fn map_key(kind: &Kind, text: &str) -> Option<MapKey> {
    Some(match kind {
        Kind::String => MapKey::String(text.to_owned()),
        Kind::Bool => MapKey::Bool(text.parse().ok()?),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => MapKey::I32(text.parse().ok()?),
        Kind::Uint32 | Kind::Fixed32 => MapKey::U32(text.parse().ok()?),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => MapKey::I64(text.parse().ok()?),
        Kind::Uint64 | Kind::Fixed64 => MapKey::U64(text.parse().ok()?),
        _ => return None,
    })
}

fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Double => "double",
        Kind::Float => "float",
        Kind::Int32 => "int32",
        Kind::Int64 => "int64",
        Kind::Uint32 => "uint32",
        Kind::Uint64 => "uint64",
        Kind::Sint32 => "sint32",
        Kind::Sint64 => "sint64",
        Kind::Fixed32 => "fixed32",
        Kind::Fixed64 => "fixed64",
        Kind::Sfixed32 => "sfixed32",
        Kind::Sfixed64 => "sfixed64",
        Kind::Bool => "bool",
        Kind::String => "string",
        Kind::Bytes => "bytes",
        Kind::Message(_) => "message",
        Kind::Enum(_) => "enum",
    }
}
