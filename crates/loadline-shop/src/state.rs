//! What every handler can reach. Built once by `server.rs`, cloned per request as three pointers.

use std::sync::Arc;

use crate::{database::Database, metrics::Metrics, prices::Prices};

/// The shared parts of one running shop.
#[derive(Clone)]
pub(crate) struct ShopState {
    pub(crate) database: Arc<Database>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) prices: Prices,
}
