//! The figure a statistic takes from an aggregate.

use crate::objective::Statistic;
use crate::window::Aggregate;

/// A figure with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) relative_error: f64,
    pub(super) samples: u64,
}

impl Figure {
    fn exact(value: f64, samples: u64) -> Self {
        Self { value, relative_error: 0.0, samples }
    }
}

/// Reads `statistic` off `aggregate`, which covers `seconds`; none where it has no such figure. Growth is
/// not a figure of one aggregate but of their sequence.
pub(super) fn read(statistic: Statistic, aggregate: &Aggregate, seconds: f64) -> Option<Figure> {
    let per_second = |count: f64| (seconds > 0.0).then(|| count / seconds);
    match aggregate {
        Aggregate::Histogram(histogram) => {
            let samples = histogram.count();
            if let Some(q) = statistic.quantile() {
                let estimate = histogram.quantile(q)?;
                let (value, relative_error) = (estimate.value, estimate.relative_error);
                return Some(Figure { value, relative_error, samples });
            }
            let value = match statistic {
                Statistic::Avg => histogram.mean()?,
                Statistic::Min => histogram.min()?,
                Statistic::Max => histogram.max()?,
                Statistic::Count => samples as f64,
                Statistic::Rate => per_second(samples as f64)?,
                _ => return None,
            };
            Some(Figure::exact(value, samples))
        }
        Aggregate::Counter(count) => {
            let value = match statistic {
                Statistic::Count | Statistic::Value => *count,
                Statistic::Rate | Statistic::Avg => per_second(*count)?,
                _ => return None,
            };
            Some(Figure::exact(value, *count as u64))
        }
        Aggregate::Gauge(gauge) => {
            let value = match statistic {
                Statistic::Avg => gauge.mean(),
                Statistic::Min => gauge.min,
                Statistic::Max => gauge.max,
                Statistic::Value => gauge.last,
                _ => return None,
            };
            Some(Figure::exact(value, gauge.count))
        }
        Aggregate::Share(share) => {
            let value = match statistic {
                Statistic::Value | Statistic::Avg => share.fraction()?,
                Statistic::Count => share.hits as f64,
                Statistic::Rate => per_second(share.hits as f64)?,
                _ => return None,
            };
            Some(Figure::exact(value, share.total))
        }
    }
}
