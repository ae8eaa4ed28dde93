//! The form that all calls of a statement share: literals and parameters are `?`, lists of them one `?`, words in
//! small letters, blanks and comments as the tokens want them.
//!
//! SQL of any quality comes in as bytes; text and a fingerprint go out. Nothing is parsed: what no parser understands
//! has a form too, and what is cut off ends where it was cut.

mod classes;
mod normalizer;
mod token;

pub use normalizer::Normalizer;
pub(crate) use token::{Token, next};

#[cfg(test)]
mod tests;
