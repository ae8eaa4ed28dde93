//! Elements as scripts see them: the DOM of a page that never changes. Everything is a method, as under k6.
//!
//! `node` holds what all nodes have, `kinds` what single tags have beyond that: rows of a table, read by
//! `property`, or functions of their own in `special` and `link`.

mod kinds;
mod link;
mod node;
mod object;
mod properties;
mod property;
mod special;

pub(super) use object::{kind_of, node_of, object};
