//! Forms: the value of a control, and what a form sends.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::document::{Document, NodeId};
use super::selector::Group;
use super::set::Set;

/// What a control holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FormValue {
    One(String),
    /// Of a `select` with `multiple`.
    Several(Vec<String>),
    /// Of a control that never has one.
    Nothing,
}

impl Document {
    /// The value of a control as `val` gives it; none for what is no control.
    pub(super) fn control_value(&self, id: NodeId) -> Option<FormValue> {
        let attribute = |otherwise: &str| {
            FormValue::One(self.attribute(id, "value").unwrap_or(otherwise).to_owned())
        };
        Some(match self.tag(id) {
            "input" => match self.attribute(id, "type") {
                Some("radio" | "checkbox") => attribute("on"),
                _ => attribute(""),
            },
            "button" => attribute(""),
            "textarea" => FormValue::One(self.inner_html(id)),
            "option" => FormValue::One(self.value_or_html(id)),
            "select" => {
                let mut chosen = self.chosen(id).map(|option| self.value_or_html(option));
                match self.attribute(id, "multiple") {
                    Some(_) => FormValue::Several(chosen.collect()),
                    None => FormValue::One(chosen.next().unwrap_or_default()),
                }
            }
            _ => return None,
        })
    }

    /// The attribute `value`, else what lies in the element.
    pub(super) fn value_or_html(&self, id: NodeId) -> String {
        self.attribute(id, "value").map_or_else(|| self.inner_html(id), str::to_owned)
    }

    /// The options of a `select` that are chosen.
    pub(super) fn chosen(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let options = self.descendants(id).filter(|&inner| self.tag(inner) == "option");
        options.filter(|&option| self.attribute(option, "selected").is_some())
    }

    /// Whether a control is sent with its form.
    fn is_sent(&self, id: NodeId) -> bool {
        let kind = self.attribute(id, "type").unwrap_or_default();
        let named = self.attribute(id, "name").is_some_and(|name| !name.is_empty());
        named
            && match self.tag(id) {
                "input" => match kind {
                    "submit" | "button" | "image" | "reset" | "file" => false,
                    // As under k6: `checked` alone is not enough.
                    "checkbox" | "radio" => self.attribute(id, "checked") == Some("checked"),
                    _ => true,
                },
                "select" | "textarea" | "keygen" => true,
                _ => false,
            }
    }

    /// The controls that are sent with a form, or that is itself a control.
    fn sent(&self, id: NodeId) -> Vec<NodeId> {
        let mut controls = Vec::new();
        if self.tag(id) == "form" {
            controls.extend(self.descendants(id).filter(|&inner| self.is_sent(inner)));
        } else if self.is_sent(id) {
            controls.push(id);
        }
        controls
    }

    /// The form a control belongs to.
    pub(super) fn form_of(&self, id: NodeId) -> Option<NodeId> {
        let named = self.attribute(id, "form").and_then(|form| self.by_id(form));
        named.or_else(|| self.ancestors(id).find(|&outer| self.tag(outer) == "form"))
    }

    /// The first element with that id.
    pub(super) fn by_id(&self, id: &str) -> Option<NodeId> {
        let mut all = self.descendants(super::document::ROOT);
        all.find(|&node| self.attribute(node, "id") == Some(id))
    }
}

impl Set {
    /// The names and values that are sent, in the order of the page.
    pub(super) fn form_fields(&self) -> impl Iterator<Item = (String, FormValue)> + '_ {
        self.nodes.iter().flat_map(|&node| self.document.sent(node)).map(|control| {
            let name = self.document.attribute(control, "name").unwrap_or_default();
            let value = self.document.control_value(control).unwrap_or(FormValue::Nothing);
            (name.to_owned(), value)
        })
    }

    /// The same with each name once; the last value of a name counts, as under k6.
    pub(super) fn form_object(&self) -> Vec<(String, FormValue)> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut fields: Vec<(String, FormValue)> = Vec::new();
        for (name, value) in self.form_fields() {
            match places.entry(name.clone()) {
                Entry::Occupied(place) => fields[*place.get()].1 = value,
                Entry::Vacant(place) => {
                    place.insert(fields.len());
                    fields.push((name, value));
                }
            }
        }
        fields
    }

    /// The fields as a query, sorted by name.
    pub(super) fn form_query(&self) -> String {
        let mut fields = self.form_object();
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut query = String::new();
        for (name, value) in &fields {
            let values = match value {
                FormValue::One(value) => std::slice::from_ref(value),
                FormValue::Several(values) => values,
                FormValue::Nothing => &[],
            };
            for value in values {
                if !query.is_empty() {
                    query.push('&');
                }
                push_encoded(name, &mut query);
                query.push('=');
                push_encoded(value, &mut query);
            }
        }
        query
    }

    /// The first of the nodes' descendants that `selector` matches.
    pub(crate) fn find_first(&self, selector: &str) -> Option<NodeId> {
        let group = Group::parse(selector)?;
        self.nodes.iter().find_map(|&node| group.find(&self.document, node).next())
    }
}

/// `text` as it stands in a query.
fn push_encoded(text: &str, query: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                query.push(char::from(byte));
            }
            b' ' => query.push('+'),
            _ => {
                query.push('%');
                query.push(char::from(DIGITS[usize::from(byte >> 4)]));
                query.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}
