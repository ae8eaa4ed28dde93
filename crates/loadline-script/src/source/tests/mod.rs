//! The loader from the outside: files go in, and what QuickJS prints, or what is refused, comes out.

mod bundle;
mod commonjs;
mod errors;
mod extras;
mod files;
mod javascript;
mod remote;
mod resolution;
mod typescript;

pub(super) use files::{Files, check, check_refusal, complaint, offline, run};
