//! The functions of `k6/crypto`.

use std::cell::RefCell;
use std::rc::Rc;

use rquickjs::function::{Opt, Rest};
use rquickjs::{ArrayBuffer, Coerced, Ctx, Object, Result, Value};

use super::algorithm::{ALGORITHMS, Algorithm, Running};
use super::encoding::{encoded, hex};
use crate::engine::{function, throw};
use crate::modules::input::{bytes, coerced_text, kind};
use crate::modules::{Builtin, Member};

/// More bytes than that are not asked for at once by mistake only.
const RANDOM_BYTES_MAX: usize = 1 << 30;

/// `k6/crypto`.
pub(crate) struct Crypto;

impl Builtin for Crypto {
    const NAME: &'static str = "k6/crypto";
    const MEMBERS: &'static [Member] = &[
        Member::full("createHash"),
        Member::full("createHMAC"),
        Member::full("hmac"),
        Member::full("md4"),
        Member::full("md5"),
        Member::full("sha1"),
        Member::full("sha256"),
        Member::full("sha384"),
        Member::full("sha512"),
        Member::full("sha512_224"),
        Member::full("sha512_256"),
        Member::full("ripemd160"),
        Member::full("randomBytes"),
        Member::full("hexEncode"),
        Member::full("Hasher.update"),
        Member::full("Hasher.digest"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        for algorithm in ALGORITHMS {
            let digest = move |ctx, arguments| digest(&ctx, algorithm, &arguments);
            object.set(algorithm.name(), function(ctx, algorithm.name(), digest)?)?;
        }
        object.set("hmac", function(ctx, "hmac", |ctx, arguments| hmac(&ctx, &arguments))?)?;
        object.set("createHash", function(ctx, "createHash", |ctx, of| create_hash(&ctx, &of))?)?;
        object.set("createHMAC", function(ctx, "createHMAC", |ctx, of| create_hmac(&ctx, &of))?)?;
        object.set(
            "randomBytes",
            function(ctx, "randomBytes", |ctx, size| random_bytes(&ctx, &size))?,
        )?;
        object.set("hexEncode", function(ctx, "hexEncode", |ctx, of| hex_encode(&ctx, &of))?)?;
        Ok(object)
    }
}

/// The argument at that place, undefined where there is none.
fn argument<'js>(ctx: &Ctx<'js>, arguments: &Rest<Value<'js>>, place: usize) -> Value<'js> {
    arguments.0.get(place).cloned().unwrap_or_else(|| Value::new_undefined(ctx.clone()))
}

/// `sha256(input, encoding)` and its siblings.
fn digest<'js>(ctx: &Ctx<'js>, of: Algorithm, arguments: &Rest<Value<'js>>) -> Result<Value<'js>> {
    let what = format!("{} failed: ", of.name());
    let mut hash = of.hash();
    hash.update(&input(ctx, &what, &argument(ctx, arguments, 0))?);
    encoded(ctx, &name(ctx, argument(ctx, arguments, 1))?, &hash.so_far())
}

/// `hmac(algorithm, secret, input, encoding)`.
fn hmac<'js>(ctx: &Ctx<'js>, arguments: &Rest<Value<'js>>) -> Result<Value<'js>> {
    let mut hmac = keyed(ctx, arguments)?;
    hmac.update(&input(ctx, "", &argument(ctx, arguments, 2))?);
    encoded(ctx, &name(ctx, argument(ctx, arguments, 3))?, &hmac.so_far())
}

/// `createHash(algorithm)`.
fn create_hash<'js>(ctx: &Ctx<'js>, arguments: &Rest<Value<'js>>) -> Result<Object<'js>> {
    let hash = algorithm(ctx, argument(ctx, arguments, 0))?.hash();
    hasher(ctx, hash)
}

/// `createHMAC(algorithm, secret)`.
fn create_hmac<'js>(ctx: &Ctx<'js>, arguments: &Rest<Value<'js>>) -> Result<Object<'js>> {
    let hmac = keyed(ctx, arguments)?;
    hasher(ctx, hmac)
}

/// What the first argument names, with the second as its key.
fn keyed<'js>(ctx: &Ctx<'js>, arguments: &Rest<Value<'js>>) -> Result<Box<dyn Running>> {
    let algorithm = algorithm(ctx, argument(ctx, arguments, 0))?;
    Ok(algorithm.hmac(&input(ctx, "", &argument(ctx, arguments, 1))?))
}

/// The bytes of a string (as UTF-8), an `ArrayBuffer` or an array of bytes; `what` begins the message about
/// anything else.
fn input(ctx: &Ctx<'_>, what: &str, value: &Value<'_>) -> Result<Vec<u8>> {
    bytes(value)?.ok_or_else(|| {
        let kind = kind(value);
        throw(ctx, &format!("{what}invalid type {kind}, expected string, []byte or ArrayBuffer"))
    })
}

/// The name of an algorithm or encoding: one that is not given is empty.
fn name<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<String> {
    if value.is_null() || value.is_undefined() {
        Ok(String::new())
    } else {
        coerced_text(ctx, value)
    }
}

fn algorithm<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Algorithm> {
    let name = name(ctx, value)?;
    Algorithm::named(&name).ok_or_else(|| throw(ctx, &format!("invalid algorithm: {name}")))
}

/// An object that is fed with `update` and asked with `digest`, as often as one likes.
fn hasher<'js>(ctx: &Ctx<'js>, running: Box<dyn Running>) -> Result<Object<'js>> {
    let running = Rc::new(RefCell::new(running));
    let fed = running.clone();
    let digest = move |ctx: Ctx<'js>, arguments: Rest<Value<'js>>| {
        let name = name(&ctx, argument(&ctx, &arguments, 0))?;
        let digest = running.borrow().so_far();
        encoded(&ctx, &name, &digest)
    };
    let update = move |ctx: Ctx<'js>, arguments: Rest<Value<'js>>| -> Result<()> {
        let data = input(&ctx, "", &argument(&ctx, &arguments, 0))?;
        fed.borrow_mut().update(&data);
        Ok(())
    };
    let object = Object::new(ctx.clone())?;
    object.set("digest", function(ctx, "digest", digest)?)?;
    object.set("update", function(ctx, "update", update)?)?;
    Ok(object)
}

/// `randomBytes(size)`.
fn random_bytes<'js>(ctx: &Ctx<'js>, size: &Opt<Coerced<f64>>) -> Result<ArrayBuffer<'js>> {
    let size = size.0.as_ref().map_or(0.0, |size| size.0);
    if size.is_nan() || size < 1.0 || size > RANDOM_BYTES_MAX as f64 {
        return Err(throw(ctx, "invalid size"));
    }
    let mut bytes = vec![0; size as usize];
    getrandom::fill(&mut bytes).map_err(|error| throw(ctx, &error.to_string()))?;
    ArrayBuffer::new(ctx.clone(), bytes)
}

/// `hexEncode(input)`.
fn hex_encode<'js>(ctx: &Ctx<'js>, arguments: &Rest<Value<'js>>) -> Result<String> {
    Ok(hex(&input(ctx, "", &argument(ctx, arguments, 0))?))
}
