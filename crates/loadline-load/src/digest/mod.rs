//! Digest authentication, RFC 7616: a server's challenge comes in, the header that answers it goes out.
//!
//! MD5 and SHA-256, with and without `-sess`, quality of protection `auth` or none. A nonce is used for later
//! requests too, each with the next count, so that only the first one has to be asked twice.

mod challenge;
mod response;

pub use challenge::{Challenge, Challenges};

#[cfg(test)]
mod tests;
