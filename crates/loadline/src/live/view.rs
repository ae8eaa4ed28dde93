//! The view itself: a bar with lines under it, or plain lines.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use loadline_core::Window;
use loadline_core::traffic::Traffic;
use loadline_load::Progress;

use super::figures::Figures;
use crate::output::print::{Stream, keep_clear_of, note, terminal_width};
use crate::plan::{About, PlannedLoad};

/// Seconds between two plain lines.
const PLAIN_EVERY_S: u64 = 5;
/// How often the bar moves on its own, so that a stalled target does not look like a hung tool.
const TICK: Duration = Duration::from_millis(250);
/// Columns that the figures take side by side.
const ONE_LINE_WIDTH: usize = 84;

/// What a person sees while a test runs.
pub(crate) enum Live {
    /// A terminal: redrawn in place.
    Bar {
        /// What is drawn.
        bar: ProgressBar,
        /// What is being run, in words.
        title: String,
        /// Whether the test ends by the clock.
        is_timed: bool,
    },
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
    pub(crate) fn new(test: &About<'_>, quiet: bool) -> Self {
        if quiet {
            return Self::Quiet;
        }
        let think = match test.loads {
            [load] if !load.traffic.is_open() => load.think.to_string(),
            _ => "0s".to_owned(),
        };
        let thinks = think != "0s";
        let think = if thinks { format!(", think {think}") } else { String::new() };
        let title = format!("{}  {} on {}{think}", test.name, test.traffic, test.target);
        if !Stream::Stderr.is_terminal() {
            note(&title);
            return Self::Plain { windows: 0 };
        }
        let is_timed =
            |load: &PlannedLoad| matches!(load.traffic, Traffic::Users(_) | Traffic::Rate { .. });
        let is_timed = test.loads.iter().all(is_timed);
        let planned = test.length();
        let bar = ProgressBar::with_draw_target(
            Some(planned.as_millis() as u64),
            ProgressDrawTarget::stderr_with_hz(8),
        );
        let template =
            if is_timed { "{prefix}\n{bar:30} {msg}" } else { "{prefix}\n{spinner} {msg}" };
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━╸─"));
        bar.set_prefix(cut(&title, terminal_width()));
        bar.set_message(clock(Progress { elapsed: Duration::ZERO, planned }, is_timed));
        bar.enable_steady_tick(TICK);
        keep_clear_of(Some(bar.clone()));
        Self::Bar { bar, title, is_timed }
    }

    /// Shows a window.
    pub(crate) fn window(&mut self, window: &Window, progress: Progress) {
        match self {
            Self::Quiet => {}
            Self::Bar { bar, title, is_timed } => {
                let width = terminal_width();
                bar.set_position(progress.elapsed.min(progress.planned).as_millis() as u64);
                bar.set_prefix(cut(title, width));
                let figures = below(&Figures::of(window), width);
                bar.set_message(format!("{}\n{figures}", clock(progress, *is_timed)));
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
        if let Self::Bar { bar, .. } = self {
            keep_clear_of(None);
            bar.finish_and_clear();
        }
    }
}

/// The figures in columns that stay where they are, on two lines where one is too narrow.
fn below(figures: &Figures, width: usize) -> String {
    let [p50, p95, p99] = &figures.percentiles;
    let (users, rate, errors) = (&figures.users, &figures.rate, &figures.errors);
    let gap = if width < ONE_LINE_WIDTH { "\n" } else { " " };
    let below = figures.database.as_ref();
    let below = below.map_or_else(String::new, |text| format!("\n{}", cut(text, width)));
    format!(
        "users {users:<7} rate {rate:<10} errors {errors:<8}{gap}p50 {p50:<8} p95 {p95:<8} p99 {p99:<8}{below}"
    )
}

fn plain(figures: &Figures, progress: Progress) -> String {
    let [p50, p95, p99] = &figures.percentiles;
    let database = figures.database.as_ref().map_or_else(String::new, |text| format!("  {text}"));
    format!(
        "{:>5}s  users {}  rate {}  errors {}  p50 {p50}  p95 {p95}  p99 {p99}{database}",
        progress.elapsed.as_secs(),
        figures.users,
        figures.rate,
        figures.errors,
    )
}

/// `0:12, 0:48 left`, or that users are finishing.
fn clock(progress: Progress, is_timed: bool) -> String {
    let elapsed = minutes(progress.elapsed.as_secs());
    let left = progress.planned.saturating_sub(progress.elapsed);
    if left.is_zero() {
        return format!("{elapsed}, finishing");
    }
    if !is_timed {
        return format!("{elapsed} of at most {}", minutes(progress.planned.as_secs()));
    }
    format!("{elapsed}, {} left", minutes(left.as_secs_f64().ceil() as u64))
}

/// `0:07`, `21:00`, `75:00`.
fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The text cut to a width: a line that wraps could not be redrawn in place.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests;
