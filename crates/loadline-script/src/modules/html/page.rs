//! What `Response.submitForm` and `Response.clickLink` ask of a page.

use std::rc::Rc;

use super::document::{Document, NodeId};
use super::form::FormValue;
use super::reference::Reference;
use super::set::{Criterion, Set};

/// A page and its address.
pub(crate) struct Page(Rc<Set>);

/// A form that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// `GET`, `POST` or what else the page says, in capitals.
    pub(crate) method: String,
    /// Where it goes, whole.
    pub(crate) action: String,
    /// What it sends, in the order of the page, each name once.
    pub(crate) fields: Vec<(String, FormValue)>,
    /// The name and value of the button that sends it.
    pub(crate) submit: Option<(String, String)>,
}

impl Page {
    /// The page at `url`.
    pub(crate) fn new(document: Rc<Document>, url: &str) -> Self {
        Self(Set::whole(document, url))
    }

    /// The form that `form` finds first, sent by the button in it that `submit` finds first.
    pub(crate) fn form(&self, form: &str, submit: &str) -> Option<Form> {
        let set = &self.0;
        let node = set.find_first(form)?;
        let document = &set.document;
        let alone = set.onward([node]);
        let submit = alone.find(&Criterion::parse(submit)).first().and_then(|button| {
            let name = document.attribute(button, "name").filter(|name| !name.is_empty())?;
            match document.control_value(button) {
                Some(FormValue::One(value)) => Some((name.to_owned(), value)),
                _ => Some((name.to_owned(), String::new())),
            }
        });
        Some(Form {
            method: document.attribute(node, "method").unwrap_or("GET").to_ascii_uppercase(),
            action: self.address(node, "action")?,
            fields: alone.form_object(),
            submit,
        })
    }

    /// Where the first link that `selector` finds leads to.
    pub(crate) fn link(&self, selector: &str) -> Option<String> {
        self.address(self.0.find_first(selector)?, "href")
    }

    /// An attribute as an address; the page's own when there is none. None when it is no address.
    fn address(&self, node: NodeId, attribute: &str) -> Option<String> {
        let base = Reference::parse(&self.0.url)?;
        let text = self.0.document.attribute(node, attribute).unwrap_or_default();
        Some(Reference::parse(text)?.resolved(&base).to_text())
    }
}
