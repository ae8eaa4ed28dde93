//! A straight line through points that come one by one: least squares from five sums.

/// Points below which a line's error cannot be told.
const POINTS_MIN: f64 = 4.0;

/// The sums of a least-squares fit; two of them add up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

/// A slope and how sure it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slope {
    pub(super) value: f64,
    pub(super) standard_error: f64,
}

/// A mean and how sure it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mean {
    pub(super) value: f64,
    pub(super) standard_error: f64,
    pub(super) points: f64,
}

impl Line {
    pub(super) fn observe(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
        self.yy += y * y;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
    }

    /// The slope; none with too few points or all at one place.
    pub(super) fn slope(&self) -> Option<Slope> {
        let spread = self.xx - self.x * self.x / self.n;
        if self.n < POINTS_MIN || spread <= 0.0 {
            return None;
        }
        let together = self.xy - self.x * self.y / self.n;
        let value = together / spread;
        let rest = (self.yy - self.y * self.y / self.n - value * together).max(0.0);
        Some(Slope { value, standard_error: (rest / (self.n - 2.0) / spread).sqrt() })
    }

    /// The mean of the second coordinate; none below two points.
    pub(super) fn mean(&self) -> Option<Mean> {
        if self.n < 2.0 {
            return None;
        }
        let variance = (self.yy - self.y * self.y / self.n).max(0.0) / (self.n - 1.0);
        let value = self.y / self.n;
        Some(Mean { value, standard_error: (variance / self.n).sqrt(), points: self.n })
    }
}
