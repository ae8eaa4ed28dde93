//! `TextEncoder` and `TextDecoder`: strings to UTF-8, bytes in UTF-8 or UTF-16 to strings.

use std::cell::RefCell;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Opt, This};
use rquickjs::{Class, Ctx, Exception, JsLifetime, Object, Result, TypedArray, Value};

use crate::engine::function;
use crate::modules::input;
use crate::vu::Vu;

/// Makes both.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    define(ctx)
}

/// Makes both, whoever asks.
pub(super) fn define<'js>(ctx: &Ctx<'js>) -> Result<()> {
    let encoder = Constructor::new_class::<Encoder, _, _>(ctx.clone(), new_encoder)?;
    encoder.set_name("TextEncoder")?;
    ctx.globals().set("TextEncoder", encoder)?;
    let decoder = Constructor::new_class::<Decoder, _, _>(ctx.clone(), new_decoder)?;
    decoder.set_name("TextDecoder")?;
    ctx.globals().set("TextDecoder", decoder)
}

/// A `TextEncoder`.
struct Encoder;

/// A `TextDecoder`.
struct Decoder {
    encoding: Encoding,
    fatal: bool,
    ignores_mark: bool,
    /// Bytes of a character whose rest is still to come, and whether a text has begun.
    state: RefCell<(Vec<u8>, bool)>,
}

/// How bytes spell characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

macro_rules! class {
    ($class:ident, $name:literal, $prototype:path) => {
        impl<'js> Trace<'js> for $class {
            fn trace<'a>(&self, _tracer: Tracer<'a, 'js>) {}
        }

        // SAFETY: nothing in it borrows from a runtime.
        #[expect(unsafe_code, reason = "rquickjs wants this said of every class")]
        unsafe impl<'js> JsLifetime<'js> for $class {
            type Changed<'to> = Self;
        }

        impl<'js> JsClass<'js> for $class {
            const NAME: &'static str = $name;
            type Mutable = Readable;

            fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
                $prototype(ctx).map(Some)
            }

            fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
                Ok(None)
            }
        }
    };
}

class!(Encoder, "TextEncoder", encoder_prototype);
class!(Decoder, "TextDecoder", decoder_prototype);

fn encoder_prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let prototype = Object::new(ctx.clone())?;
    prototype.set("encoding", "utf-8")?;
    prototype.set("encode", function(ctx, "encode", encode)?)?;
    Ok(prototype)
}

fn decoder_prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let prototype = Object::new(ctx.clone())?;
    prototype.set("decode", function(ctx, "decode", decode)?)?;
    Ok(prototype)
}

fn new_encoder(ctx: Ctx<'_>) -> Result<Class<'_, Encoder>> {
    Class::instance(ctx, Encoder)
}

fn encode<'js>(ctx: Ctx<'js>, text: Opt<Value<'js>>) -> Result<TypedArray<'js, u8>> {
    let text = match text.0 {
        Some(text) if !text.is_undefined() => input::coerced_text(&ctx, text)?,
        _ => String::new(),
    };
    TypedArray::new(ctx, text.into_bytes())
}

fn new_decoder<'js>(
    ctx: Ctx<'js>,
    label: Opt<Value<'js>>,
    options: Opt<Value<'js>>,
) -> Result<Class<'js, Decoder>> {
    let label = match label.0 {
        Some(label) if !label.is_undefined() => input::coerced_text(&ctx, label)?,
        _ => "utf-8".to_owned(),
    };
    let (encoding, name) = match label.trim().to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "unicode-1-1-utf-8" => (Encoding::Utf8, "utf-8"),
        "utf-16" | "utf-16le" => (Encoding::Utf16Le, "utf-16le"),
        "utf-16be" => (Encoding::Utf16Be, "utf-16be"),
        _ => {
            let message = format!("the encoding {label:?} is not one of utf-8, utf-16le, utf-16be");
            return Err(Exception::throw_range(&ctx, &message));
        }
    };
    let options = options.0.and_then(Value::into_object);
    let option = |name: &str| -> Result<bool> {
        match &options {
            Some(options) => Ok(options.get::<_, Option<bool>>(name)?.unwrap_or_default()),
            None => Ok(false),
        }
    };
    let (fatal, ignores_mark) = (option("fatal")?, option("ignoreBOM")?);
    let decoder = Decoder { encoding, fatal, ignores_mark, state: RefCell::default() };
    let object = Class::instance(ctx, decoder)?;
    object.set("encoding", name)?;
    object.set("fatal", fatal)?;
    object.set("ignoreBOM", ignores_mark)?;
    Ok(object)
}

fn decode<'js>(
    ctx: Ctx<'js>,
    this: This<Class<'js, Decoder>>,
    input: Opt<Value<'js>>,
    options: Opt<Value<'js>>,
) -> Result<String> {
    let decoder = this.0.borrow();
    let options = options.0.and_then(Value::into_object);
    let streams = match options {
        Some(options) => options.get::<_, Option<bool>>("stream")?.unwrap_or_default(),
        None => false,
    };
    let bytes = match input.0.filter(|input| !input.is_undefined()) {
        Some(value) => input::view(&value)?.ok_or_else(|| {
            Exception::throw_type(&ctx, "decode takes an ArrayBuffer or a view of one")
        })?,
        None => Vec::new(),
    };
    decoder.decode(&bytes, streams).ok_or_else(|| {
        Exception::throw_type(&ctx, "the bytes are not valid in the decoder's encoding")
    })
}

impl Decoder {
    /// The text of `bytes` after those kept from the last call; none when they are wrong and that is fatal.
    fn decode(&self, bytes: &[u8], streams: bool) -> Option<String> {
        let (mut kept, begun) = self.state.take();
        kept.extend_from_slice(bytes);
        let (text, rest) = match self.encoding {
            Encoding::Utf8 => utf8(&kept, self.fatal, streams)?,
            Encoding::Utf16Le => utf16(&kept, self.fatal, streams, u16::from_le_bytes)?,
            Encoding::Utf16Be => utf16(&kept, self.fatal, streams, u16::from_be_bytes)?,
        };
        let marked = !begun && !self.ignores_mark;
        let text = match text.strip_prefix('\u{FEFF}').filter(|_| marked) {
            Some(text) => text.to_owned(),
            None => text,
        };
        if streams {
            let begun = begun || !text.is_empty() || kept.len() > rest.len();
            *self.state.borrow_mut() = (rest, begun);
        }
        Some(text)
    }
}

/// Text and the bytes whose rest is still to come.
fn utf8(bytes: &[u8], fatal: bool, streams: bool) -> Option<(String, Vec<u8>)> {
    let unfinished = match bytes.utf8_chunks().last() {
        Some(chunk) if streams && !chunk.invalid().is_empty() => {
            let wrong = chunk.invalid();
            let is_open =
                std::str::from_utf8(wrong).is_err_and(|error| error.error_len().is_none());
            if is_open { wrong.len() } else { 0 }
        }
        _ => 0,
    };
    let (whole, rest) = bytes.split_at(bytes.len() - unfinished);
    match std::str::from_utf8(whole) {
        Ok(text) => Some((text.to_owned(), rest.to_vec())),
        Err(_) if fatal => None,
        Err(_) => Some((String::from_utf8_lossy(whole).into_owned(), rest.to_vec())),
    }
}

fn utf16(
    bytes: &[u8],
    fatal: bool,
    streams: bool,
    unit: fn([u8; 2]) -> u16,
) -> Option<(String, Vec<u8>)> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    let open = streams && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit));
    let rest = if open { units.pop().map_or(0, |_| 2) } else { 0 } + odd.len();
    if !streams && !odd.is_empty() {
        units.push(0xD800);
    }
    let kept = if streams { bytes[bytes.len() - rest..].to_vec() } else { Vec::new() };
    match String::from_utf16(&units) {
        Ok(text) => Some((text, kept)),
        Err(_) if fatal => None,
        Err(_) => Some((String::from_utf16_lossy(&units), kept)),
    }
}
