//! The live view: what a person sees while a test runs.
//!
//! Windows come in, a few lines on stderr go out: redrawn in place on a terminal, one plain line every so
//! often elsewhere, nothing at all with `--quiet`.

mod figures;
mod view;

pub(crate) use view::Live;
