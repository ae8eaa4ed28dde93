//! Makes the global `crypto`: as little as possible until a script asks for it.

use rquickjs::context::EvalOptions;
use rquickjs::function::{Constructor, Opt, This};
use rquickjs::object::{Accessor, Property};
use rquickjs::{ArrayBuffer, Ctx, Function, Object, Result, TypedArray, Value};

use super::failure::Failure;
use super::native::native;
use crate::engine::function;
use crate::vu::Vu;

/// The most bytes that `getRandomValues` fills at once, by the standard.
const QUOTA_BYTES: usize = 65_536;

/// Defines `crypto`, which is made when it is first read.
pub(in crate::globals) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    define(ctx)
}

/// The same without a user.
pub(super) fn define<'js>(ctx: &Ctx<'js>) -> Result<()> {
    let get = |ctx: Ctx<'js>| {
        let crypto = crypto(&ctx)?;
        fix(&ctx.globals(), "crypto", crypto.clone().into_value())?;
        Ok::<_, rquickjs::Error>(crypto)
    };
    let set = |ctx: Ctx<'js>, value: Value<'js>| fix(&ctx.globals(), "crypto", value);
    let made_late = Accessor::new(get, set);
    ctx.globals().prop("crypto", made_late.configurable().enumerable())
}

fn crypto<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set(
        "getRandomValues",
        function(ctx, "getRandomValues", |ctx, view| get_random_values(&ctx, view))?,
    )?;
    object.set("randomUUID", function(ctx, "randomUUID", |ctx| random_uuid(&ctx))?)?;
    for name in ["subtle", "CryptoKey"] {
        let made_late = Accessor::new_get(move |ctx: Ctx<'js>, crypto: This<Object<'js>>| {
            let (subtle, key) = subtle(&ctx)?;
            fix(&crypto, "subtle", subtle.into_value())?;
            fix(&crypto, "CryptoKey", key.into_value())?;
            crypto.get::<_, Value<'js>>(name)
        });
        object.prop(name, made_late.configurable().enumerable())?;
    }
    Ok(object)
}

/// Puts a plain value where something stood that made it.
fn fix<'js>(object: &Object<'js>, name: &str, value: Value<'js>) -> Result<()> {
    object.prop(name, Property::from(value).writable().configurable().enumerable())
}

/// `crypto.subtle` and `CryptoKey`.
fn subtle<'js>(ctx: &Ctx<'js>) -> Result<(Object<'js>, Object<'js>)> {
    let arguments = include_str!("../../js/webcrypto/arguments.js");
    let arguments: Object<'js> = program(ctx, "arguments", arguments)?.call(())?;
    let native = native(ctx)?;
    let keys = program(ctx, "keys", include_str!("../../js/webcrypto/keys.js"))?;
    let keys: Object<'js> = keys.call((native.clone(), arguments.clone()))?;
    let operations = program(ctx, "operations", include_str!("../../js/webcrypto/operations.js"))?;
    let subtle = operations.call((native, arguments, keys.clone()))?;
    Ok((subtle, keys.get("CryptoKey")?))
}

/// The function that a file evaluates to.
fn program<'js>(ctx: &Ctx<'js>, name: &str, source: &str) -> Result<Function<'js>> {
    let mut options = EvalOptions::default();
    options.filename = Some(format!("crypto.subtle/{name}"));
    ctx.eval_with_options(source, options)
}

/// `crypto.getRandomValues(view)`.
fn get_random_values<'js>(ctx: &Ctx<'js>, view: Opt<Value<'js>>) -> Result<Value<'js>> {
    let value = view.0.unwrap_or_else(|| Value::new_undefined(ctx.clone()));
    let object = value.as_object().filter(|object| is_of_integers(object)).cloned();
    let object = object.ok_or_else(|| {
        let message = "typedArray parameter isn't a TypedArray instance";
        Failure::named("TypeMismatchError", message).throw(ctx)
    })?;
    let length: usize = object.get("byteLength")?;
    if length > QUOTA_BYTES {
        let message = format!("typedArray parameter is too big; maximum length is {QUOTA_BYTES}");
        return Err(Failure::named("QuotaExceededError", message).throw(ctx));
    }
    let bytes = TypedArray::<u8>::new_copy(ctx.clone(), random(ctx, length)?)?;
    let buffer: ArrayBuffer<'js> = object.get("buffer")?;
    let views: Constructor<'js> = ctx.globals().get("Uint8Array")?;
    let place: Object<'js> =
        views.construct((buffer, object.get::<_, usize>("byteOffset")?, length))?;
    place.get::<_, Function<'js>>("set")?.call::<_, ()>((This(place.clone()), bytes))?;
    Ok(value)
}

fn is_of_integers(object: &Object<'_>) -> bool {
    object.is_typed_array::<u8>()
        || object.is_typed_array::<rquickjs::U8Clamped>()
        || object.is_typed_array::<i8>()
        || object.is_typed_array::<u16>()
        || object.is_typed_array::<i16>()
        || object.is_typed_array::<u32>()
        || object.is_typed_array::<i32>()
        || object.is_typed_array::<u64>()
        || object.is_typed_array::<i64>()
}

/// `crypto.randomUUID()`: version 4 of RFC 9562.
fn random_uuid(ctx: &Ctx<'_>) -> Result<String> {
    let mut bytes = random(ctx, 16)?;
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = crate::modules::crypto::hex(&bytes);
    Ok([&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-"))
}

fn random(ctx: &Ctx<'_>, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let filled = getrandom::fill(&mut bytes);
    filled.map_err(|error| Failure::operation(error.to_string()).throw(ctx))?;
    Ok(bytes)
}
