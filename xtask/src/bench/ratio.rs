//! Middle and extremes of a handful of figures. Rounds are compared pair by pair, since a machine that is
//! slow for a while is slow for all tools of that round.

/// Median, least and greatest of some figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    /// The least.
    pub(super) min: f64,
    /// The middle one, or the mean of the two in the middle.
    pub(super) median: f64,
    /// The greatest.
    pub(super) max: f64,
}

impl Spread {
    /// Nothing for no figures.
    pub(super) fn of(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        let (min, max) = (*figures.first()?, *figures.last()?);
        let (low, high) = (figures[(figures.len() - 1) / 2], figures[figures.len() / 2]);
        Some(Self { min, median: low.midpoint(high), max })
    }

    /// Of the ratios `ours / theirs`, round by round.
    pub(super) fn of_ratios(ours: &[f64], theirs: &[f64]) -> Option<Self> {
        Self::of(ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs))
    }
}

#[cfg(test)]
mod tests;
