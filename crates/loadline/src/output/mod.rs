//! Everything that is printed or written to files.

pub(crate) mod failure;
pub(crate) mod files;
pub(crate) mod github;
pub(crate) mod hints;
pub(crate) mod k6;
pub(crate) mod place;
pub(crate) mod print;
pub(crate) mod reference;
pub(crate) mod streams;
pub(crate) mod unread;
pub(crate) mod when;
