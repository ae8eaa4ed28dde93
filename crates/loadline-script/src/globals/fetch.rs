//! `fetch` with `Headers`, `Request` and `Response`: made when one of them is first touched, as many a script
//! only has the word in the name of something else.

#![expect(
    clippy::needless_pass_by_value,
    reason = "native functions are handed values of their own"
)]

use rquickjs::{ArrayBuffer, Ctx, Function, Object, Result, Value};

use crate::engine::function;
use crate::modules::{async_request, input};
use crate::vu::Vu;

/// The globals of `js/fetch.js`.
const NAMES: [&str; 4] = ["Headers", "Request", "Response", "fetch"];

/// Makes them, once they are touched.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    define(ctx)
}

/// Makes them, whoever asks.
pub(super) fn define(ctx: &Ctx<'_>) -> Result<()> {
    let lazily: Function<'_> = ctx.eval(include_str!("../js/lazy.js"))?;
    lazily.call((NAMES.to_vec(), function(ctx, "make", make)?))
}

fn make<'js>(ctx: Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("request", function(&ctx, "request", async_request)?)?;
    native.set("text", function(&ctx, "text", text)?)?;
    native.set("bytes", function(&ctx, "bytes", bytes)?)?;
    let define: Function<'js> = ctx.eval(include_str!("../js/fetch.js"))?;
    define.call((native,))
}

fn text<'js>(ctx: Ctx<'js>, content: Value<'js>) -> Result<rquickjs::String<'js>> {
    let bytes = input::bytes(&content)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    rquickjs::String::from_str(ctx, text.strip_prefix('\u{FEFF}').unwrap_or(&text))
}

fn bytes<'js>(ctx: Ctx<'js>, text: Value<'js>) -> Result<ArrayBuffer<'js>> {
    ArrayBuffer::new(ctx.clone(), input::coerced_text(&ctx, text)?.into_bytes())
}
