//! The objects: one class, with a prototype for each kind of tag made when the first one is met.

use std::rc::Rc;

use rquickjs::class::{JsClass, Readable, Trace, Tracer};
use rquickjs::function::{Constructor, Rest, This};
use rquickjs::object::Property as Descriptor;
use rquickjs::{Array, Class, Ctx, JsLifetime, Object, Result, Value};

use super::kinds::{self, KINDS};
use super::node::METHODS;
use super::property::Property;
use crate::engine::function;
use crate::modules::html::document::{Document, NodeId};
use crate::modules::html::selection::Arguments;
use crate::modules::html::set::Set;
use crate::modules::input;

/// Where the prototypes of the kinds are kept: a property of the common prototype that nobody enumerates.
const PROTOTYPES: &str = "kinds";

/// What a script holds: a node.
pub(super) struct Element {
    pub(super) document: Rc<Document>,
    pub(super) node: NodeId,
    pub(super) url: Rc<str>,
}

impl<'js> Trace<'js> for Element {
    fn trace<'a>(&self, _tracer: Tracer<'a, 'js>) {}
}

// SAFETY: nothing in it borrows from a runtime.
#[expect(unsafe_code, reason = "rquickjs wants this said of every class")]
unsafe impl<'js> JsLifetime<'js> for Element {
    type Changed<'to> = Self;
}

impl<'js> JsClass<'js> for Element {
    const NAME: &'static str = "Element";
    type Mutable = Readable;

    fn prototype(ctx: &Ctx<'js>) -> Result<Option<Object<'js>>> {
        let prototype = Object::new(ctx.clone())?;
        for (name, method) in METHODS {
            let native =
                move |ctx: Ctx<'js>, this: This<Class<'js, Self>>, arguments: Rest<Value<'js>>| {
                    let element = this.0.borrow();
                    method(&ctx, &element, &Arguments(arguments.0))
                };
            prototype.set(*name, function(ctx, name, native)?)?;
        }
        prototype.prop(PROTOTYPES, Descriptor::from(Object::new(ctx.clone())?))?;
        Ok(Some(prototype))
    }

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

impl Element {
    /// The node itself as a selection.
    pub(super) fn set(&self) -> Rc<Set> {
        let (document, url) = (self.document.clone(), self.url.clone());
        Rc::new(Set { document, nodes: vec![self.node], url, before: None })
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.document.attribute(self.node, name)
    }

    /// Another node of the document as a script sees it.
    pub(super) fn other<'js>(&self, ctx: &Ctx<'js>, node: NodeId) -> Result<Value<'js>> {
        make(ctx, Self { document: self.document.clone(), node, url: self.url.clone() })
    }

    /// Another node, or `undefined`.
    pub(super) fn maybe<'js>(&self, ctx: &Ctx<'js>, node: Option<NodeId>) -> Result<Value<'js>> {
        match node {
            Some(node) => self.other(ctx, node),
            None => Ok(Value::new_undefined(ctx.clone())),
        }
    }

    /// Other nodes as an array.
    pub(super) fn all<'js>(
        &self,
        ctx: &Ctx<'js>,
        nodes: impl IntoIterator<Item = NodeId>,
    ) -> Result<Value<'js>> {
        let array = Array::new(ctx.clone())?;
        for (place, node) in nodes.into_iter().enumerate() {
            array.set(place, self.other(ctx, node)?)?;
        }
        Ok(array.into_value())
    }
}

/// A script's object for a node of `set`'s document.
pub(crate) fn object<'js>(ctx: &Ctx<'js>, set: &Set, node: NodeId) -> Result<Value<'js>> {
    make(ctx, Element { document: set.document.clone(), node, url: set.url.clone() })
}

/// The node in a value, when it is an element of the same document.
pub(crate) fn node_of(value: &Value<'_>, set: &Set) -> Option<NodeId> {
    let class = Class::<Element>::from_object(value.as_object()?)?;
    let element = class.borrow();
    Rc::ptr_eq(&element.document, &set.document).then_some(element.node)
}

/// What messages call a value.
pub(crate) fn kind_of(value: &Value<'_>) -> &'static str {
    let is_element = value.as_object().and_then(Class::<Element>::from_object).is_some();
    if is_element { "html.Element" } else { input::kind(value) }
}

fn make<'js>(ctx: &Ctx<'js>, element: Element) -> Result<Value<'js>> {
    let kind = kinds::of(element.document.tag(element.node));
    let object = Class::instance(ctx.clone(), element)?;
    if let Some(kind) = kind {
        object.set_prototype(Some(&prototype_of(ctx, kind)?))?;
    }
    Ok(object.into_value())
}

fn prototype_of<'js>(ctx: &Ctx<'js>, kind: usize) -> Result<Object<'js>> {
    let common = Class::<Element>::prototype(ctx)?.expect("elements have a prototype");
    let made: Object<'js> = common.get(PROTOTYPES)?;
    let (tags, properties) = KINDS[kind];
    if let Some(prototype) = made.get::<_, Option<Object<'js>>>(tags[0])? {
        return Ok(prototype);
    }
    let prototype = Object::new(ctx.clone())?;
    prototype.set_prototype(Some(&common))?;
    for property in properties.iter().copied().flatten() {
        let Property(name, read) = property;
        let native = move |ctx: Ctx<'js>, this: This<Class<'js, Element>>| {
            read.value(&ctx, &this.0.borrow())
        };
        prototype.set(*name, function(ctx, name, native)?)?;
    }
    made.set(tags[0], prototype.clone())?;
    Ok(prototype)
}
