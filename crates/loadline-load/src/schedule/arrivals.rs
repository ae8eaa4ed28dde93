//! Arrivals of an open test: the moment of the i-th one in closed form.
//!
//! The number of arrivals up to a moment is the area under the rate; the i-th arrival is due where that
//! area is i. Over a stage of straight change the area is a parabola, so its inverse is a square root and
//! no error adds up over a long test. A Poisson process with the same rate is the same inverse taken at
//! random points whose gaps are exponential with mean one.

use std::time::Duration;

use loadline_core::traffic::{Spacing, Stage};

/// The due times of one thread's arrivals, each from the start of the test. Thread w of n has the arrivals
/// w, w + n, w + 2n, …; with Poisson spacing each thread has its own process of a n-th of the rate.
pub(crate) struct Arrivals {
    stages: Vec<StageArea>,
    stage: usize,
    next: f64,
    step: f64,
    random: Option<fastrand::Rng>,
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
        // Both are zero at the foot of a ramp from nothing.
        if area == 0.0 { self.starts } else { self.starts + 2.0 * area / (self.from + root) }
    }
}

impl Arrivals {
    /// The arrivals of thread `thread` of `threads`.
    pub(crate) fn new(
        stages: &[Stage],
        spacing: Spacing,
        thread: usize,
        threads: usize,
        seed: u64,
    ) -> Self {
        let (mut starts, mut area_before) = (0.0, 0.0);
        let mut areas = Vec::with_capacity(stages.len());
        for stage in stages {
            let length = stage.length.as_secs_f64();
            let area = StageArea { starts, area_before, from: stage.from, to: stage.to, length };
            starts += length;
            area_before += area.area();
            areas.push(area);
        }
        let random = (spacing == Spacing::Poisson)
            .then(|| fastrand::Rng::with_seed(seed.wrapping_add(thread as u64)));
        let step = threads as f64;
        let mut arrivals = Self { stages: areas, stage: 0, next: thread as f64, step, random };
        if arrivals.random.is_some() {
            arrivals.next = arrivals.gap();
        }
        arrivals
    }

    /// The area to the next arrival.
    fn gap(&mut self) -> f64 {
        match &mut self.random {
            None => self.step,
            Some(random) => -self.step * (1.0 - random.f64()).ln(),
        }
    }
}

impl Iterator for Arrivals {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let due = loop {
            let stage = self.stages.get(self.stage)?;
            let inside = self.next - stage.area_before;
            // An arrival on the border of two stages belongs to the later one; at the very end to none.
            if inside < stage.area() * (1.0 - 1e-12) {
                break stage.time_at(inside);
            }
            self.stage += 1;
        };
        self.next += self.gap();
        Some(Duration::from_secs_f64(due))
    }
}
