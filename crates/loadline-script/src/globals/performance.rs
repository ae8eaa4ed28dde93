//! `performance`: time since the user was made, finer than `Date` has it.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rquickjs::{Ctx, Object, Result};

use crate::engine::function;
use crate::vu::Vu;

/// Makes it.
pub(super) fn install(ctx: &Ctx<'_>, _vu: &Vu) -> Result<()> {
    define(ctx)
}

/// Makes it, whoever asks.
pub(super) fn define(ctx: &Ctx<'_>) -> Result<()> {
    let origin = Instant::now();
    let performance = Object::new(ctx.clone())?;
    let now = move || origin.elapsed().as_secs_f64() * 1_000.0;
    performance.set("now", function(ctx, "now", now)?)?;
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    performance.set("timeOrigin", since_epoch.as_secs_f64() * 1_000.0)?;
    ctx.globals().set("performance", performance)
}
