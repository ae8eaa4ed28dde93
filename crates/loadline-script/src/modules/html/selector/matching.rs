//! Whether a node is what a selector asks for.

use std::ops::ControlFlow;

use super::grammar::{Combinator, Group, Selector, Test, Value};
use super::nth::Nth;
use crate::modules::html::document::{Document, Element, Kind, NodeId};

impl Group {
    /// Whether one of its selectors matches `node`.
    pub(crate) fn matches(&self, document: &Document, node: NodeId) -> bool {
        self.0.iter().any(|selector| selector.matches(document, node))
    }

    /// What lies in `root` and matches, in the order of the document.
    pub(crate) fn find<'a>(
        &'a self,
        document: &'a Document,
        root: NodeId,
    ) -> impl Iterator<Item = NodeId> + 'a {
        document.descendants(root).filter(|&node| self.matches(document, node))
    }
}

impl Selector {
    fn matches(&self, document: &Document, node: NodeId) -> bool {
        all(document, node, &self.last) && before(document, node, &self.before)
    }
}

fn all(document: &Document, node: NodeId, tests: &[Test]) -> bool {
    tests.iter().all(|test| test.holds(document, node))
}

/// Whether what stands before `node` matches the steps, the nearest first. Recursion is bounded by the number
/// of steps.
fn before(document: &Document, node: NodeId, steps: &[(Combinator, Vec<Test>)]) -> bool {
    let Some(((combinator, tests), rest)) = steps.split_first() else { return true };
    let fits = |other: NodeId| all(document, other, tests) && before(document, other, rest);
    let element = |other: &NodeId| document.is_element(*other);
    match combinator {
        Combinator::Descendant => document.ancestors(node).any(fits),
        Combinator::Child => document.node(node).parent.is_some_and(fits),
        Combinator::Adjacent => document.preceding(node).find(element).is_some_and(fits),
        Combinator::Sibling => document.preceding(node).filter(element).any(fits),
    }
}

impl Test {
    fn holds(&self, document: &Document, node: NodeId) -> bool {
        // These two look at text, wherever it is.
        match self {
            Self::Contains { text, own } => {
                return text_of(document, node, *own).to_lowercase().contains(text.as_str());
            }
            Self::Matches { expression, own } => {
                return expression.is_match(&text_of(document, node, *own));
            }
            _ => {}
        }
        let Some(element) = document.element(node) else { return false };
        match self {
            Self::Element | Self::Contains { .. } | Self::Matches { .. } => true,
            Self::Tag(tag) => &*element.name.local == tag.as_str(),
            Self::Id(id) => element.attribute("id") == Some(id),
            Self::Class(class) => words(element, "class").any(|word| word == class),
            Self::Attribute { name, is, any_case } => is.holds(element.attribute(name), *any_case),
            Self::Not(group) => !group.matches(document, node),
            Self::Has { group, child: false } => group.find(document, node).next().is_some(),
            Self::Has { group, child: true } => {
                document.children(node).any(|child| group.matches(document, child))
            }
            Self::Nth { nth, last, of_type } => is_nth(document, node, *nth, *last, *of_type),
            Self::Only { of_type } => {
                is_nth(document, node, Nth::only(1), false, *of_type)
                    && is_nth(document, node, Nth::only(1), true, *of_type)
            }
            Self::Lang(lang) => speaks(document, node, lang),
            Self::Input => matches!(tag(element), "input" | "select" | "textarea" | "button"),
            Self::Empty => is_empty(document, node),
            Self::Root => document.node(node).parent.is_some_and(|up| !document.is_element(up)),
            Self::Link => is_link(element),
            Self::Enabled => is_link(element) || ability(document, node) == Some(true),
            Self::Disabled => ability(document, node) == Some(false),
            Self::Checked => is_checked(element),
            Self::Never => false,
        }
    }
}

impl Value {
    fn holds(&self, value: Option<&str>, any_case: bool) -> bool {
        let Some(value) = value else { return matches!(self, Self::Unequal(_)) };
        let lowered = any_case.then(|| value.to_lowercase());
        let value = lowered.as_deref().unwrap_or(value);
        match self {
            Self::Any => true,
            Self::Equal(text) => value == text,
            Self::Unequal(text) => value != text,
            Self::Word(text) => value.split_ascii_whitespace().any(|word| word == text),
            Self::Dashed(text) => is_or_begins(value, text),
            Self::Prefix(text) => value.starts_with(text.as_str()),
            Self::Suffix(text) => value.ends_with(text.as_str()),
            Self::Part(text) => value.contains(text.as_str()),
            Self::Matching(expression) => expression.is_match(value),
        }
    }
}

fn tag(element: &Element) -> &str {
    &element.name.local
}

fn words<'a>(element: &'a Element, attribute: &str) -> impl Iterator<Item = &'a str> + 'a {
    element.attribute(attribute).unwrap_or_default().split_ascii_whitespace()
}

/// Whether `value` is `text`, or begins with it and a dash.
fn is_or_begins(value: &str, text: &str) -> bool {
    value.strip_prefix(text).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The text in `node`; with `own`, only what lies in nothing else.
fn text_of(document: &Document, node: NodeId, own: bool) -> String {
    if !own {
        return document.text(node);
    }
    let texts = document.children(node).filter_map(|child| match &document.node(child).kind {
        Kind::Text(text) => Some(&**text),
        _ => None,
    });
    texts.collect()
}

fn is_nth(document: &Document, node: NodeId, nth: Nth, last: bool, of_type: bool) -> bool {
    if document.node(node).parent.is_none() {
        return false;
    }
    let counts = |other: &NodeId| {
        document.is_element(*other) && (!of_type || document.tag(*other) == document.tag(node))
    };
    let others = match last {
        true => document.following(node).filter(counts).count(),
        false => document.preceding(node).filter(counts).count(),
    };
    nth.holds(i64::try_from(others).unwrap_or(i64::MAX).saturating_add(1))
}

fn speaks(document: &Document, node: NodeId, lang: &str) -> bool {
    let around = std::iter::once(node).chain(document.ancestors(node));
    let mut said = around.filter_map(|node| document.attribute(node, "lang"));
    said.any(|said| is_or_begins(said, lang))
}

fn is_empty(document: &Document, node: NodeId) -> bool {
    document.children(node).all(|child| match &document.node(child).kind {
        Kind::Element(_) => false,
        Kind::Text(text) => text.trim().is_empty(),
        _ => true,
    })
}

fn is_link(element: &Element) -> bool {
    matches!(tag(element), "a" | "area" | "link") && element.attribute("href").is_some()
}

fn is_checked(element: &Element) -> bool {
    match tag(element) {
        "input" => {
            let kind = element.attribute("type").unwrap_or_default();
            element.attribute("checked").is_some()
                && ["checkbox", "radio"].iter().any(|checked| kind.eq_ignore_ascii_case(checked))
        }
        "option" => element.attribute("selected").is_some(),
        _ => false,
    }
}

/// Whether a control can be used; none for what is no control.
fn ability(document: &Document, node: NodeId) -> Option<bool> {
    let disabled = document.attribute(node, "disabled").is_some();
    match document.tag(node) {
        "optgroup" | "menuitem" | "fieldset" => Some(!disabled),
        "button" | "input" | "select" | "textarea" | "option" => {
            Some(!disabled && !in_disabled_fieldset(document, node))
        }
        _ => None,
    }
}

/// Whether a fieldset around `node` is disabled; what lies in its first legend stays usable.
fn in_disabled_fieldset(document: &Document, node: NodeId) -> bool {
    let mut inner = node;
    let disabled = document.ancestors(node).try_for_each(|outer| {
        let is_disabled = document.tag(outer) == "fieldset"
            && document.attribute(outer, "disabled").is_some()
            && (document.tag(inner) != "legend"
                || document.preceding(inner).any(|other| document.tag(other) == "legend"));
        inner = outer;
        if is_disabled { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    disabled.is_break()
}
