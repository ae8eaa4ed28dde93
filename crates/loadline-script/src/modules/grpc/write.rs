//! Messages as protobuf's JSON, in the form k6 gives them to scripts: fields without a value are there too.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::{
    Cardinality, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MapKey, MessageDescriptor,
    ReflectMessage as _, SerializeOptions, Syntax, Value,
};

/// What becomes of fields without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unset {
    /// They are there, as in answers to calls of one message.
    Shown,
    /// They are not, as in messages of streams.
    LeftOut,
}

/// The JSON of a message.
pub(super) fn json_of(message: &DynamicMessage, unset: Unset) -> String {
    let mut writing = Writing { out: String::new(), unset };
    writing.message(message);
    writing.out
}

struct Writing {
    out: String,
    unset: Unset,
}

/// Whether messages of that kind have a form of their own in JSON.
pub(super) fn is_well_known(descriptor: &MessageDescriptor) -> bool {
    let Some(name) = descriptor.full_name().strip_prefix("google.protobuf.") else { return false };
    matches!(
        name,
        "Any"
            | "Timestamp"
            | "Duration"
            | "Struct"
            | "Value"
            | "ListValue"
            | "FieldMask"
            | "BoolValue"
            | "StringValue"
            | "BytesValue"
            | "Int32Value"
            | "Int64Value"
            | "UInt32Value"
            | "UInt64Value"
            | "FloatValue"
            | "DoubleValue"
    )
}

impl Writing {
    fn message(&mut self, message: &DynamicMessage) {
        let descriptor = message.descriptor();
        if is_well_known(&descriptor) {
            return write_well_known(&mut self.out, message);
        }
        self.out.push('{');
        let mut is_first = true;
        for field in descriptor.fields() {
            let is_set = message.has_field(&field);
            if !is_set && (self.unset == Unset::LeftOut || is_left_out(&field)) {
                continue;
            }
            if !std::mem::replace(&mut is_first, false) {
                self.out.push(',');
            }
            write_text(&mut self.out, field.json_name());
            self.out.push(':');
            if is_set || !is_null_when_unset(&field) {
                self.field(&field, &message.get_field(&field));
            } else {
                self.out.push_str("null");
            }
        }
        self.out.push('}');
    }

    fn field(&mut self, field: &FieldDescriptor, value: &Value) {
        match value {
            Value::List(values) => {
                self.out.push('[');
                for (place, value) in values.iter().enumerate() {
                    if place > 0 {
                        self.out.push(',');
                    }
                    self.value(&field.kind(), value);
                }
                self.out.push(']');
            }
            Value::Map(values) => {
                let Kind::Message(entry) = field.kind() else { return };
                let kind = entry.map_entry_value_field().kind();
                let keyed = values.iter().map(|(key, value)| (key_text(key), value));
                let mut sorted: Vec<_> = keyed.collect();
                sorted.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
                self.out.push('{');
                for (place, (key, value)) in sorted.into_iter().enumerate() {
                    if place > 0 {
                        self.out.push(',');
                    }
                    write_text(&mut self.out, &key);
                    self.out.push(':');
                    self.value(&kind, value);
                }
                self.out.push('}');
            }
            value => self.value(&field.kind(), value),
        }
    }

    fn value(&mut self, kind: &Kind, value: &Value) {
        match value {
            Value::Message(message) => self.message(message),
            value => write_scalar(&mut self.out, kind, value),
        }
    }
}

fn write_well_known(out: &mut String, message: &DynamicMessage) {
    let mut bytes = Vec::new();
    let options = SerializeOptions::new().skip_default_fields(false);
    let mut serializer = serde_json::Serializer::new(&mut bytes);
    // A time out of range has no form in JSON.
    match message.serialize_with_options(&mut serializer, &options) {
        Ok(()) => out.push_str(&String::from_utf8_lossy(&bytes)),
        Err(_) => out.push_str("null"),
    }
}

/// Members of a oneof and optional fields are there only when they have a value.
fn is_left_out(field: &FieldDescriptor) -> bool {
    field.containing_oneof().is_some()
}

fn is_null_when_unset(field: &FieldDescriptor) -> bool {
    let is_one = field.cardinality() != Cardinality::Repeated;
    let is_message = matches!(field.kind(), Kind::Message(_));
    is_one && (is_message || field.parent_file().syntax() == Syntax::Proto2)
}

fn write_scalar(out: &mut String, kind: &Kind, value: &Value) {
    // Writing to a string does not fail.
    let _ = match value {
        Value::Bool(value) => write!(out, "{value}"),
        Value::I32(value) => write!(out, "{value}"),
        Value::U32(value) => write!(out, "{value}"),
        Value::I64(value) => write!(out, "\"{value}\""),
        Value::U64(value) => write!(out, "\"{value}\""),
        Value::F32(value) => return write_float(out, f64::from(*value), format_args!("{value:?}")),
        Value::F64(value) => return write_float(out, *value, format_args!("{value:?}")),
        Value::String(text) => return write_text(out, text),
        Value::Bytes(bytes) => write!(out, "\"{}\"", STANDARD.encode(bytes)),
        Value::EnumNumber(number) => match kind {
            Kind::Enum(descriptor) => return write_enum(out, descriptor, *number),
            _ => write!(out, "{number}"),
        },
        Value::Message(_) | Value::List(_) | Value::Map(_) => return out.push_str("null"),
    };
}

fn write_enum(out: &mut String, descriptor: &EnumDescriptor, number: i32) {
    match descriptor.get_value(number) {
        _ if descriptor.full_name() == "google.protobuf.NullValue" => out.push_str("null"),
        Some(value) => write_text(out, value.name()),
        None => out.push_str(&number.to_string()),
    }
}

fn write_float(out: &mut String, number: f64, written: std::fmt::Arguments<'_>) {
    let _ = match number {
        _ if number.is_nan() => out.write_str("\"NaN\""),
        f64::INFINITY => out.write_str("\"Infinity\""),
        f64::NEG_INFINITY => out.write_str("\"-Infinity\""),
        _ => out.write_fmt(written),
    };
}

fn write_text(out: &mut String, text: &str) {
    let quoted = serde_json::to_string(text).expect("every text has a form in JSON");
    out.push_str(&quoted);
}

fn key_text(key: &MapKey) -> String {
    match key {
        MapKey::Bool(key) => key.to_string(),
        MapKey::I32(key) => key.to_string(),
        MapKey::I64(key) => key.to_string(),
        MapKey::U32(key) => key.to_string(),
        MapKey::U64(key) => key.to_string(),
        MapKey::String(key) => key.clone(),
    }
}
