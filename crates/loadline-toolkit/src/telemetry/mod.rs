//! What a part shows of itself: counters, gauges and histograms of a fixed size, read by whoever asks. Names are
//! OpenTelemetry's; the Prometheus name is made from them, and a second one may be given that dashboards already use.
//! Nothing is sent from here: a [`Registry`] writes Prometheus' text, and any other [`Sink`] can be put in its place.
//!
//! ```
//! use loadline_toolkit::telemetry::{Counter, Metric, Observe, Registry, Sink};
//! use std::sync::Arc;
//!
//! #[derive(Default)]
//! struct Door {
//!     opened: Counter,
//! }
//!
//! const OPENED: Metric = Metric::new("door.opened", "{time}", "How often the door was opened");
//!
//! impl Observe for Door {
//!     fn observe(&self, sink: &mut dyn Sink) {
//!         sink.counter(&OPENED, &[], self.opened.get());
//!     }
//! }
//!
//! let registry = Registry::new();
//! let door = Arc::new(Door::default());
//! registry.register("front", &door).expect("room for it");
//! door.opened.add(1);
//! assert!(registry.prometheus_text().contains("door_opened_total{name=\"front\"} 1"));
//! ```

mod counter;
mod histogram;
mod metric;
mod observe;
mod prometheus;
mod registry;
#[cfg(test)]
mod tests;

pub use counter::{Counter, Gauge};
pub use histogram::{Histogram, HistogramSnapshot};
pub use metric::Metric;
pub use observe::{Observe, Sink};
pub use registry::{Registry, RegistryFull};
