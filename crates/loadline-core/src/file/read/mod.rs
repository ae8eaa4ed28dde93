//! Reading `loadline.yaml`: from the tree of YAML to plain data, every mistake with its place.
//!
//! One file for each part of the file's grammar, from the whole document down to a text with values in it.

mod action;
mod answer;
mod body;
mod document;
mod feed;
mod flow;
mod json;
mod names;
mod socket;
mod step;
mod test;
mod text;

pub use document::parse;
pub(crate) use test::{Allowed, read_test};
