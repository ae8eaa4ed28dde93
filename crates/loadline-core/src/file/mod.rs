//! `loadline.yaml`: which service, which promises, which user flows, which tests.
//!
//! The text comes in, a [`LoadlineFile`] of plain data goes out, or every mistake in it with its place and
//! the accepted forms. JSONPath expressions, packs and URLs are kept as text with their place: whoever
//! uses them checks them.

mod class;
mod document;
mod flow;
mod json;
mod method;
mod read;
mod read_flow;
mod read_step;
mod read_test;
mod template;
mod test;

pub use class::{ClassRule, class_of};
pub use document::LoadlineFile;
pub use flow::{Body, Flow, Step, Task};
pub use method::{Method, UnknownMethod};
pub use read::parse;
pub(crate) use read_test::{Allowed, read_test};
pub use template::{Part, Template, TemplateError};
pub use test::Test;

#[cfg(test)]
mod tests;
