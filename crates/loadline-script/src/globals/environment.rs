//! `__ENV`, the variables a script was given, and `global`, the object of all globals.

use rquickjs::{Ctx, Object, Result};

use crate::vu::Vu;

/// Makes it, with those of the user's scenario over those of the test.
pub(super) fn install(ctx: &Ctx<'_>, vu: &Vu) -> Result<()> {
    let object = Object::new(ctx.clone())?;
    let own = vu.code.settings().scenarios.get(vu.identity.load).map(|scenario| &scenario.env);
    for (name, value) in vu.code.env.iter().chain(own.into_iter().flatten()) {
        object.set(name.as_str(), value.as_str())?;
    }
    ctx.globals().set("__ENV", object)
}

/// Makes `global`.
pub(super) fn install_global(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    ctx.globals().set("global", ctx.globals())
}
