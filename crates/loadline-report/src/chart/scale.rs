//! A scale: where on an axis a figure lies.

use super::ticks;

/// Above this ratio of largest to smallest a linear axis flattens what is small.
const LOG_RATIO: f64 = 25.0;

/// Maps figures to fractions of an axis: zero at its beginning, one at its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    is_log: bool,
    whole: bool,
    coarse: bool,
}

impl Scale {
    /// From zero to a round figure at or above `max`.
    pub(crate) fn linear(max: f64) -> Self {
        let step = ticks::linear_step(max, false);
        Self {
            low: 0.0,
            high: (max / step).ceil().max(1.0) * step,
            is_log: false,
            whole: false,
            coarse: false,
        }
    }

    /// As [`Self::linear`], with ticks at whole numbers only.
    pub(crate) fn whole(max: f64) -> Self {
        let step = ticks::linear_step(max, true);
        Self {
            low: 0.0,
            high: (max / step).ceil().max(1.0) * step,
            is_log: false,
            whole: true,
            coarse: false,
        }
    }

    /// From just below `min` to just above `max`, each doubling as long as the next. Both are positive.
    pub(crate) fn log(min: f64, max: f64) -> Self {
        let (low, high) = (ticks::round_below(min), ticks::round_above(max));
        let high = if high > low { high } else { low * 10.0 };
        Self { low, high, is_log: true, whole: false, coarse: false }
    }

    /// The scale that shows all of `figures`: logarithmic where they span too wide a range.
    pub(crate) fn fitting(figures: impl Iterator<Item = f64> + Clone) -> Self {
        let positive = figures.filter(|figure| *figure > 0.0);
        let max = positive.clone().fold(0.0, f64::max);
        let min = positive.fold(f64::INFINITY, f64::min);
        if max / min > LOG_RATIO { Self::log(min, max) } else { Self::linear(max) }
    }

    /// The same scale with ticks at its ends only, for small charts.
    pub(crate) fn coarse(self) -> Self {
        Self { coarse: true, ..self }
    }

    /// Whether equal distances are equal ratios.
    pub(crate) const fn is_log(&self) -> bool {
        self.is_log
    }

    /// Where `figure` lies; what is off the axis lies at its nearer end.
    pub(crate) fn fraction(&self, figure: f64) -> f64 {
        let fraction = if self.is_log {
            (figure.max(self.low) / self.low).ln() / (self.high / self.low).ln()
        } else {
            (figure - self.low) / (self.high - self.low)
        };
        fraction.clamp(0.0, 1.0)
    }

    /// Round figures along the axis, from its beginning.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        if self.coarse {
            vec![self.low, self.high]
        } else if self.is_log {
            ticks::log(self.low, self.high)
        } else {
            ticks::linear(self.high, ticks::linear_step(self.high, self.whole))
        }
    }
}
