//! What kind of figure a metric of k6 is and what it contains, with the words k6 has for both.

use super::number::settled;

/// The four kinds of metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetricKind {
    /// A sum that grows.
    Counter,
    /// A level, the latest reading counts.
    Gauge,
    /// How many of all were not zero.
    Rate,
    /// How values are spread.
    Trend,
}

/// What the figures of a metric are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Contains {
    /// Plain numbers.
    #[default]
    Default,
    /// Times: seconds in windows, milliseconds wherever k6 shows them.
    Time,
    /// Bytes.
    Data,
}

impl MetricKind {
    /// k6's word for it in data.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Rate => "rate",
            Self::Trend => "trend",
        }
    }
}

impl Contains {
    /// k6's word for it in data.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Time => "time",
            Self::Data => "data",
        }
    }

    /// A figure of a window in k6's unit.
    pub(crate) fn in_k6(self, value: f64) -> f64 {
        match self {
            Self::Time => settled(value * 1_000.0),
            Self::Default | Self::Data => value,
        }
    }
}
