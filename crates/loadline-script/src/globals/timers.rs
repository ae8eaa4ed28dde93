//! `setTimeout`, `setInterval` and what takes them back, as `k6/timers` has them.

use rquickjs::{Ctx, Result};

use crate::modules::timers;
use crate::vu::Vu;

/// Makes them.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    timers::define(ctx, &ctx.globals())
}
