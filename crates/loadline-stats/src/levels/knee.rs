//! The knee: the load at which throughput leaves the straight line it began on.
//!
//! Two lines are laid through the points (load, throughput): the first through the origin, with slope 1 where
//! the load is an offered rate (what is offered is done) and a free one where it is users (each brings as
//! much); the second through the rest, level or falling. Of all ways to split the points the one with the least
//! squared error wins, and the knee is where its lines cross. Lines that cross outside the gap they were split at
//! describe a throughput that fell at once; they win only when they fit far better, and the knee is then the
//! nearer end of the gap.

/// Points the second line needs before it may slope; with fewer it is level.
const SLOPING_MIN: usize = 4;
/// Standard errors from level that its slope must be: a slope that is none throws the crossing far off.
const SLOPING_SURE: f64 = 3.0;
/// How many times smaller the squared error of lines that do not meet must be than of lines that do, before
/// throughput is taken to have fallen at once.
const JUMP_MIN: f64 = 4.0;
/// Part of all squares by which two lines must do better than one, so that rounding makes no knee.
const BETTER_MIN: f64 = 1e-9;

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
    /// Throughput there, on the second line.
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
    let fits: Vec<Fit> = (1..points.len()).filter_map(|before| fit(points, before, rise)).collect();
    let best = |fits: &mut dyn Iterator<Item = &Fit>| {
        fits.min_by(|a, b| a.squares.total_cmp(&b.squares)).copied()
    };
    let any = best(&mut fits.iter())?;
    let joined = best(&mut fits.iter().filter(|fit| fit.is_joined));
    let Fit { knee, squares: bent, .. } =
        joined.filter(|joined| joined.squares <= JUMP_MIN * any.squares).unwrap_or(any);
    let straight = squares(points, |load| slope_of(points, rise) * load);
    let is_better = straight - bent > BETTER_MIN * squares(points, |_| 0.0);
    (is_better && knee.rise_after < 0.5 * knee.rise).then_some(knee)
}

/// Two lines, split at one place.
#[derive(Debug, Clone, Copy)]
struct Fit {
    knee: Knee,
    squares: f64,
    /// Whether they cross in the gap they were split at.
    is_joined: bool,
}

/// The fit with the first `before` points on the first line.
fn fit(points: &[(f64, f64)], before: usize, rise: Rise) -> Option<Fit> {
    let (first, second) = points.split_at(before);
    let slope = slope_of(first, rise);
    if slope <= 0.0 {
        return None;
    }
    let (level, slope_after) = second_line(second);
    let last = first.last()?.0;
    let next = second.first()?.0;
    let crossing = level / (slope - slope_after);
    let load = crossing.clamp(last, next);
    let squares =
        squares(first, |load| slope * load) + squares(second, |load| level + slope_after * load);
    let throughput = level + slope_after * load;
    let knee = Knee { load, throughput, rise: slope, rise_after: slope_after, before };
    Some(Fit { knee, squares, is_joined: load == crossing })
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

/// Height at zero load, and slope: none where the points do not clearly slope.
fn second_line(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let together: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    if points.len() < SLOPING_MIN || spread <= 0.0 {
        return (mean_y, 0.0);
    }
    let slope = together / spread;
    let height = mean_y - slope * mean_x;
    let rest = squares(points, |x| height + slope * x) / (n - 2.0);
    let is_clear = slope.abs() > SLOPING_SURE * (rest / spread).sqrt();
    if is_clear { (height, slope) } else { (mean_y, 0.0) }
}

fn squares(points: &[(f64, f64)], line: impl Fn(f64) -> f64) -> f64 {
    points.iter().map(|(x, y)| (y - line(*x)).powi(2)).sum()
}
