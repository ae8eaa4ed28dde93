//! `__VU` and `__ITER`: the numbers of the user and of its iteration.

use rquickjs::{Ctx, Result};

use crate::vu::Vu;

/// Makes `__VU`; `__ITER` comes with the first iteration.
pub(super) fn install(ctx: &Ctx<'_>, vu: &Vu) -> Result<()> {
    ctx.globals().set("__VU", vu.number_in_test() as f64)
}

/// Sets what changes with each iteration.
pub(crate) fn begin_iteration(ctx: &Ctx<'_>, vu: &Vu) -> Result<()> {
    vu.begin_iteration();
    if vu.code.mentions_iteration
        && let Some(turn) = vu.turn()
    {
        ctx.globals().set("__ITER", (turn.iteration - 1) as f64)?;
    }
    Ok(())
}
