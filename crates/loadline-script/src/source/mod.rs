//! A script's source: found, read, stripped of types, with the places of the original kept.
//!
//! The path of a script goes in; a [`Program`] of modules comes out, each ready for QuickJS under the name
//! that imports resolve to. Nothing here runs JavaScript, opens a socket (remote modules come through a
//! function of the caller) or reads the environment.

mod program;

mod graph;

mod package;
mod resolve;
mod url;

mod read;
mod remote;

mod commonjs;
mod exports;
mod parse;
mod scan;

mod bundle;
mod columns;
mod marks;

mod error;
mod place;

#[cfg(test)]
mod tests;

pub(crate) use error::SourceError;
pub(crate) use program::{Kind, LoadOptions, Program, SourceModule};
