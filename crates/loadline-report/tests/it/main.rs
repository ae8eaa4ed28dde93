//! The formats from outside: made-up runs in, whole files out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails right there")]

mod builder;
mod colours;
mod formats;
mod html;
mod json;
mod sample;
mod terminal;
