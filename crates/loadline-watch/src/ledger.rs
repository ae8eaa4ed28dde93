//! One kind for each metric: pages are written by others, and two of them may call different things alike.
//!
//! A window's series of one metric merge, so they must be of one kind. The first kind seen stays for the run;
//! series of another kind are left out.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey};

/// Metrics remembered; further ones are left out. Pages have bounds of their own below this.
const METRICS_MAX: usize = 65_536;

/// The kind of every metric seen.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    kinds: HashMap<Arc<str>, Discriminant<Aggregate>>,
    has_clashed: bool,
}

impl Ledger {
    /// True the first time it is asked.
    pub(crate) fn is_first_clash(&mut self) -> bool {
        !std::mem::replace(&mut self.has_clashed, true)
    }

    /// Adds a series to a window, after what it already holds of it; false where its kind does not fit.
    pub(crate) fn add(
        &mut self,
        window: &mut Window,
        key: SeriesKey,
        aggregate: Aggregate,
    ) -> bool {
        let kind = discriminant(&aggregate);
        match self.kinds.get(&key.metric) {
            Some(known) if *known != kind => return false,
            Some(_) => {}
            None if self.kinds.len() >= METRICS_MAX => return false,
            None => {
                self.kinds.insert(key.metric.clone(), kind);
            }
        }
        match window.series.get_mut(&key) {
            Some(own) => own.follow(&aggregate),
            None => {
                window.series.insert(key, aggregate);
            }
        }
        true
    }
}
