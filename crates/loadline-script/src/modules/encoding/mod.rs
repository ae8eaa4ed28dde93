//! `k6/encoding`: Base64 in its four forms.

pub(crate) mod base64;
mod module;
#[cfg(test)]
mod tests;

pub(crate) use module::Encoding;
