//! `Selection` as scripts see it: jQuery's methods over a [`Set`].

use std::rc::Rc;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Rest, This};
use rquickjs::{
    Array, Class, Coerced, Ctx, FromJs, Function, IntoJs, JsLifetime, Object, Result, Value,
};

use super::data;
use super::document::NodeId;
use super::element;
use super::form::FormValue;
use super::set::{Criterion, Set, Way};
use crate::engine::{function, throw};
use crate::modules::input;

/// What a script holds.
pub(crate) struct Selection(pub(super) Rc<Set>);

impl<'js> Trace<'js> for Selection {
    fn trace<'a>(&self, _tracer: Tracer<'a, 'js>) {}
}

// SAFETY: nothing in it borrows from a runtime.
#[expect(unsafe_code, reason = "rquickjs wants this said of every class")]
unsafe impl<'js> JsLifetime<'js> for Selection {
    type Changed<'to> = Self;
}

impl<'js> JsClass<'js> for Selection {
    const NAME: &'static str = "Selection";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let prototype = Object::new(ctx.clone())?;
        for (name, method) in METHODS {
            let name = name.rsplit('.').next().unwrap_or(name);
            let native =
                move |ctx: Ctx<'js>, this: This<Class<'js, Self>>, arguments: Rest<Value<'js>>| {
                    let set = this.0.borrow().0.clone();
                    method(&ctx, &set, &Arguments(arguments.0))
                };
            prototype.set(name, function(ctx, name, native)?)?;
        }
        Ok(Some(prototype))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

/// A script's object for `set`.
pub(super) fn object<'js>(ctx: &Ctx<'js>, set: Rc<Set>) -> Result<Value<'js>> {
    let url = set.url.to_string();
    let object = Class::instance(ctx.clone(), Selection(set))?;
    object.set("url", url)?;
    Ok(object.into_value())
}

/// What a method was called with.
pub(super) struct Arguments<'js>(pub(super) Vec<Value<'js>>);

impl<'js> Arguments<'js> {
    fn get(&self, place: usize) -> Option<&Value<'js>> {
        self.0.get(place)
    }

    fn present(&self, place: usize) -> Option<&Value<'js>> {
        self.get(place).filter(|value| !value.is_undefined() && !value.is_null())
    }

    /// A whole number; zero when there is none.
    fn index(&self, ctx: &Ctx<'js>, place: usize) -> Result<i64> {
        let Some(value) = self.get(place) else { return Ok(0) };
        let Coerced(number) = Coerced::<f64>::from_js(ctx, value.clone())?;
        #[expect(clippy::cast_possible_truncation, reason = "it saturates, as an index may")]
        Ok(number as i64)
    }

    pub(super) fn text(&self, ctx: &Ctx<'js>, place: usize) -> Result<Option<String>> {
        self.get(place).map(|value| input::coerced_text(ctx, value.clone())).transpose()
    }

    /// What nodes are filtered by, when something was given: a text whatever it was.
    fn filter(&self, ctx: &Ctx<'js>, place: usize) -> Result<Option<Criterion>> {
        Ok(self.text(ctx, place)?.map(|text| Criterion::parse(&text)))
    }

    /// A selector or a selection.
    fn criterion(&self, ctx: &Ctx<'js>, set: &Set, place: usize) -> Result<Criterion> {
        if let Some(value) = self.get(place)
            && let Some(criterion) = criterion_of(value, set)?
        {
            return Ok(criterion);
        }
        let kind = self.get(place).map_or("<nil>", element::kind_of);
        throw_with(ctx, &format!("invalid argument, cannot use a '{kind}' as a selector"))
    }
}

fn throw_with<T>(ctx: &Ctx<'_>, message: &str) -> Result<T> {
    Err(throw(ctx, message))
}

/// The selection in a value, when it is one.
fn set_of(value: &Value<'_>) -> Option<Rc<Set>> {
    let class = Class::<Selection>::from_object(value.as_object()?)?;
    Some(class.borrow().0.clone())
}

fn criterion_of(value: &Value<'_>, set: &Set) -> Result<Option<Criterion>> {
    if let Some(other) = set_of(value) {
        let same = Rc::ptr_eq(&other.document, &set.document);
        let nodes = other.nodes.iter().copied().filter(|_| same).collect();
        return Ok(Some(Criterion::Nodes(nodes)));
    }
    Ok(input::text(value)?.map(|text| Criterion::parse(&text)))
}

type Method = for<'js> fn(&Ctx<'js>, &Rc<Set>, &Arguments<'js>) -> Result<Value<'js>>;

/// Its methods, as the reference page lists them.
pub(super) const METHODS: &[(&str, Method)] = &[
    ("Selection.add", add),
    ("Selection.attr", attr),
    ("Selection.children", |ctx, set, arguments| walk(ctx, set, arguments, Way::Children)),
    ("Selection.closest", |ctx, set, arguments| {
        object(ctx, set.closest(&arguments.criterion(ctx, set, 0)?))
    }),
    ("Selection.contents", |ctx, set, _| object(ctx, set.contents())),
    ("Selection.data", data_of),
    ("Selection.each", each),
    ("Selection.end", |ctx, set, _| {
        object(ctx, set.before.clone().unwrap_or_else(|| set.nothing()))
    }),
    ("Selection.eq", |ctx, set, arguments| {
        object(ctx, set.onward(set.at(arguments.index(ctx, 0)?)))
    }),
    ("Selection.filter", |ctx, set, arguments| filter(ctx, set, arguments, "filter", false)),
    ("Selection.find", |ctx, set, arguments| {
        object(ctx, set.find(&arguments.criterion(ctx, set, 0)?))
    }),
    ("Selection.first", |ctx, set, _| object(ctx, set.onward(set.first()))),
    ("Selection.get", get),
    ("Selection.has", |ctx, set, arguments| {
        object(ctx, set.has(&arguments.criterion(ctx, set, 0)?))
    }),
    ("Selection.html", |ctx, set, _| {
        set.first().map(|node| set.document.inner_html(node)).unwrap_or_default().into_js(ctx)
    }),
    ("Selection.index", index),
    ("Selection.is", is),
    ("Selection.last", |ctx, set, _| object(ctx, set.onward(set.at(-1)))),
    ("Selection.map", map),
    ("Selection.next", |ctx, set, arguments| walk(ctx, set, arguments, Way::Next)),
    ("Selection.nextAll", |ctx, set, arguments| walk(ctx, set, arguments, Way::NextAll)),
    ("Selection.nextUntil", |ctx, set, arguments| until(ctx, set, arguments, Way::NextAll)),
    ("Selection.not", |ctx, set, arguments| filter(ctx, set, arguments, "not", true)),
    ("Selection.parent", |ctx, set, arguments| walk(ctx, set, arguments, Way::Parent)),
    ("Selection.parents", |ctx, set, arguments| walk(ctx, set, arguments, Way::Parents)),
    ("Selection.parentsUntil", |ctx, set, arguments| until(ctx, set, arguments, Way::Parents)),
    ("Selection.prev", |ctx, set, arguments| walk(ctx, set, arguments, Way::Previous)),
    ("Selection.prevAll", |ctx, set, arguments| walk(ctx, set, arguments, Way::PreviousAll)),
    ("Selection.prevUntil", |ctx, set, arguments| until(ctx, set, arguments, Way::PreviousAll)),
    ("Selection.serialize", |ctx, set, _| set.form_query().into_js(ctx)),
    ("Selection.serializeArray", serialize_array),
    ("Selection.serializeObject", serialize_object),
    ("Selection.siblings", |ctx, set, arguments| walk(ctx, set, arguments, Way::Siblings)),
    ("Selection.size", |ctx, set, _| set.nodes.len().into_js(ctx)),
    ("Selection.slice", slice),
    ("Selection.text", |ctx, set, _| set.text().into_js(ctx)),
    ("Selection.toArray", to_array),
    ("Selection.val", |ctx, set, _| {
        let value = set.first().and_then(|node| set.document.control_value(node));
        form_value(ctx, value.unwrap_or(FormValue::Nothing))
    }),
];

fn walk<'js>(
    ctx: &Ctx<'js>,
    set: &Rc<Set>,
    arguments: &Arguments<'js>,
    way: Way,
) -> Result<Value<'js>> {
    object(ctx, set.walk(way, None, arguments.filter(ctx, 0)?.as_ref()))
}

fn until<'js>(
    ctx: &Ctx<'js>,
    set: &Rc<Set>,
    arguments: &Arguments<'js>,
    way: Way,
) -> Result<Value<'js>> {
    let end = match arguments.present(0) {
        Some(_) => Some(arguments.criterion(ctx, set, 0)?),
        None => None,
    };
    object(ctx, set.walk(way, end.as_ref(), arguments.filter(ctx, 1)?.as_ref()))
}

fn add<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let value = arguments.get(0);
    let added = if let Some(node) = value.and_then(|value| element::node_of(value, set)) {
        vec![node]
    } else if let Some(other) = value.and_then(set_of) {
        let same = Rc::ptr_eq(&other.document, &set.document);
        if same { other.nodes.clone() } else { Vec::new() }
    } else {
        let criterion = arguments.criterion(ctx, set, 0)?;
        let root = Set::whole(set.document.clone(), "");
        root.find(&criterion).nodes.clone()
    };
    object(ctx, set.onward(set.nodes.iter().copied().chain(added)))
}

fn attr<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let name = arguments.text(ctx, 0)?.unwrap_or_default();
    match set.first().and_then(|node| set.document.attribute(node, &name)) {
        Some(value) => value.into_js(ctx),
        None => Ok(arguments.get(1).cloned().unwrap_or_else(|| Value::new_undefined(ctx.clone()))),
    }
}

fn data_of<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let Some(element) = set.first().and_then(|node| set.document.element(node)) else {
        return Ok(Value::new_undefined(ctx.clone()));
    };
    match arguments.text(ctx, 0)? {
        Some(name) => data::datum(ctx, element, &name),
        None => Ok(data::data(ctx, element)?.into_value()),
    }
}

/// The function among the arguments; `method` is named when it is none.
fn callback<'js>(
    ctx: &Ctx<'js>,
    arguments: &Arguments<'js>,
    method: &str,
) -> Result<Function<'js>> {
    match arguments.get(0).and_then(Value::as_function) {
        Some(callback) => Ok(callback.clone()),
        None => throw_with(ctx, &format!("the argument to {method}() must be a function")),
    }
}

fn each<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let callback = callback(ctx, arguments, "each")?;
    for (place, &node) in set.nodes.iter().enumerate() {
        let _: Value<'js> = callback.call((place, element::object(ctx, set, node)?))?;
    }
    object(ctx, set.clone())
}

/// A node alone, as callbacks get it.
fn single<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, node: NodeId) -> Result<Value<'js>> {
    object(ctx, set.onward([node]))
}

fn map<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let callback = callback(ctx, arguments, "map")?;
    let array = Array::new(ctx.clone())?;
    for (place, &node) in set.nodes.iter().enumerate() {
        let value: Value<'js> = callback.call((place, single(ctx, set, node)?))?;
        array.set(place, value)?;
    }
    Ok(array.into_value())
}

/// The nodes for which a callback says yes.
fn chosen<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, callback: &Function<'js>) -> Result<Vec<NodeId>> {
    let mut nodes = Vec::new();
    for (place, &node) in set.nodes.iter().enumerate() {
        let Coerced(yes) = callback.call::<_, Coerced<bool>>((place, single(ctx, set, node)?))?;
        if yes {
            nodes.push(node);
        }
    }
    Ok(nodes)
}

/// What `filter`, `not` and `is` compare with: a function, a selector or a selection.
fn condition<'js>(
    ctx: &Ctx<'js>,
    set: &Rc<Set>,
    arguments: &Arguments<'js>,
    method: &str,
) -> Result<Criterion> {
    let value = arguments.get(0);
    if let Some(callback) = value.and_then(Value::as_function) {
        return Ok(Criterion::Nodes(chosen(ctx, set, callback)?.into_iter().collect()));
    }
    if method == "not" {
        return arguments.criterion(ctx, set, 0);
    }
    match value.map(|value| criterion_of(value, set)).transpose()?.flatten() {
        Some(criterion) => Ok(criterion),
        None => {
            let wanted = "must be a function, a selector or a selection";
            throw_with(ctx, &format!("the argument to {method}() {wanted}"))
        }
    }
}

fn filter<'js>(
    ctx: &Ctx<'js>,
    set: &Rc<Set>,
    arguments: &Arguments<'js>,
    method: &str,
    invert: bool,
) -> Result<Value<'js>> {
    object(ctx, set.filter(&condition(ctx, set, arguments, method)?, invert))
}

fn is<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let criterion = condition(ctx, set, arguments, "is")?;
    set.nodes.iter().any(|&node| criterion.matches(&set.document, node)).into_js(ctx)
}

fn get<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    match set.at(arguments.index(ctx, 0)?) {
        Some(node) => element::object(ctx, set, node),
        None => Ok(Value::new_undefined(ctx.clone())),
    }
}

fn index<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let value = arguments.get(0);
    let place = match (value, set.first()) {
        (_, None) => None,
        (None, Some(first)) => Some(set.place_among_siblings(first)),
        (Some(value), Some(first)) => match set_of(value) {
            Some(other) => {
                let wanted = other.first();
                set.nodes.iter().position(|&node| Some(node) == wanted)
            }
            None => input::text(value)?.and_then(|text| {
                let root = Set::whole(set.document.clone(), "");
                let found = root.find(&Criterion::parse(&text));
                found.nodes.iter().position(|&node| node == first)
            }),
        },
    };
    place.map_or(-1, |place| i64::try_from(place).unwrap_or(i64::MAX)).into_js(ctx)
}

fn slice<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, arguments: &Arguments<'js>) -> Result<Value<'js>> {
    let to = arguments.present(1).map(|_| arguments.index(ctx, 1)).transpose()?;
    object(ctx, set.slice(arguments.index(ctx, 0)?, to))
}

fn to_array<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, _: &Arguments<'js>) -> Result<Value<'js>> {
    let array = Array::new(ctx.clone())?;
    for (place, &node) in set.nodes.iter().enumerate() {
        array.set(place, single(ctx, set, node)?)?;
    }
    Ok(array.into_value())
}

fn form_value<'js>(ctx: &Ctx<'js>, value: FormValue) -> Result<Value<'js>> {
    match value {
        FormValue::One(text) => text.into_js(ctx),
        FormValue::Several(texts) => texts.into_js(ctx),
        FormValue::Nothing => Ok(Value::new_undefined(ctx.clone())),
    }
}

fn serialize_array<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, _: &Arguments<'js>) -> Result<Value<'js>> {
    let array = Array::new(ctx.clone())?;
    for (place, (name, value)) in set.form_fields().enumerate() {
        let field = Object::new(ctx.clone())?;
        field.set("name", name)?;
        field.set("value", form_value(ctx, value)?)?;
        array.set(place, field)?;
    }
    Ok(array.into_value())
}

fn serialize_object<'js>(ctx: &Ctx<'js>, set: &Rc<Set>, _: &Arguments<'js>) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    for (name, value) in set.form_object() {
        object.set(name, form_value(ctx, value)?)?;
    }
    Ok(object.into_value())
}
