//! How a part gives its figures and who takes them.

use super::{HistogramSnapshot, Metric};

/// A part that shows its figures to whoever asks.
pub trait Observe: Send + Sync {
    /// Hands each figure to the sink. Cheap: no waiting, no lock that a caller of the part waits for.
    fn observe(&self, sink: &mut dyn Sink);
}

/// What takes figures: the Prometheus text, an exporter, a test.
pub trait Sink {
    /// A value that goes up and down.
    fn gauge(&mut self, metric: &Metric, labels: &[(&str, &str)], value: f64);
    /// A number that only grows.
    fn counter(&mut self, metric: &Metric, labels: &[(&str, &str)], total: u64);
    /// Durations.
    fn histogram(
        &mut self,
        metric: &Metric,
        labels: &[(&str, &str)],
        durations: &HistogramSnapshot,
    );
}
