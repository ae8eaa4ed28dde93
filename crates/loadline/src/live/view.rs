//! The view itself: a bar with lines under it, or plain lines.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use loadline_core::traffic::Traffic;
use loadline_core::{Span, Window};
use loadline_load::Progress;

use super::figures::Figures;
use crate::output::print::{Stream, note};
use crate::plan::PlannedTest;

/// Seconds between two plain lines.
const PLAIN_EVERY_S: u64 = 5;
/// How often the bar moves on its own, so that a stalled target does not look like a hung tool.
const TICK: Duration = Duration::from_millis(250);

/// What a person sees while a test runs.
pub(crate) enum Live {
    /// A terminal: redrawn in place.
    Bar(ProgressBar),
    /// No terminal: a line now and then.
    Plain {
        /// Windows seen.
        windows: u64,
    },
    /// Nothing.
    Quiet,
}

impl Live {
    /// The view of a test about to begin.
    pub(crate) fn new(test: &PlannedTest, quiet: bool) -> Self {
        if quiet {
            return Self::Quiet;
        }
        let mut think = test.think.to_string();
        think = if test.traffic.is_open() || think == "0s" {
            String::new()
        } else {
            format!(", think {think}")
        };
        let title = format!("{}  {} on {}{think}", test.name, test.traffic, test.target);
        if !Stream::Stderr.is_terminal() {
            note(&title);
            return Self::Plain { windows: 0 };
        }
        let planned = test.traffic.length().duration();
        let bar = ProgressBar::with_draw_target(
            Some(planned.as_millis() as u64),
            ProgressDrawTarget::stderr_with_hz(8),
        );
        let line = if is_bounded_by_time(&test.traffic) {
            "{bar:40} {prefix}"
        } else {
            "{spinner} {prefix}"
        };
        let style = ProgressStyle::with_template(&format!("{title}\n{line}\n{{msg}}"));
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━╸─"));
        bar.enable_steady_tick(TICK);
        Self::Bar(bar)
    }

    /// Shows a window.
    pub(crate) fn window(&mut self, window: &Window, progress: Progress) {
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => {
                let figures = Figures::of(window);
                bar.set_position(progress.elapsed.min(progress.planned).as_millis() as u64);
                bar.set_prefix(clock(progress));
                let [p50, p95, p99] = &figures.percentiles;
                bar.set_message(format!(
                    "users {:<7} rate {:<10} errors {:<8} p50 {p50:<8} p95 {p95:<8} p99 {p99}",
                    figures.users, figures.rate, figures.errors,
                ));
            }
            Self::Plain { windows } => {
                *windows += 1;
                if *windows == 1 || windows.is_multiple_of(PLAIN_EVERY_S) {
                    note(&plain(&Figures::of(window), progress));
                }
            }
        }
    }

    /// Takes the view away.
    pub(crate) fn finish(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn is_bounded_by_time(traffic: &Traffic) -> bool {
    matches!(traffic, Traffic::Users(_) | Traffic::Rate { .. })
}

fn plain(figures: &Figures, progress: Progress) -> String {
    let [p50, p95, p99] = &figures.percentiles;
    format!(
        "{:>5}s  users {}  rate {}  errors {}  p50 {p50}  p95 {p95}  p99 {p99}",
        progress.elapsed.as_secs(),
        figures.users,
        figures.rate,
        figures.errors,
    )
}

/// `12s, 48s left`, or that users are finishing.
fn clock(progress: Progress) -> String {
    let elapsed = Span::from_secs(progress.elapsed.as_secs()).rounded();
    let left = progress.planned.saturating_sub(progress.elapsed);
    if left.is_zero() {
        return format!("{elapsed}, finishing");
    }
    format!("{elapsed}, {} left", Span::from_secs(left.as_secs_f64().ceil() as u64).rounded())
}
