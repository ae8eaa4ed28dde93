//! What kind of figure a metric of k6 is and what it contains, with the words k6 has for both.

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

    /// How many of k6's units one unit of a window is.
    pub(crate) const fn scale(self) -> f64 {
        match self {
            Self::Time => 1_000.0,
            Self::Default | Self::Data => 1.0,
        }
    }
}
