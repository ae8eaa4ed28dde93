//! `log_line_prefix`: the setting's text is compiled to a matcher, or found out from the lines of a file.
//!
//! A line comes in; who and when, the severity and the place where the message begins go out. No expression is
//! interpreted byte by byte: each piece knows how its own text ends.

mod compile;
mod label;
mod matching;
mod scan;
mod sniff;

pub use compile::{Prefix, PrefixError};
pub(crate) use label::Label;
pub(crate) use sniff::sniff;

#[cfg(test)]
mod tests;
