//! The interval of a mean by Student's t: the distances of few pairs are about normal.

/// The 97.5 % quantiles of Student's t for 1, 2, 3, … degrees of freedom; 1.96 beyond them.
const T: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
];

/// The mean and half the length of its interval of 95 %; none for fewer than two figures.
pub(crate) fn of_mean(figures: &[f64]) -> Option<(f64, f64)> {
    let freedom = figures.len().checked_sub(1).filter(|freedom| *freedom > 0)?;
    let count = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / count;
    let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
    let error = (squares / freedom as f64 / count).sqrt();
    Some((mean, T.get(freedom - 1).unwrap_or(&1.96) * error))
}
