//! TLS by rustls: whom to trust, who to be, which versions; set up once and shared by all threads.
//!
//! Files that the options name are read when a run begins, so that what is wrong with them is said before it.
//! The system's roots, which take milliseconds to read, are read when the first connection needs them.

mod certificates;
mod config;
mod error;
mod fault;
mod identity;
mod options;
mod trust;

pub use certificates::Certificates;
pub(crate) use config::Tls;
pub use error::TlsError;
pub(super) use fault::fault_of_handshake;
pub use options::{ClientIdentity, TlsOptions, TlsVersion};
