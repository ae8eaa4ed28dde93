//! `k6/html`: pages parsed as browsers do, selected from as jQuery does.
//!
//! Text becomes a [`Document`] once; selections and elements share it. `set` holds selections without
//! JavaScript, `selection` and `element` are the objects scripts hold, `page` is what responses ask of a page.
//! Nothing of it exists in a user's memory before the first page is parsed.

mod data;
mod document;
mod element;
mod form;
mod module;
mod page;
mod parse;
mod reference;
mod selection;
mod selector;
mod serialize;
mod set;
#[cfg(test)]
mod tests;

pub(crate) use form::FormValue;
pub(crate) use module::{Html, selection};
pub(crate) use page::Page;
pub(crate) use parse::parse;
