//! YAML as a tree that knows where each node stands, and a reader that turns it into typed data.
//!
//! Text comes in; plain data or a list of [`Diagnostic`]s goes out, each with its place in the text and
//! the forms accepted there. Size, depth and the growth by aliases are bounded. Tags, several documents
//! and merge keys are deliberately not supported: these files need none of them.

mod diagnostic;
mod lines;
mod node;
mod tree;

pub(crate) mod reader;

pub use diagnostic::{Diagnostic, Located, Place};
pub(crate) use node::{Entry, Key, Kind, Node};

#[cfg(test)]
mod tests;
