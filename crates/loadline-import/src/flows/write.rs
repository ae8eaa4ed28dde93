//! From the draft to the text of `loadline.yaml`.
//!
//! The order is that of the reference, comments say what a reader would ask. Whatever is written is read back
//! by `loadline_core::file::parse`: the tests hold every source to it.

mod document;
mod node;
mod request;
mod scalar;

pub(super) use document::written;
pub(super) use scalar::quoted;
