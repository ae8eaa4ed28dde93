//! `console`: what a script says, as one line of text for whoever runs it.
//!
//! Objects are JSON, everything else is what `String` makes of it; arguments are joined by a space. How a line
//! then looks, and where it goes, is the host's business.

use rquickjs::function::Rest;
use rquickjs::{Ctx, Object, Result, Value};

use crate::engine::function;
use crate::modules::input;
use crate::script::{LogLevel, LogSource};
use crate::vu::Vu;

/// Bytes of one line; what is longer is cut.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Its functions and how grave what they say is.
const FUNCTIONS: &[(&str, LogLevel)] = &[
    ("debug", LogLevel::Debug),
    ("error", LogLevel::Error),
    ("info", LogLevel::Info),
    ("log", LogLevel::Info),
    ("table", LogLevel::Info),
    ("trace", LogLevel::Debug),
    ("warn", LogLevel::Warning),
];

/// Makes it.
pub(super) fn install<'js>(ctx: &Ctx<'js>, _vu: &Vu) -> Result<()> {
    let console = Object::new(ctx.clone())?;
    for &(name, level) in FUNCTIONS {
        let say = move |ctx: Ctx<'js>, arguments: Rest<Value<'js>>| say(&ctx, level, &arguments.0);
        console.set(name, function(ctx, name, say)?)?;
    }
    console.set("assert", function(ctx, "assert", assert)?)?;
    ctx.globals().set("console", console)
}

fn say<'js>(ctx: &Ctx<'js>, level: LogLevel, arguments: &[Value<'js>]) -> Result<()> {
    let line = line(ctx, arguments)?;
    Vu::current().code.host.log(level, &line, LogSource::Console);
    Ok(())
}

fn assert<'js>(ctx: Ctx<'js>, arguments: Rest<Value<'js>>) -> Result<()> {
    let (holds, rest) = match arguments.0.split_first() {
        Some((value, rest)) => (value.get::<rquickjs::Coerced<bool>>()?.0, rest),
        None => (false, [].as_slice()),
    };
    if holds {
        return Ok(());
    }
    let line = format!("Assertion failed {}", line(&ctx, rest)?);
    Vu::current().code.host.log(LogLevel::Error, line.trim_end(), LogSource::Console);
    Ok(())
}

/// The arguments as one line.
fn line<'js>(ctx: &Ctx<'js>, arguments: &[Value<'js>]) -> Result<String> {
    let mut line = String::new();
    for (place, argument) in arguments.iter().enumerate() {
        if place > 0 {
            line.push(' ');
        }
        line.push_str(&text(ctx, argument)?);
        if line.len() > LINE_BYTES_MAX {
            line.truncate(line.floor_char_boundary(LINE_BYTES_MAX));
            break;
        }
    }
    Ok(line)
}

/// One argument as text.
pub(super) fn text<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<String> {
    if let Some(symbol) = value.as_symbol() {
        return Ok(input::text(&symbol.description()?)?.unwrap_or_default());
    }
    if value.is_function() {
        return Ok("null".to_owned());
    }
    if !value.is_object() || value.is_error() {
        return input::coerced_text(ctx, value.clone());
    }
    match ctx.json_stringify(value.clone()) {
        Ok(json) => {
            let json = json.map(|json| input::text(&json.into_value())).transpose()?.flatten();
            Ok(json.map_or_else(|| "null".to_owned(), |json| escaped(&json)))
        }
        Err(error) => {
            let thrown = ctx.catch();
            if thrown.is_uncatchable_error() {
                let _ = ctx.throw(thrown);
                return Err(error);
            }
            input::coerced_text(ctx, value.clone())
        }
    }
}

/// JSON with what means something in HTML escaped, as scripts see it under k6.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            _ => escaped.push(character),
        }
    }
    escaped
}
