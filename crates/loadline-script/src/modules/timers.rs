//! `k6/timers`, and the globals of the same names: functions called later, in the user's own event loop.
//!
//! A user has one list of timers by the moment each is due, and at most one future that waits for the first:
//! those due at one moment are called in the order they were set, one a turn of the loop. An iteration ends
//! when no timer is left; those left by an iteration that was cut off are dropped when the next one begins.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rquickjs::function::{Opt, Rest};
use rquickjs::{Coerced, Ctx, FromJs, Function, Object, Persistent, Result, Value};

use super::{Builtin, Member, input};
use crate::engine::{Handle, function, throw};
use crate::vu::Vu;

/// Timers of one user at once.
const TIMERS_MAX: usize = 100_000;
/// The longest delay.
const DELAY_US_MAX: f64 = 1e15;

/// The module.
pub(crate) struct Timers;

impl Builtin for Timers {
    const NAME: &'static str = "k6/timers";
    const MEMBERS: &'static [Member] = &[
        Member::full("clearInterval"),
        Member::full("clearTimeout"),
        Member::full("setInterval"),
        Member::full("setTimeout"),
    ];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        define(ctx, &object)?;
        Ok(object)
    }
}

/// Sets the four functions on `object`.
pub(crate) fn define<'js>(ctx: &Ctx<'js>, object: &Object<'js>) -> Result<()> {
    object.set("clearInterval", function(ctx, "clearInterval", clear)?)?;
    object.set("clearTimeout", function(ctx, "clearTimeout", clear)?)?;
    object.set("setInterval", function(ctx, "setInterval", set_interval)?)?;
    object.set("setTimeout", function(ctx, "setTimeout", set_timeout)?)
}

/// The timers of one user.
struct Pending {
    /// By the moment they are due, in microseconds since `epoch`, and their number.
    timers: RefCell<BTreeMap<(i64, u32), Timer>>,
    /// What waits for the first one, and for when.
    alarm: RefCell<Option<(i64, Handle)>>,
    last_number: Cell<u32>,
    epoch: Instant,
}

/// A function that is to be called.
struct Timer {
    callback: Persistent<Function<'static>>,
    arguments: Vec<Persistent<Value<'static>>>,
    /// In microseconds, when it is to be called again and again.
    interval_us: Option<i64>,
}

fn pending(vu: &Vu) -> std::rc::Rc<Pending> {
    vu.state(|| {
        vu.at_iteration(|vu| {
            let pending = pending(vu);
            pending.alarm.take();
            drop(pending.timers.take());
        });
        let (timers, alarm, last_number) = Default::default();
        Pending { timers, alarm, last_number, epoch: Instant::now() }
    })
}

impl Pending {
    fn now_us(&self) -> i64 {
        i64::try_from(self.epoch.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn number(&self) -> u32 {
        self.last_number.set(self.last_number.get().wrapping_add(1));
        self.last_number.get()
    }

    /// Waits for the first timer, unless that is done already.
    fn arm(&self, ctx: &Ctx<'_>, vu: &Vu) -> Result<()> {
        let first = self.timers.borrow().first_key_value().map(|((due, _), _)| *due);
        if self.alarm.borrow().as_ref().map(|(due, _)| *due) == first {
            return Ok(());
        }
        if let Some((_, handle)) = self.alarm.take() {
            handle.cancel();
        }
        let Some(due) = first else { return Ok(()) };
        let wait_us = u64::try_from(due.saturating_sub(self.now_us())).unwrap_or_default();
        let wait = async move {
            if wait_us > 0 {
                tokio::time::sleep(Duration::from_micros(wait_us)).await;
            }
        };
        let handle = vu.spawn(ctx, wait, |ctx, ()| fire(ctx))?;
        self.alarm.replace(Some((due, handle)));
        Ok(())
    }
}

/// Calls the first timer.
fn fire(ctx: &Ctx<'_>) -> Result<()> {
    let vu = Vu::current();
    let pending = pending(&vu);
    pending.alarm.take();
    let Some(((due, number), timer)) = pending.timers.borrow_mut().pop_first() else {
        return Ok(());
    };
    let callback = timer.callback.clone().restore(ctx)?;
    let arguments: Result<Vec<_>> =
        timer.arguments.iter().map(|argument| argument.clone().restore(ctx)).collect();
    if let Some(interval_us) = timer.interval_us {
        let next = due.max(pending.now_us()).saturating_add(interval_us);
        pending.timers.borrow_mut().insert((next, number), timer);
    }
    pending.arm(ctx, &vu)?;
    callback.call((Rest(arguments?),))
}

fn set_timeout<'js>(
    ctx: Ctx<'js>,
    callback: Opt<Value<'js>>,
    delay: Opt<Value<'js>>,
    arguments: Rest<Value<'js>>,
) -> Result<u32> {
    set(&ctx, "setTimeout", callback.0, delay.0, arguments.0)
}

fn set_interval<'js>(
    ctx: Ctx<'js>,
    callback: Opt<Value<'js>>,
    delay: Opt<Value<'js>>,
    arguments: Rest<Value<'js>>,
) -> Result<u32> {
    set(&ctx, "setInterval", callback.0, delay.0, arguments.0)
}

fn set<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    callback: Option<Value<'js>>,
    delay: Option<Value<'js>>,
    arguments: Vec<Value<'js>>,
) -> Result<u32> {
    let vu = Vu::current();
    let pending = pending(&vu);
    let callback = callback.filter(|value| !value.is_undefined() && !value.is_null());
    let Some(callback) = callback else {
        pending.number();
        return Err(throw(ctx, &format!("{name}'s callback isn't a callable function")));
    };
    let Some(callback) = callback.as_function().cloned() else {
        let text = input::coerced_text(ctx, callback)?;
        let message = format!(
            "could not convert function call parameter 0: could not convert {text} to sobek.Callable"
        );
        return Err(rquickjs::Exception::throw_type(ctx, &message));
    };
    let delay_ms = match delay {
        Some(delay) if !delay.is_undefined() => Coerced::<f64>::from_js(ctx, delay)?.0,
        _ => 0.0,
    };
    if pending.timers.borrow().len() >= TIMERS_MAX {
        return Err(throw(ctx, &format!("more than {TIMERS_MAX} timers at once")));
    }
    #[expect(clippy::cast_possible_truncation, reason = "the delay is bounded")]
    let delay_us = (delay_ms * 1_000.0).clamp(-DELAY_US_MAX, DELAY_US_MAX) as i64;
    let number = pending.number();
    let timer = Timer {
        callback: Persistent::save(ctx, callback),
        arguments: arguments.into_iter().map(|value| Persistent::save(ctx, value)).collect(),
        interval_us: (name == "setInterval").then_some(delay_us.max(0)),
    };
    let due = pending.now_us().saturating_add(delay_us);
    pending.timers.borrow_mut().insert((due, number), timer);
    pending.arm(ctx, &vu)?;
    Ok(number)
}

fn clear<'js>(ctx: Ctx<'js>, number: Opt<Value<'js>>) -> Result<()> {
    let vu = Vu::current();
    let pending = pending(&vu);
    let number = number.0.and_then(|value| value.as_number());
    // Dropped after the borrow: what a timer holds may run code of the script when it goes.
    let cleared = {
        let mut timers = pending.timers.borrow_mut();
        let found = timers.keys().find(|(_, known)| Some(f64::from(*known)) == number).copied();
        found.and_then(|key| timers.remove(&key))
    };
    drop(cleared);
    pending.arm(&ctx, &vu)
}
