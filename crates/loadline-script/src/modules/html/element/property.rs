//! A property of an element: its name, and how it is read off the element's attributes.

use rquickjs::{Ctx, IntoJs, Result, Value};

use super::object::Element;
use crate::modules::html::reference::Reference;

/// One property.
pub(super) struct Property(pub(super) &'static str, pub(super) Read);

/// How a property is read.
pub(super) enum Read {
    /// The attribute's text, or nothing.
    Text(&'static str),
    /// The attribute's text, or that one.
    TextOr(&'static str, &'static str),
    /// Whether the attribute is there.
    Flag(&'static str),
    /// The attribute as a whole number, or that one.
    Number(&'static str, i64),
    /// The attribute when it is one of these, or the first.
    OneOf(&'static str, &'static [&'static str]),
    /// The attribute when it is one of these.
    Maybe(&'static str, &'static [&'static str]),
    /// The attribute as an address, whole.
    Url(&'static str),
    /// Always the same.
    Fixed(&'static str),
    /// By a function of its own.
    Own(for<'js> fn(&Ctx<'js>, &Element) -> Result<Value<'js>>),
}

impl Read {
    /// The property's value.
    pub(super) fn value<'js>(&self, ctx: &Ctx<'js>, element: &Element) -> Result<Value<'js>> {
        let one_of = |name: &str, allowed: &[&'static str]| {
            let text = element.attribute(name).unwrap_or_default();
            allowed.iter().copied().find(|one| *one == text)
        };
        match self {
            Self::Text(name) => element.attribute(name).unwrap_or_default().into_js(ctx),
            Self::TextOr(name, other) => element.attribute(name).unwrap_or(other).into_js(ctx),
            Self::Flag(name) => element.attribute(name).is_some().into_js(ctx),
            Self::Number(name, other) => whole(element, name).unwrap_or(*other).into_js(ctx),
            Self::OneOf(name, allowed) => one_of(name, allowed).unwrap_or(allowed[0]).into_js(ctx),
            Self::Maybe(name, allowed) => match one_of(name, allowed) {
                Some(text) => text.into_js(ctx),
                None => Ok(Value::new_undefined(ctx.clone())),
            },
            Self::Url(name) => address(element, name).into_js(ctx),
            Self::Fixed(text) => text.into_js(ctx),
            Self::Own(read) => read(ctx, element),
        }
    }
}

/// The attribute as a whole number.
pub(super) fn whole(element: &Element, name: &str) -> Option<i64> {
    element.attribute(name)?.parse().ok()
}

/// The attribute as an address: made whole where the page's own address is known, else as it is written;
/// empty when it is none.
pub(super) fn address(element: &Element, name: &str) -> String {
    let Some(text) = element.attribute(name) else { return String::new() };
    let Some(base) = Reference::parse(&element.url).filter(|_| !element.url.is_empty()) else {
        return text.to_owned();
    };
    Reference::parse(text).map(|parts| parts.resolved(&base).to_text()).unwrap_or_default()
}
