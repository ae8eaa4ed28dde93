//! `k6/data`: arrays that exist once for the whole process, however many users read them.

use std::sync::Arc;

use rquickjs::atom::Atom;
use rquickjs::class::{
    ClassKind, JsCell, JsClass, PropertyDescriptor, PropertyName, Readable, Trace, Tracer,
};
use rquickjs::function::{Constructor, Opt};
use rquickjs::{Class, Ctx, Exception, Function, IntoJs, JsLifetime, Object, Result, Value};

use super::{Builtin, Member, input};
use crate::engine::{function, keep_lent, throw};
use crate::vu::{Phase, Vu};

/// The module.
pub(crate) struct Data;

impl Builtin for Data {
    const NAME: &'static str = "k6/data";
    const MEMBERS: &'static [Member] = &[Member::full("SharedArray")];

    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        let constructor = Constructor::new_class::<SharedArray, _, _>(ctx.clone(), new)?;
        constructor.set_name("SharedArray")?;
        object.set("SharedArray", constructor)?;
        Ok(object)
    }
}

/// The elements as JSON, outside of every user's memory.
pub(crate) struct Elements(pub(crate) Vec<Box<str>>);

/// One user's view of the elements.
pub(crate) struct SharedArray(pub(crate) Arc<Elements>);

// SAFETY: it holds no JavaScript value.
#[expect(unsafe_code, reason = "the trait of values without JavaScript in them")]
unsafe impl<'js> JsLifetime<'js> for SharedArray {
    type Changed<'to> = SharedArray;
}

impl<'js> Trace<'js> for SharedArray {
    fn trace(&self, _tracer: Tracer<'_, 'js>) {}
}

fn new<'js>(
    ctx: Ctx<'js>,
    name: Opt<Value<'js>>,
    make: Opt<Value<'js>>,
) -> Result<Class<'js, SharedArray>> {
    let vu = Vu::current();
    if vu.phase() != Phase::Init {
        return Err(throw(&ctx, "new SharedArray must be called in the init context"));
    }
    let name = name.0.map(|name| input::coerced_text(&ctx, name)).transpose()?.unwrap_or_default();
    if name.is_empty() {
        return Err(throw(&ctx, "empty name provided to SharedArray's constructor"));
    }
    let make = make.0.and_then(Value::into_function);
    let make = make.ok_or_else(|| {
        throw(&ctx, "a function is expected as the second argument of SharedArray's constructor")
    })?;
    let elements = vu.code.shared(&name, || elements(&ctx, &make))?;
    Class::instance(ctx, SharedArray(elements))
}

/// What the function returns, element by element as JSON.
fn elements<'js>(ctx: &Ctx<'js>, make: &Function<'js>) -> Result<Elements> {
    let made: Value<'js> = make.call(())?;
    let wrong = if made.is_promise() {
        Some("SharedArray constructor does not support async functions as second argument")
    } else if !made.is_array() {
        Some("only arrays can be made into SharedArray")
    } else {
        None
    };
    if let Some(message) = wrong {
        return Err(throw(ctx, message));
    }
    let array = made.into_array().expect("it was seen to be an array");
    let json = |element: Result<Value<'js>>| {
        let json = ctx.json_stringify(element?)?;
        let json = json.map(|json| json.to_string()).transpose()?;
        Ok(json.unwrap_or_else(|| "null".to_owned()).into_boxed_str())
    };
    array.iter::<Value<'js>>().map(json).collect::<Result<_>>().map(Elements)
}

impl SharedArray {
    fn element<'js>(&self, ctx: &Ctx<'js>, place: usize) -> Result<Option<Value<'js>>> {
        let Some(json) = self.0.0.get(place) else { return Ok(None) };
        let value: Value<'js> = ctx.json_parse(&**json)?;
        if value.is_object() {
            freeze(ctx, &value)?;
        }
        Ok(Some(value))
    }

    fn place(&self, atom: &Atom<'_>) -> Result<Option<usize>> {
        // A symbol has no text and is no place.
        Ok(atom.to_string().ok().and_then(|text| text.parse().ok()))
    }
}

/// Makes a value and all it holds unchangeable.
fn freeze<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<()> {
    let Some(object) = value.as_object() else { return Ok(()) };
    for entry in object.props::<Value<'js>, Value<'js>>() {
        freeze(ctx, &entry?.1)?;
    }
    let constructor: Object<'js> = ctx.globals().get("Object")?;
    constructor.get::<_, Function<'js>>("freeze")?.call::<_, Value<'js>>((value.clone(),))?;
    Ok(())
}

impl<'js> JsClass<'js> for SharedArray {
    const NAME: &'static str = "SharedArray";
    const KIND: ClassKind = ClassKind::Exotic;
    type Mutable = Readable;

    /// All that arrays can do without changing them.
    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let array: Object<'js> = ctx.globals().get("Array")?;
        let prototype = Object::new(ctx.clone())?;
        prototype.set_prototype(Some(&array.get::<_, Object<'js>>("prototype")?))?;
        let pass_for_array: Function<'js> = ctx.eval(include_str!("../js/shared_array.js"))?;
        let is_shared = |value: Value<'js>| Class::<Self>::from_value(&value).is_ok();
        let is_shared = function(ctx, "isShared", is_shared)?;
        pass_for_array.call::<_, ()>((prototype.clone(), is_shared))?;
        Ok(Some(prototype))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }

    fn exotic_get_property(
        this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        atom: Atom<'js>,
        receiver: Value<'js>,
    ) -> Result<Value<'js>> {
        let own = this.borrow();
        if let Some(place) = own.place(&atom)? {
            let element = own.element(ctx, place)?;
            return Ok(element.unwrap_or_else(|| Value::new_undefined(ctx.clone())));
        }
        if atom.to_string().is_ok_and(|name| name == "length") {
            return own.0.0.len().into_js(ctx);
        }
        let prototype = receiver.as_object().and_then(Object::get_prototype);
        match prototype {
            Some(prototype) => prototype.get(atom),
            None => Ok(Value::new_undefined(ctx.clone())),
        }
    }

    fn exotic_set_property(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        _atom: Atom<'js>,
        _receiver: Value<'js>,
        value: Value<'js>,
    ) -> Result<bool> {
        keep_lent(ctx, &value);
        Err(Exception::throw_type(ctx, "SharedArray is immutable"))
    }

    fn exotic_delete_property(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        _atom: Atom<'js>,
    ) -> Result<bool> {
        Err(Exception::throw_type(ctx, "SharedArray is immutable"))
    }

    fn exotic_has_property(
        this: &JsCell<'js, Self>,
        _ctx: &Ctx<'js>,
        atom: Atom<'js>,
    ) -> Result<bool> {
        let own = this.borrow();
        Ok(own.place(&atom)?.is_some_and(|place| place < own.0.0.len())
            || atom.to_string().is_ok_and(|name| name == "length"))
    }

    fn exotic_get_own_property(
        this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        atom: Atom<'js>,
    ) -> Result<Option<PropertyDescriptor<'js>>> {
        let own = this.borrow();
        let Some(place) = own.place(&atom)? else { return Ok(None) };
        let element = own.element(ctx, place)?;
        Ok(element.map(|value| PropertyDescriptor::new_value(value, true, true, false)))
    }

    fn exotic_get_own_property_names(
        this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
    ) -> Result<Vec<PropertyName<'js>>> {
        let count = this.borrow().0.0.len();
        let name = |place: usize| {
            let atom = Atom::from_u32(ctx.clone(), place as u32)?;
            Ok(PropertyName { atom, is_enumerable: true })
        };
        (0..count).map(name).collect()
    }
}
