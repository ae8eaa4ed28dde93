//! From what was typed to what will be run: target, flow, traffic, promises, all checked before the first
//! connection is opened.

mod file;
mod overrides;
mod promises;
mod stages;
mod surroundings;
mod target;
mod tests;

pub(crate) use overrides::Overrides;
pub(crate) use promises::{Promises, abort_sentences, packs_named, sentences};
pub(crate) use stages::stage_marks;
pub(crate) use target::{Target, UrlRequest};
pub(crate) use tests::{About, PlannedLoad, PlannedTest, plan};
