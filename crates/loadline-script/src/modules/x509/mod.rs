//! `k6/crypto/x509`: what a certificate says, in k6's shapes.
//!
//! `pem` finds the certificate in a text, `certificate` reads it, `names` and `key` are parts of that, `module`
//! makes JavaScript objects of it. Nothing is verified here.

mod certificate;
mod key;
mod module;
mod names;
mod pem;
#[cfg(test)]
mod tests;

pub(crate) use module::X509;
