//! The `vu` of `k6/execution`: the user's numbers, and the tags of what it measures from here on.

use rquickjs::atom::Atom;
use rquickjs::class::{
    ClassKind, JsCell, JsClass, PropertyDescriptor, PropertyName, Readable, Trace, Tracer,
};
use rquickjs::function::Constructor;
use rquickjs::object::Accessor;
use rquickjs::{Class, Ctx, IntoJs, JsLifetime, Object, Result, Value};

use super::input;
use crate::engine::{keep_lent, throw};
use crate::vu::Vu;

/// Makes the object.
pub(super) fn vu<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for name in ["idInInstance", "idInTest", "iterationInInstance", "iterationInScenario"] {
        let read = move |ctx: Ctx<'js>| number(&ctx, name);
        object.prop(name, Accessor::from(read).enumerable())?;
    }
    let tags = Class::instance(ctx.clone(), VuTags)?;
    object.set("tags", tags.clone())?;
    let metrics = Object::new(ctx.clone())?;
    metrics.set("tags", tags)?;
    metrics.set("metadata", Object::new(ctx.clone())?)?;
    object.set("metrics", metrics)?;
    Ok(object)
}

fn number<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
    let vu = Vu::current();
    vu.past_init(ctx, "getting VU information in the init context is not supported")?;
    match name {
        "idInInstance" => vu.identity.number.into_js(ctx),
        "idInTest" => vu.number_in_test().into_js(ctx),
        _ => (vu.turn().map_or(0, |turn| turn.iteration - 1) as f64).into_js(ctx),
    }
}

/// The user's tags as an object: what is set is added to everything measured from then on.
struct VuTags;

// SAFETY: it holds no JavaScript value.
#[expect(unsafe_code, reason = "the trait of values without JavaScript in them")]
unsafe impl<'js> JsLifetime<'js> for VuTags {
    type Changed<'to> = VuTags;
}

impl<'js> Trace<'js> for VuTags {
    fn trace(&self, _tracer: Tracer<'_, 'js>) {}
}

impl<'js> JsClass<'js> for VuTags {
    const NAME: &'static str = "Tags";
    const KIND: ClassKind = ClassKind::Exotic;
    type Mutable = Readable;

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }

    fn exotic_get_property(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        atom: Atom<'js>,
        _receiver: Value<'js>,
    ) -> Result<Value<'js>> {
        match value_of(ctx, &atom)? {
            Some(value) => value.into_js(ctx),
            None => Ok(Value::new_undefined(ctx.clone())),
        }
    }

    fn exotic_set_property(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        atom: Atom<'js>,
        _receiver: Value<'js>,
        value: Value<'js>,
    ) -> Result<bool> {
        keep_lent(ctx, &value);
        let name = atom.to_string()?;
        if value.is_object() || value.is_null() || value.is_undefined() {
            let message = format!(
                "invalid value for metric tag '{name}': only String, Boolean and Number types are accepted as a metric tag values"
            );
            return Err(throw(ctx, &message));
        }
        let value = input::coerced_text(ctx, value)?;
        let vu = Vu::current();
        vu.past_init(ctx, "setting VU tags in the init context is not supported")?;
        vu.change_tags(|meters, tags| meters.with(tags, &name, &value));
        Ok(true)
    }

    fn exotic_delete_property(
        _this: &JsCell<'js, Self>,
        _ctx: &Ctx<'js>,
        atom: Atom<'js>,
    ) -> Result<bool> {
        let name = atom.to_string()?;
        Vu::current().change_tags(|meters, tags| meters.table().without(tags, &name));
        Ok(true)
    }

    fn exotic_has_property(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        atom: Atom<'js>,
    ) -> Result<bool> {
        Ok(value_of(ctx, &atom)?.is_some())
    }

    fn exotic_get_own_property(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
        atom: Atom<'js>,
    ) -> Result<Option<PropertyDescriptor<'js>>> {
        let Some(value) = value_of(ctx, &atom)? else { return Ok(None) };
        Ok(Some(PropertyDescriptor::new_value(value.into_js(ctx)?, true, true, true)))
    }

    fn exotic_get_own_property_names(
        _this: &JsCell<'js, Self>,
        ctx: &Ctx<'js>,
    ) -> Result<Vec<PropertyName<'js>>> {
        let vu = Vu::current();
        let names: Vec<_> = vu.meters().table().pairs(vu.tags()).collect();
        let named = |(name, _): (std::sync::Arc<str>, _)| {
            Ok(PropertyName { atom: Atom::from_str(ctx.clone(), &name)?, is_enumerable: true })
        };
        names.into_iter().map(named).collect()
    }
}

fn value_of<'js>(ctx: &Ctx<'js>, name: &Atom<'js>) -> Result<Option<String>> {
    let vu = Vu::current();
    vu.past_init(ctx, "getting VU tags in the init context is not supported")?;
    let name = name.to_string()?;
    let value = vu.meters().table().get(vu.tags(), &name).map(std::string::ToString::to_string);
    Ok(value)
}
