//! HTML: one self-contained page for people.
//!
//! A report goes in, a page goes out that needs no other file, no host and no script: charts are inline SVG
//! drawn here, the script only adds a cursor with the figures under it and a switch of the colours. Light and
//! dark follow the reader's system. Every foreign text goes through `Markup`, which escapes it.

mod advice;
mod axis;
mod charts;
mod database;
mod distribution;
mod environment;
mod errors;
mod head;
mod levels;
mod markup;
mod objectives;
mod page;
mod panel;
mod phases;
mod resources;
mod samples;
mod sheet;
mod story;
mod streams;
mod table;
mod tables;
mod targets;
mod timeline;
mod trust;

pub use markup::{Attributes, Markup};
pub(crate) use page::render;
pub use sheet::{Colour, Course, CourseChart, CourseLine, sheet};

#[cfg(test)]
mod tests;
