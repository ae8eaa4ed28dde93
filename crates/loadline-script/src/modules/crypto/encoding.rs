//! What scripts get digests as: text in one of four encodings, or bytes.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use rquickjs::{ArrayBuffer, Ctx, IntoJs, Result, Value};

use crate::engine::throw;

/// A digest in the encoding of that name.
pub(super) fn encoded<'js>(ctx: &Ctx<'js>, name: &str, digest: &[u8]) -> Result<Value<'js>> {
    match name {
        "hex" => hex(digest).into_js(ctx),
        "base64" => STANDARD.encode(digest).into_js(ctx),
        "base64url" => URL_SAFE.encode(digest).into_js(ctx),
        "base64rawurl" => URL_SAFE_NO_PAD.encode(digest).into_js(ctx),
        "binary" => Ok(ArrayBuffer::new_copy(ctx.clone(), digest)?.into_value()),
        _ => Err(throw(ctx, &format!("invalid output encoding: {name}"))),
    }
}

/// Two lower-case digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
