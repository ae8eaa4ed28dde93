//! `loadline.yaml`: which service, which promises, which user flows, which tests.
//!
//! The text comes in, a [`LoadlineFile`] of plain data goes out, or every mistake in it with its place and
//! the accepted forms. JSONPath expressions, packs and URLs are kept as text with their place: whoever
//! uses them checks them.

mod class;
mod condition;
mod document;
mod feed;
mod flow;
mod method;
mod read;
mod socket;
mod step;
mod template;
mod test;
mod variables;

pub use class::{ClassRule, class_of};
pub use condition::{Condition, Relation};
pub use document::LoadlineFile;
pub use feed::{Feed, FeedEnd, FeedOrder};
pub use flow::{Action, Branch, Flow, Parallel, REDIRECTS, Repeat, Task};
pub use method::{Method, UnknownMethod};
pub use read::parse;
pub(crate) use read::{Allowed, read_test};
pub use socket::{Events, Expectation, SocketAction, WebSocket};
pub use step::{Auth, Body, Check, Coding, Expected, FormContent, FormPart, Save, Source, Step};
pub use template::{Clock, Part, Template, TemplateError};
pub use test::{Load, Test};

#[cfg(test)]
mod tests;
