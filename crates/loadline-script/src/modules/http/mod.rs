//! `k6/http`: requests as scripts make them.
//!
//! `request` and `params` read what a script passes, `body` writes what is sent, `send` follows a request to
//! its last answer and measures each on the way, `response` shows it to the script, made only as far as the
//! script looks. `jar`, `callback`, `batch` and `file` are the rest of the module's surface.

mod batch;
mod body;
mod callback;
mod client;
mod fault;
mod file;
mod jar;
mod module;
mod page;
mod params;
mod request;
mod response;
mod send;
mod target;
mod template;

pub(crate) use jar::cookie_header;
pub(crate) use module::{Http, async_request};
