//! A queue in arithmetic: arrivals and workers go in, the windows that a generator would hand over come out.

use loadline_core::histogram::Histogram;
use loadline_core::traffic::{Stage, level_at};
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Window, names};
use loadline_core::{Span, Tags};

/// First come, first served, for one of several workers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Queue {
    pub(super) workers: usize,
    pub(super) service_s: f64,
    pub(super) is_random: bool,
    /// Longer waits are answered at once with status 503.
    pub(super) wait_max_s: f64,
}

impl Queue {
    pub(super) fn new(workers: usize, service_s: f64, is_random: bool) -> Self {
        Self { workers, service_s, is_random, wait_max_s: f64::INFINITY }
    }

    /// Windows of an open run with these stages.
    pub(super) fn open(&self, stages: &[Stage], is_poisson: bool, seed: u64) -> Vec<Window> {
        let mut random = fastrand::Rng::with_seed(seed);
        let length_s: f64 = stages.iter().map(|stage| stage.length.as_secs_f64()).sum();
        let mut run = Run::new(length_s as usize);
        let mut free_at = vec![0.0; self.workers];
        let (mut at, mut due) = (0.0, 0.0);
        while at < length_s {
            // A thousandth of a second at a time, so that ramps are followed closely.
            let rate = level_at(stages, Span::from_secs_f64(at));
            at += 0.001;
            due -= rate * 0.001;
            while due < 0.0 {
                due += if is_poisson { exponential(&mut random) } else { 1.0 };
                self.serve(at, &mut free_at, &mut random, &mut run);
            }
        }
        run.windows(|second| {
            let offered = level_at(stages, Span::from_secs_f64(second as f64 + 0.5));
            (names::OFFERED_RATE, offered)
        })
    }

    /// Windows of a closed run: so many users for `step_s` seconds each, without a pause.
    pub(super) fn closed(&self, users: &[usize], step_s: usize, seed: u64) -> Vec<Window> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut run = Run::new(users.len() * step_s);
        let mut free_at = vec![0.0; self.workers];
        let mut back_at: Vec<f64> = Vec::new();
        for (step, count) in users.iter().enumerate() {
            let (from, to) = ((step * step_s) as f64, ((step + 1) * step_s) as f64);
            back_at.resize(*count, from);
            loop {
                let next = (0..*count).min_by(|a, b| back_at[*a].total_cmp(&back_at[*b])).unwrap();
                if back_at[next] >= to {
                    break;
                }
                back_at[next] = self.serve(back_at[next], &mut free_at, &mut random, &mut run);
            }
        }
        run.windows(|second| (names::USERS, users[second / step_s] as f64))
    }

    fn serve(&self, at: f64, free: &mut [f64], random: &mut fastrand::Rng, run: &mut Run) -> f64 {
        let first = free.iter_mut().min_by(|a, b| a.total_cmp(b)).unwrap();
        if *first - at > self.wait_max_s {
            run.done(at, 0.0, true);
            return at;
        }
        let part = if self.is_random { exponential(random) } else { 1.0 };
        *first = first.max(at) + self.service_s * part;
        run.done(*first, *first - at, false);
        *first
    }
}

fn exponential(random: &mut fastrand::Rng) -> f64 {
    -(1.0 - random.f64()).ln()
}

/// What was done in each second.
struct Run {
    seconds: Vec<(Histogram, u64)>,
}

impl Run {
    fn new(seconds: usize) -> Self {
        Self { seconds: vec![(Histogram::new(), 0); seconds] }
    }

    fn done(&mut self, at: f64, took: f64, is_refused: bool) {
        let Some((times, refused)) = self.seconds.get_mut(at as usize) else { return };
        times.record(took);
        *refused += u64::from(is_refused);
    }

    fn windows(self, load: impl Fn(usize) -> (&'static str, f64)) -> Vec<Window> {
        let window = |(second, (times, refused)): (usize, (Histogram, u64))| {
            let mut window = Window::new(second as i64 * 1_000, 1_000);
            let mut add = |metric: &str, tags: Tags, aggregate| {
                window.series.insert(SeriesKey::new(metric, tags), aggregate);
            };
            let (metric, load) = load(second);
            add(metric, Tags::default(), Aggregate::Gauge(Gauge::reading(load)));
            let total = times.count();
            if total > 0 {
                let tags =
                    Tags::new([(names::TAG_STATUS, "503"), (names::TAG_ERROR, "bad status")]);
                add(names::ITERATIONS, Tags::default(), Aggregate::Counter(total as f64));
                add(names::HTTP_REQUESTS, Tags::default(), Aggregate::Counter(total as f64));
                add(
                    names::HTTP_ERRORS,
                    tags,
                    Aggregate::Share(Share { hits: refused, total: total.max(1) }),
                );
                add(names::RESPONSE_TIME, Tags::default(), Aggregate::Histogram(times));
            }
            window
        };
        self.seconds.into_iter().enumerate().map(window).collect()
    }
}

/// Held loads of `seconds` each.
pub(super) fn steps(loads: &[f64], seconds: u64) -> Vec<Stage> {
    let stage = |load: &f64| Stage { from: *load, to: *load, length: Span::from_secs(seconds) };
    loads.iter().map(stage).collect()
}
