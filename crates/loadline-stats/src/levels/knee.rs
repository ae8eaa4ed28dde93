//! The knee: the load at which throughput leaves the straight line it began on.
//!
//! Two lines are laid through the points (load, throughput): the first through the origin, with slope 1 where
//! the load is an offered rate (what is offered is done) and a free one where it is users (each brings as
//! much); the second through the rest, level or falling. Of all ways to split the points the one with the least
//! squared error wins, and the knee is where its lines cross.

/// Points the second line needs before it may slope; with fewer it is level.
const SLOPING_MIN: usize = 3;

/// How throughput rises while the target keeps up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rise {
    /// As the load itself.
    AsOffered,
    /// In proportion to the load.
    InProportion,
}

/// Two lines through throughput over load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knee {
    /// The load at which they cross.
    pub load: f64,
    /// Throughput there.
    pub throughput: f64,
    /// Throughput for each unit of load on the first line.
    pub rise: f64,
    /// Throughput for each further unit of load on the second line.
    pub rise_after: f64,
    /// How many points lie on the first line.
    pub before: usize,
}

/// Fits two lines through `points` (load, throughput), which come in the order of load. None with fewer than
/// two points, and where the second line goes on rising nearly as the first: there is no knee then.
pub fn knee(points: &[(f64, f64)], rise: Rise) -> Option<Knee> {
    let splits = 1..points.len();
    let fits = splits.filter_map(|before| fit(points, before, rise));
    let (knee, _) = fits.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let straight = squares(points, |load| slope_of(points, rise) * load);
    let bent = fit(points, knee.before, rise)?.1;
    (bent < straight && knee.rise_after < 0.5 * knee.rise).then_some(knee)
}

/// The fit with the first `before` points on the first line, and its squared error.
fn fit(points: &[(f64, f64)], before: usize, rise: Rise) -> Option<(Knee, f64)> {
    let (first, second) = points.split_at(before);
    let slope = slope_of(first, rise);
    if slope <= 0.0 {
        return None;
    }
    let (level, slope_after) = second_line(second);
    let last = first.last()?.0;
    let next = second.first()?.0;
    // Lines that cross outside the gap they were split at describe a jump: the gap's nearer end is the knee.
    let load = (level / (slope - slope_after)).clamp(last, next);
    let squared =
        squares(first, |load| slope * load) + squares(second, |load| level + slope_after * load);
    let throughput = slope * load;
    Some((Knee { load, throughput, rise: slope, rise_after: slope_after, before }, squared))
}

fn slope_of(points: &[(f64, f64)], rise: Rise) -> f64 {
    match rise {
        Rise::AsOffered => 1.0,
        Rise::InProportion => {
            let along: f64 = points.iter().map(|(x, y)| x * y).sum();
            let squared: f64 = points.iter().map(|(x, _)| x * x).sum();
            if squared > 0.0 { along / squared } else { 0.0 }
        }
    }
}

/// Height at zero load, and slope.
fn second_line(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let together: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let slope = if points.len() >= SLOPING_MIN && spread > 0.0 { together / spread } else { 0.0 };
    (mean_y - slope * mean_x, slope)
}

fn squares(points: &[(f64, f64)], line: impl Fn(f64) -> f64) -> f64 {
    points.iter().map(|(x, y)| (y - line(*x)).powi(2)).sum()
}
