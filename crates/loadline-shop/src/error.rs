//! Why a shop did not start.

use std::{io, net::SocketAddr};

use crate::database::DatabaseError;

/// A shop did not start.
#[derive(Debug, thiserror::Error)]
pub enum ShopError {
    /// The address is taken, or is not one of this machine.
    #[error("listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The number of readers is out of bounds.
    #[error("open {readers} reading connections: 1 to {max} are possible")]
    Readers {
        /// How many were asked for.
        readers: usize,
        /// The most that are possible.
        max: usize,
    },
    /// The database is not usable.
    #[error("prepare the database")]
    Database(#[from] DatabaseError),
}
