//! The global `crypto`: random values, and `crypto.subtle` when it is first asked for.
//!
//! `install` makes the global; `js/webcrypto` checks arguments and shapes keys and results on top of what `native`
//! offers over bytes; `aes`, `elliptic`, `hash` and `rsa` compute. `k6/crypto` is another module.

mod install;
mod native;

mod aes;
mod elliptic;
mod failure;
mod hash;
mod rsa;
#[cfg(test)]
mod script_tests;
#[cfg(test)]
mod tests;

pub(super) use install::install;
