//! `atob` and `btoa`: Base64 of strings whose characters are bytes.

use rquickjs::{Coerced, Ctx, Exception, Result};

use crate::engine::function;
use crate::modules::encoding::base64::{decode_forgiving, encode};
use crate::vu::Vu;

/// Makes both.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    define(ctx)
}

/// Makes both, whoever asks.
pub(super) fn define(ctx: &Ctx<'_>) -> Result<()> {
    ctx.globals().set("atob", function(ctx, "atob", atob)?)?;
    ctx.globals().set("btoa", function(ctx, "btoa", btoa)?)
}

fn atob(ctx: Ctx<'_>, text: Coerced<String>) -> Result<String> {
    let bytes = decode_forgiving(&text.0);
    let bytes =
        bytes.ok_or_else(|| refused(&ctx, "The string to be decoded is not correctly encoded."))?;
    Ok(bytes.into_iter().map(char::from).collect())
}

fn btoa(ctx: Ctx<'_>, text: Coerced<String>) -> Result<String> {
    let bytes: std::result::Result<Vec<u8>, _> = text.0.chars().map(u8::try_from).collect();
    let bytes = bytes.map_err(|_| refused(&ctx, "The string holds characters beyond one byte."))?;
    Ok(encode(&bytes))
}

fn refused(ctx: &Ctx<'_>, message: &str) -> rquickjs::Error {
    let named = Exception::from_message(ctx.clone(), message);
    let named = named.and_then(|error| error.set("name", "InvalidCharacterError").map(|()| error));
    named.map_or_else(|error| error, Exception::throw)
}
