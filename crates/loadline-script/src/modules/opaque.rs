//! Values of Rust's that scripts hold without looking into them: freed when JavaScript lets go of them.

#![expect(unsafe_code, reason = "QuickJS wants to be told that a class holds nothing of its own")]

use std::any::Any;
use std::rc::Rc;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::Constructor;
use rquickjs::{Class, Ctx, JsLifetime, Result, Value};

/// A value behind which a script sees nothing.
struct Opaque(Rc<dyn Any>);

// SAFETY: the value holds nothing of a JavaScript runtime.
unsafe impl JsLifetime<'_> for Opaque {
    type Changed<'to> = Self;
}

impl<'js> Trace<'js> for Opaque {
    fn trace<'a>(&self, _tracer: Tracer<'a, 'js>) {}
}

impl<'js> JsClass<'js> for Opaque {
    const NAME: &'static str = "Opaque";
    type Mutable = Readable;

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

/// Hides a value.
pub(crate) fn hide<'js, T: 'static>(ctx: &Ctx<'js>, value: Rc<T>) -> Result<Value<'js>> {
    Ok(Class::instance(ctx.clone(), Opaque(value))?.into_value())
}

/// The hidden value, if it is one of that type.
pub(crate) fn seek<T: 'static>(value: &Value<'_>) -> Option<Rc<T>> {
    let class = Class::<Opaque>::from_value(value).ok()?;
    let hidden = class.borrow().0.clone();
    hidden.downcast().ok()
}
