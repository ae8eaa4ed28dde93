//! Which responses are expected: `http.expectedStatuses` and who sets it.

use std::cell::RefCell;
use std::rc::Rc;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Rest};
use rquickjs::{Class, Ctx, JsLifetime, Object, Result, Value};

use crate::engine::throw;

/// Statuses that are expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected(Rc<[(u16, u16)]>);

impl Default for Expected {
    /// What k6 expects unless it is told otherwise.
    fn default() -> Self {
        Self([(200, 399)].into())
    }
}

impl Expected {
    /// Whether a response of that status is one of them.
    pub(super) fn holds(&self, status: u16) -> bool {
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&status))
    }
}

/// The callback as an object that scripts hold.
pub(super) struct Callback(pub(super) Expected);

// SAFETY: it holds no JavaScript value.
#[expect(unsafe_code, reason = "the trait of values without JavaScript in them")]
unsafe impl<'js> JsLifetime<'js> for Callback {
    type Changed<'to> = Callback;
}

impl<'js> Trace<'js> for Callback {
    fn trace(&self, _tracer: Tracer<'_, 'js>) {}
}

impl<'js> JsClass<'js> for Callback {
    const NAME: &'static str = "ExpectedStatuses";
    type Mutable = Readable;

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

/// The callback that holds for every request of a user that names none; none where responses are not told
/// apart.
pub(super) struct UsualCallback(pub(super) RefCell<Option<Expected>>);

impl Default for UsualCallback {
    fn default() -> Self {
        Self(RefCell::new(Some(Expected::default())))
    }
}

/// `http.expectedStatuses(200, {min: 300, max: 399})`.
pub(super) fn expected_statuses<'js>(
    ctx: Ctx<'js>,
    given: Rest<Value<'js>>,
) -> Result<Class<'js, Callback>> {
    if given.0.is_empty() {
        return Err(throw(&ctx, "no arguments"));
    }
    let mut ranges = Vec::new();
    for (place, value) in given.0.iter().enumerate() {
        let range = match (value.as_int(), value.as_object()) {
            (Some(status), _) => whole(status).map(|status| (status, status)),
            (None, Some(object)) => range_of(object),
            _ => None,
        };
        ranges.push(range.ok_or_else(|| {
            let place = place + 1;
            let message = format!("argument number {place} to expectedStatuses was neither an integer nor an object like {{min:100, max:329}}");
            throw(&ctx, &message)
        })?);
    }
    Class::instance(ctx, Callback(Expected(ranges.into())))
}

fn whole(status: i32) -> Option<u16> {
    u16::try_from(status).ok()
}

fn range_of(object: &Object<'_>) -> Option<(u16, u16)> {
    let part = |name: &str| object.get::<_, i32>(name).ok().and_then(whole);
    Some((part("min")?, part("max")?))
}

/// What a script gave as `responseCallback`: none means that responses are not told apart.
pub(super) fn read<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Option<Expected>> {
    if value.is_null() || value.is_undefined() {
        return Ok(None);
    }
    let callback = value.as_object().and_then(Class::<Callback>::from_object);
    match callback {
        Some(callback) => Ok(Some(callback.borrow().0.clone())),
        None => Err(throw(ctx, "unsupported responseCallback")),
    }
}
