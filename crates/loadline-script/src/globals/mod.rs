//! What every script finds without importing it: one file a global.

mod commonjs;
mod console;
mod crypto;
mod environment;
mod iteration;
mod open;
mod registry;
mod timers;

pub(crate) use iteration::begin_iteration;
pub(crate) use registry::install;
