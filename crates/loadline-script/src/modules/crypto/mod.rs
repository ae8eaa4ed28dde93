//! `k6/crypto`: digests and keyed digests of strings and buffers, random bytes.
//!
//! `algorithm` knows the names and computes, `encoding` writes what scripts get back, `module` puts the functions
//! together. `crypto.subtle` is not here: see `globals/crypto`.

mod algorithm;
mod encoding;
mod module;
#[cfg(test)]
mod tests;

pub(crate) use algorithm::Algorithm;
pub(crate) use encoding::hex;
pub(crate) use module::Crypto;
