//! Price changes as they happen: one a second, heard by everyone who listens at that moment.
//!
//! The changes are drawn at random and told, not stored: an item's price in the database stays what it is, so
//! that a scenario finds the same answers however long it runs. One that falls behind by more than
//! [`BEHIND_MAX`] changes misses the oldest of them.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::broadcast::{self, Receiver, WeakSender},
    task::JoinHandle,
    time,
};

/// The pause between two changes.
const PAUSE: Duration = Duration::from_secs(1);

/// Changes kept for a listener that is slow.
const BEHIND_MAX: usize = 64;

/// Items whose price changes: those of the seed.
const ITEMS: u64 = 10_000;

/// One change.
#[derive(Clone, Debug)]
pub(crate) struct PriceChange {
    /// Counts up from one.
    pub(crate) number: u64,
    /// As JSON.
    pub(crate) json: Arc<str>,
}

/// Where handlers listen.
#[derive(Clone)]
pub(crate) struct Prices {
    changes: WeakSender<PriceChange>,
}

/// The task that makes the changes; dropping it tells all listeners that there will be no more.
pub(crate) struct PriceTicker(JoinHandle<()>);

impl Prices {
    /// Starts a ticker on the caller's runtime.
    pub(crate) fn start() -> (Self, PriceTicker) {
        let (sender, _) = broadcast::channel(BEHIND_MAX);
        let prices = Self { changes: sender.downgrade() };
        let ticker = tokio::spawn(async move {
            let mut number = 0;
            loop {
                time::sleep(PAUSE).await;
                number += 1;
                let (id, cents) = (fastrand::u64(1..=ITEMS), fastrand::u64(100..=50_000));
                let json = format!(r#"{{"item_id":{id},"price_cents":{cents}}}"#).into();
                // Nobody may be listening.
                let _ = sender.send(PriceChange { number, json });
            }
        });
        (prices, PriceTicker(ticker))
    }

    /// The changes from now on; nothing when the shop is stopping.
    pub(crate) fn listen(&self) -> Option<Receiver<PriceChange>> {
        self.changes.upgrade().map(|sender| sender.subscribe())
    }
}

impl Drop for PriceTicker {
    fn drop(&mut self) {
        self.0.abort();
    }
}
