//! Arrivals of an open test: the moment of the i-th one in closed form.
//!
//! The number of arrivals up to a moment is the area under the rate; the i-th arrival is due where that
//! area is i. Over a stage of straight change the area is a parabola, so its inverse is a square root and
//! no error adds up over a long test. A Poisson process with the same rate is the same inverse taken at
//! random points whose gaps are exponential with mean one.
//!
//! Who counts from nought has its first arrival at the very beginning and one on the border of two stages in
//! the later one; who begins with a gap has its first where the area is one, and one on a border in the earlier.

use std::time::Duration;

use loadline_core::traffic::{Segment, Spacing, Stage};

/// The arrivals of one lane.
pub(crate) struct Dealt<'a> {
    /// Which of the lanes it is, and how many there are: lane w of n has the arrivals w, w + n, w + 2n, …
    pub(crate) lane: (usize, usize),
    /// Which of all arrivals are dealt out to the lanes.
    pub(crate) segment: Option<&'a Segment>,
    /// Whether the first is due where the area is one, instead of at the beginning.
    pub(crate) begins_with_gap: bool,
}

/// The due times of one lane's arrivals, each from the start of the load. With Poisson spacing each lane has
/// its own process with its share of the rate.
pub(crate) struct Arrivals {
    stages: Vec<StageArea>,
    stage: usize,
    begins_with_gap: bool,
    spread: Spread,
}

/// How arrivals are spread over the area.
enum Spread {
    /// The next of the lane's, counted from zero, among those that are dealt out.
    Even { next: u64, step: u64, segment: Option<Segment> },
    /// The area of the next, and the mean of the area between two.
    Poisson { next: f64, step: f64, random: fastrand::Rng },
}

/// A stage with where it starts in time and in area.
struct StageArea {
    starts: f64,
    area_before: f64,
    from: f64,
    to: f64,
    length: f64,
}

impl StageArea {
    fn area(&self) -> f64 {
        0.5 * (self.from + self.to) * self.length
    }

    /// The time at which the area within this stage is `area`.
    fn time_at(&self, area: f64) -> f64 {
        let slope = (self.to - self.from) / self.length;
        // Of the two roots of slope/2·t² + from·t = area, in the form that stays exact for flat stages.
        let root = (self.from * self.from + 2.0 * slope * area).max(0.0).sqrt();
        // Both are zero at the foot of a ramp from nothing; on a border rounding may lead below it.
        if area <= 0.0 { self.starts } else { self.starts + 2.0 * area / (self.from + root) }
    }
}

impl Arrivals {
    /// What is dealt out to one lane of the arrivals that `stages` make.
    pub(crate) fn new(stages: &[Stage], spacing: Spacing, dealt: &Dealt<'_>, seed: u64) -> Self {
        let (mut starts, mut area_before) = (0.0, 0.0);
        let mut areas = Vec::with_capacity(stages.len());
        for stage in stages {
            let length = stage.length.as_secs_f64();
            let area = StageArea { starts, area_before, from: stage.from, to: stage.to, length };
            starts += length;
            area_before += area.area();
            areas.push(area);
        }
        let (place, lanes) = dealt.lane;
        let spread = match spacing {
            Spacing::Even => Spread::Even {
                next: place as u64,
                step: lanes as u64,
                segment: dealt.segment.cloned(),
            },
            Spacing::Poisson => {
                let mut random = fastrand::Rng::with_seed(seed.wrapping_add(place as u64));
                let step = lanes as f64 / dealt.segment.map_or(1.0, Segment::fraction);
                Spread::Poisson { next: gap(step, &mut random), step, random }
            }
        };
        Self { stages: areas, stage: 0, begins_with_gap: dealt.begins_with_gap, spread }
    }

    /// The area at which the next arrival is due.
    fn area_of_next(&self) -> f64 {
        match &self.spread {
            Spread::Poisson { next, .. } => *next,
            Spread::Even { next, segment, .. } => {
                let place = segment.as_ref().map_or(*next, |segment| segment.index_of(*next));
                (place + u64::from(self.begins_with_gap)) as f64
            }
        }
    }

    fn advance(&mut self) {
        match &mut self.spread {
            Spread::Even { next, step, .. } => *next += *step,
            Spread::Poisson { next, step, random } => *next += gap(*step, random),
        }
    }

    /// Whether an arrival at `inside` of a stage's area is due in it.
    fn is_in(&self, place: usize, inside: f64) -> bool {
        let area = self.stages[place].area();
        // The end of the last stage is the end of the load: what would be due there never is.
        if self.begins_with_gap && place + 1 < self.stages.len() {
            inside <= area * (1.0 + 1e-12)
        } else {
            inside < area * (1.0 - 1e-12)
        }
    }
}

/// The area to the next arrival of a Poisson process.
fn gap(mean: f64, random: &mut fastrand::Rng) -> f64 {
    -mean * (1.0 - random.f64()).ln()
}

impl Iterator for Arrivals {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let area = self.area_of_next();
        let due = loop {
            let stage = self.stages.get(self.stage)?;
            let inside = area - stage.area_before;
            if self.is_in(self.stage, inside) {
                break stage.time_at(inside);
            }
            self.stage += 1;
        };
        self.advance();
        Some(Duration::from_secs_f64(due))
    }
}
