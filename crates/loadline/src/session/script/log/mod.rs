//! What a script and its run log: in the line formats that k6's users and their tools know, where they asked for it.

mod form;
mod place;
mod script_log;
#[cfg(test)]
mod tests;

pub(crate) use form::LogForm;
pub(crate) use place::LogPlace;
pub(crate) use script_log::{Log, LogRequest};
