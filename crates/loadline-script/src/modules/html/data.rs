//! `data-…` attributes as the values they spell.

use rquickjs::{Ctx, IntoJs, Object, Result, Value};

use super::document::Element;

/// One such attribute by the name a script gives it, `userId` or `user-id`.
pub(super) fn datum<'js>(ctx: &Ctx<'js>, element: &Element, name: &str) -> Result<Value<'js>> {
    let mut attribute = String::from("data-");
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            attribute.push('-');
        }
        attribute.push(character.to_ascii_lowercase());
    }
    match element.attribute(&attribute) {
        Some(text) => value_of(ctx, text),
        None => Ok(Value::new_undefined(ctx.clone())),
    }
}

/// All of them.
pub(super) fn data<'js>(ctx: &Ctx<'js>, element: &Element) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for attribute in &element.attributes {
        let Some(name) = attribute.name.local.strip_prefix("data-") else { continue };
        let value = value_of(ctx, &attribute.value)?;
        if !name.is_empty() && !value.is_undefined() {
            object.set(camel(name), value)?;
        }
    }
    Ok(object)
}

/// `user-id` as `userId`.
fn camel(name: &str) -> String {
    let mut raised = false;
    let mut camel = String::new();
    for character in name.chars() {
        if character == '-' {
            raised = true;
        } else if std::mem::take(&mut raised) {
            camel.push(character.to_ascii_uppercase());
        } else {
            camel.push(character);
        }
    }
    camel
}

/// Truth values, JSON, and numbers that are written as JavaScript would write them; else the text.
fn value_of<'js>(ctx: &Ctx<'js>, text: &str) -> Result<Value<'js>> {
    match text {
        "" | "null" | "undefined" => return Ok(Value::new_undefined(ctx.clone())),
        "true" | "false" => return (text == "true").into_js(ctx),
        _ => {}
    }
    if text.starts_with(['{', '[']) {
        if serde_json::from_str::<serde_json::Value>(text).is_ok() {
            return ctx.json_parse(text);
        }
        return text.into_js(ctx);
    }
    match text.parse::<f64>() {
        Ok(number) if number.to_string() == text && !number.is_infinite() => number.into_js(ctx),
        _ => text.into_js(ctx),
    }
}
