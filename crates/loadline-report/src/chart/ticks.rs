//! Ticks: the round figures that an axis names.

/// Intervals a linear axis is cut into, about.
const INTERVALS: f64 = 4.0;
/// Ticks on a logarithmic axis at most.
const LOG_TICKS_MAX: usize = 7;
/// Ticks on a time axis at most.
const CLOCK_TICKS_MAX: u64 = 8;

/// Steps of a clock in seconds.
const CLOCK_STEPS: [u64; 18] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200,
    86_400,
];

/// One, two or five times a power of ten, such that about four steps reach `max`.
pub(super) fn linear_step(max: f64, whole: bool) -> f64 {
    if !(max > 0.0 && max.is_finite()) {
        return 1.0;
    }
    let rough = max / INTERVALS;
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0].map(|factor| factor * power).into_iter().find(|s| *s >= rough * 0.99);
    let step = step.unwrap_or(10.0 * power);
    if whole { step.max(1.0) } else { step }
}

/// From zero to `high` in steps.
pub(super) fn linear(high: f64, step: f64) -> Vec<f64> {
    let count = (high / step).round() as u32;
    (0..=count).map(|place| f64::from(place) * step).collect()
}

/// The largest of 1, 2, 5 times a power of ten at or below `figure`.
pub(super) fn round_below(figure: f64) -> f64 {
    let power = 10_f64.powf(figure.log10().floor());
    let factors = [5.0, 2.0, 1.0].map(|factor| factor * power);
    factors.into_iter().find(|round| *round <= figure * 1.000_001).unwrap_or(power)
}

/// The smallest of 1, 2, 5 times a power of ten at or above `figure`.
pub(super) fn round_above(figure: f64) -> f64 {
    let power = 10_f64.powf(figure.log10().floor());
    let factors = [1.0, 2.0, 5.0].map(|factor| factor * power);
    factors.into_iter().find(|round| *round >= figure * 0.999_999).unwrap_or(10.0 * power)
}

/// Round figures from `low` to `high`, as dense as fits.
pub(super) fn log(low: f64, high: f64) -> Vec<f64> {
    let first = low.log10().floor() as i32;
    let last = high.log10().ceil() as i32;
    let on_axis = |figure: &f64| *figure >= low * 0.999_999 && *figure <= high * 1.000_001;
    let choices: [(&[f64], usize); 5] =
        [(&[1.0, 2.0, 5.0], 1), (&[1.0, 3.0], 1), (&[1.0], 1), (&[1.0], 2), (&[1.0], 3)];
    let ticks = choices.into_iter().map(|(factors, every)| -> Vec<f64> {
        let powers = (first..=last).step_by(every).map(|power| 10_f64.powi(power));
        powers.flat_map(|power| factors.iter().map(move |f| f * power)).filter(on_axis).collect()
    });
    ticks.into_iter().find(|ticks| ticks.len() <= LOG_TICKS_MAX).unwrap_or_else(|| vec![low, high])
}

/// Round moments from zero up to `length_ms`, in milliseconds.
pub(crate) fn clock_ticks(length_ms: u64) -> Vec<u64> {
    let fits = |step: &u64| length_ms / (step * 1_000) < CLOCK_TICKS_MAX;
    let whole_days = 86_400 * (length_ms / (86_400_000 * CLOCK_TICKS_MAX) + 1);
    let step = CLOCK_STEPS.into_iter().find(fits).unwrap_or(whole_days);
    (0..=length_ms / (step * 1_000)).map(|place| place * step * 1_000).collect()
}
