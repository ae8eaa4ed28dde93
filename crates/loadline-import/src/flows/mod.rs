//! Descriptions of traffic become a `loadline.yaml` that runs as it stands.
//!
//! Bytes of a recording (HAR), of an API's description (OpenAPI, Swagger) or of curl command lines come in;
//! the text of the file goes out, with notes on everything that was left out. Secrets never reach the text:
//! they become `{{secret NAME}}`. Opening and writing files is the caller's work.

mod class;
mod curl;
mod draft;
mod har;
mod kind;
mod left_out;
mod openapi;
mod secret;
mod start;
mod text;
mod url;
mod value;
mod write;

pub use draft::{FileBeside, Options, Written};
pub use kind::{Kind, convert};
pub use start::starting_file;

#[cfg(test)]
mod tests;
