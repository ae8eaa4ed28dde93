//! Globals that are written in JavaScript: evaluated for users whose script names them.

use rquickjs::{Ctx, Object, Result, Value};

use crate::vu::Vu;

/// `Event`, `EventTarget`, `AbortController`, `AbortSignal`.
pub(super) fn install_events(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    evaluate(ctx, include_str!("../js/events.js"))
}

/// `URL` and `URLSearchParams`.
pub(super) fn install_url(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    evaluate(ctx, include_str!("../js/url.js"))
}

/// `structuredClone`.
pub(super) fn install_clone(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    evaluate(ctx, include_str!("../js/clone.js"))
}

/// `queueMicrotask`.
pub(super) fn install_microtask(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    evaluate(ctx, include_str!("../js/microtask.js"))
}

/// Makes a global of everything that `source` gives.
pub(super) fn evaluate(ctx: &Ctx<'_>, source: &str) -> Result<()> {
    let made: Object<'_> = ctx.eval(source)?;
    for entry in made.props::<String, Value<'_>>() {
        let (name, value) = entry?;
        ctx.globals().set(name, value)?;
    }
    Ok(())
}
