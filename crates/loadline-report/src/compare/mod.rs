//! Two runs side by side, in bytes: the terminal's summary, JSON and Markdown.
//!
//! A [`Comparison`](loadline_core::Comparison) goes in, text comes out. Every difference is shown with the
//! interval it is known within; what chance explains as well is called "no difference shown", never "the same".

mod format;
mod json;
mod markdown;
mod terminal;
mod wording;

pub use format::{COMPARISON_FORMATS, ComparisonFormat, comparison_format};
pub use terminal::comparison_summary;

#[cfg(test)]
mod tests;
