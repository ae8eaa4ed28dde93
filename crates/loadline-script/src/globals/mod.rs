//! What every script finds without importing it: one file a global.

mod base64;
mod commonjs;
mod console;
mod crypto;
mod environment;
mod fetch;
mod iteration;
mod open;
mod performance;
mod registry;
mod scripted;
#[cfg(test)]
mod tests;
mod text;
mod timers;

pub(crate) use commonjs::exports as commonjs_exports;
pub(crate) use iteration::begin_iteration;
pub(crate) use registry::{GLOBALS, Global, install, mentioned};
