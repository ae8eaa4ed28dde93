//! What scripts can import: one file or folder a module, one ordered list of all of them.

mod builtin;
mod registry;

pub(crate) use builtin::{Builtin, Member, Support};
pub(crate) use registry::{MODULES, Registered};
