//! What all nodes have.

use rquickjs::{Array, Class, Ctx, IntoJs, Object, Result, Value};

use super::object::Element;
use crate::engine::function;
use crate::modules::html::document::{Document, Kind, NodeId, ROOT};
use crate::modules::html::selection::{self, Arguments};
use crate::modules::html::selector::Group;

type Method = for<'js> fn(&Ctx<'js>, &Element, &Arguments<'js>) -> Result<Value<'js>>;

/// The methods of every node.
pub(super) const METHODS: &[(&str, Method)] = &[
    ("attributes", attributes),
    ("childElementCount", |ctx, this, _| {
        this.document.child_elements(this.node).count().into_js(ctx)
    }),
    ("childNodes", |ctx, this, _| this.all(ctx, this.document.children(this.node))),
    ("children", |ctx, this, _| this.all(ctx, this.document.child_elements(this.node))),
    ("classList", |ctx, this, _| {
        let classes = this.attribute("class").unwrap_or_default().split_ascii_whitespace();
        classes.collect::<Vec<_>>().into_js(ctx)
    }),
    ("className", |ctx, this, _| this.attribute("class").into_js(ctx)),
    ("contains", |ctx, this, arguments| {
        let other = other_node(this, arguments);
        other.is_some_and(|other| this.document.contains(this.node, other)).into_js(ctx)
    }),
    ("firstChild", |ctx, this, _| this.maybe(ctx, this.document.node(this.node).first)),
    ("firstElementChild", |ctx, this, _| {
        this.maybe(ctx, this.document.child_elements(this.node).next())
    }),
    ("getAttribute", |ctx, this, arguments| {
        let name = arguments.text(ctx, 0)?.unwrap_or_default();
        this.attribute(&name).into_js(ctx)
    }),
    ("getAttributeNode", |ctx, this, arguments| {
        let name = arguments.text(ctx, 0)?.unwrap_or_default();
        match this.attribute(&name) {
            Some(value) => attribute_node(ctx, this, &name, value),
            None => Ok(Value::new_undefined(ctx.clone())),
        }
    }),
    ("getElementsByClassName", |ctx, this, arguments| {
        find(ctx, this, &format!(".{}", arguments.text(ctx, 0)?.unwrap_or_default()))
    }),
    ("getElementsByTagName", |ctx, this, arguments| {
        find(ctx, this, &arguments.text(ctx, 0)?.unwrap_or_default())
    }),
    ("hasAttribute", |ctx, this, arguments| {
        let name = arguments.text(ctx, 0)?.unwrap_or_default();
        this.attribute(&name).is_some().into_js(ctx)
    }),
    ("hasAttributes", |ctx, this, _| {
        let element = this.document.element(this.node);
        element.is_some_and(|element| !element.attributes.is_empty()).into_js(ctx)
    }),
    ("hasChildNodes", |ctx, this, _| this.document.node(this.node).first.is_some().into_js(ctx)),
    ("id", |ctx, this, _| this.attribute("id").unwrap_or_default().into_js(ctx)),
    ("innerHTML", |ctx, this, _| this.document.inner_html(this.node).into_js(ctx)),
    ("isDefaultNamespace", |ctx, this, _| (namespace(this) == &*html5ever::ns!(html)).into_js(ctx)),
    ("isEqualNode", |ctx, this, arguments| {
        let class = arguments.0.first().and_then(Value::as_object);
        let class = class.and_then(Class::<Element>::from_object);
        let equal = class.is_some_and(|other| {
            let other = other.borrow();
            are_equal((&this.document, this.node), (&other.document, other.node))
        });
        equal.into_js(ctx)
    }),
    ("isSameNode", |ctx, this, arguments| {
        (other_node(this, arguments) == Some(this.node)).into_js(ctx)
    }),
    ("lang", |ctx, this, _| this.attribute("lang").into_js(ctx)),
    ("lastChild", |ctx, this, _| this.maybe(ctx, this.document.node(this.node).last)),
    ("lastElementChild", |ctx, this, _| {
        this.maybe(ctx, this.document.child_elements(this.node).last())
    }),
    ("matches", |ctx, this, arguments| {
        let group = Group::parse(&arguments.text(ctx, 0)?.unwrap_or_default());
        group.is_some_and(|group| group.matches(&this.document, this.node)).into_js(ctx)
    }),
    ("namespaceURI", |ctx, this, _| namespace(this).into_js(ctx)),
    ("nextElementSibling", |ctx, this, _| {
        let mut others = this.document.following(this.node);
        this.maybe(ctx, others.find(|&other| this.document.is_element(other)))
    }),
    ("nextSibling", |ctx, this, _| this.maybe(ctx, this.document.node(this.node).next)),
    ("nodeName", |ctx, this, _| match &this.document.node(this.node).kind {
        Kind::Document => "#document".into_js(ctx),
        Kind::Text(_) => "#text".into_js(ctx),
        Kind::Comment(_) => "#comment".into_js(ctx),
        Kind::Doctype { name, .. } => (&**name).into_js(ctx),
        Kind::Element(element) => (&*element.name.local).into_js(ctx),
    }),
    ("nodeType", |ctx, this, _| match &this.document.node(this.node).kind {
        Kind::Element(_) => 1.into_js(ctx),
        Kind::Text(_) => 3.into_js(ctx),
        Kind::Comment(_) => 8.into_js(ctx),
        Kind::Document => 9.into_js(ctx),
        Kind::Doctype { .. } => 10.into_js(ctx),
    }),
    ("nodeValue", |ctx, this, _| match &this.document.node(this.node).kind {
        Kind::Text(text) => (&**text).into_js(ctx),
        Kind::Comment(_) => "".into_js(ctx),
        _ => Ok(Value::new_undefined(ctx.clone())),
    }),
    ("ownerDocument", |ctx, this, _| this.other(ctx, ROOT)),
    ("parentElement", |ctx, this, _| {
        let parent = this.document.node(this.node).parent;
        this.maybe(ctx, parent.filter(|&parent| this.document.is_element(parent)))
    }),
    ("parentNode", |ctx, this, _| this.maybe(ctx, this.document.node(this.node).parent)),
    ("previousElementSibling", |ctx, this, _| {
        let mut others = this.document.preceding(this.node);
        this.maybe(ctx, others.find(|&other| this.document.is_element(other)))
    }),
    ("previousSibling", |ctx, this, _| this.maybe(ctx, this.document.node(this.node).previous)),
    ("querySelector", |ctx, this, arguments| {
        let selector = arguments.text(ctx, 0)?.unwrap_or_default();
        this.maybe(ctx, this.set().find_first(&selector))
    }),
    ("querySelectorAll", |ctx, this, arguments| {
        find(ctx, this, &arguments.text(ctx, 0)?.unwrap_or_default())
    }),
    ("selection", |ctx, this, _| selection::object(ctx, this.set().onward([this.node]))),
    ("textContent", |ctx, this, _| this.document.text(this.node).into_js(ctx)),
    ("toString", |ctx, _, _| "[object html.Node]".into_js(ctx)),
];

/// The node in the first argument, when it is one of the same document.
fn other_node(this: &Element, arguments: &Arguments<'_>) -> Option<NodeId> {
    super::node_of(arguments.0.first()?, &this.set())
}

fn find<'js>(ctx: &Ctx<'js>, this: &Element, selector: &str) -> Result<Value<'js>> {
    match Group::parse(selector) {
        Some(group) => this.all(ctx, group.find(&this.document, this.node)),
        None => Ok(Array::new(ctx.clone())?.into_value()),
    }
}

fn namespace(this: &Element) -> &str {
    let element = this.document.element(this.node);
    element.map_or("http://www.w3.org/1999/xhtml", |element| &element.name.ns)
}

fn attributes<'js>(ctx: &Ctx<'js>, this: &Element, _: &Arguments<'js>) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    if let Some(element) = this.document.element(this.node) {
        for attribute in &element.attributes {
            let name = &*attribute.name.local;
            object.set(name, attribute_node(ctx, this, name, &attribute.value)?)?;
        }
    }
    Ok(object.into_value())
}

fn attribute_node<'js>(
    ctx: &Ctx<'js>,
    this: &Element,
    name: &str,
    value: &str,
) -> Result<Value<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("owner_element", this.other(ctx, this.node)?)?;
    object.set("name", name)?;
    object.set("value", value)?;
    let local_name = name.to_owned();
    object.set("localName", function(ctx, "localName", move || local_name.clone())?)?;
    let namespace = namespace(this).to_owned();
    object.set("namespaceURI", function(ctx, "namespaceURI", move || namespace.clone())?)?;
    object.set("prefix", function(ctx, "prefix", || "")?)?;
    Ok(object.into_value())
}

/// Whether two nodes and all in them are alike.
fn are_equal(one: (&Document, NodeId), other: (&Document, NodeId)) -> bool {
    if !are_alike(one, other) {
        return false;
    }
    let mut ones = one.0.descendants(one.1);
    let mut others = other.0.descendants(other.1);
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) => {
                let last = |node: NodeId, document: &Document| document.node(node).next.is_none();
                if last(a, one.0) != last(b, other.0) || !are_alike((one.0, a), (other.0, b)) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Whether two nodes are alike, but for what lies in them.
fn are_alike(one: (&Document, NodeId), other: (&Document, NodeId)) -> bool {
    let (one, other) = (one.0.node(one.1), other.0.node(other.1));
    one.first.is_some() == other.first.is_some()
        && match (&one.kind, &other.kind) {
            (Kind::Text(a), Kind::Text(b)) | (Kind::Comment(a), Kind::Comment(b)) => a == b,
            (Kind::Doctype { name: a, .. }, Kind::Doctype { name: b, .. }) => a == b,
            (Kind::Document, Kind::Document) => true,
            (Kind::Element(a), Kind::Element(b)) => {
                a.name == b.name
                    && a.attributes.len() == b.attributes.len()
                    && a.attributes.iter().all(|attribute| b.attributes.contains(attribute))
            }
            _ => false,
        }
}
