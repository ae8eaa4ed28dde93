//! A stage: a stretch of time in which the level of users or arrivals runs straight from one figure to
//! another. Texts such as `7m to 200`, `7m at 200`, `1m to 1000/s` come in and are printed again.

use std::fmt;
use std::str::FromStr;

use super::error::TrafficError;
use crate::quantity::{Quantity, Rate, Span};

const ACCEPTED: &str =
    "accepted: `7m to 200`, `7m at 200`; for rates `1m to 1000/s`, `1m at 1000/s`";

/// A stretch of time with a straight change of level; `from == to` is constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Level at its beginning: users, or arrivals per second.
    pub from: f64,
    /// Level at its end.
    pub to: f64,
    /// How long it takes.
    pub length: Span,
}

/// What the figures of a stage count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Virtual users.
    Users,
    /// Arrivals per second.
    Rate,
}

/// How a leg reaches its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `to`: straight from where the leg before it ended, from zero at first.
    To,
    /// `at`: at that level from its beginning to its end.
    At,
}

/// A stage as it is written: without where it starts from, which the one before it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leg {
    /// How long it takes.
    pub length: Span,
    /// How it reaches its level.
    pub shape: Shape,
    /// The level.
    pub target: f64,
    /// What the level counts.
    pub level: Level,
}

impl Leg {
    /// The stage this leg is when the one before it ended at `former`.
    pub fn after(self, former: f64) -> Stage {
        let from = match self.shape {
            Shape::To => former,
            Shape::At => self.target,
        };
        Stage { from, to: self.target, length: self.length }
    }
}

/// Stages from their texts; the first `to` starts from zero, each later one where the last ended.
///
/// # Errors
/// When a text is not a stage, or one of another kind than `level`.
pub fn stages(texts: &[&str], level: Level) -> Result<Vec<Stage>, TrafficError> {
    let mut stages: Vec<Stage> = Vec::with_capacity(texts.len());
    for text in texts {
        let leg = leg_of(text, level)?;
        let former = stages.last().map_or(0.0, |stage| stage.to);
        stages.push(leg.after(former));
    }
    Ok(stages)
}

/// One leg that must count what `level` says.
pub(crate) fn leg_of(text: &str, level: Level) -> Result<Leg, TrafficError> {
    let leg: Leg = text.parse()?;
    match (level, leg.level) {
        (Level::Users, Level::Rate) => Err(TrafficError::new(
            format!("`{text}` is a rate where users are expected"),
            "write users as a plain number, such as `7m to 200`",
        )),
        (Level::Rate, Level::Users) => Err(TrafficError::new(
            format!("`{text}` has users where a rate is expected"),
            "write a rate with its unit, such as `1m to 1000/s`",
        )),
        _ => Ok(leg),
    }
}

/// The length of all stages together.
pub fn length_of(stages: &[Stage]) -> Span {
    Span::from(stages.iter().map(|stage| stage.length.duration()).sum::<std::time::Duration>())
}

/// The highest level of all stages; zero when there are none.
pub fn peak_of(stages: &[Stage]) -> f64 {
    stages.iter().flat_map(|stage| [stage.from, stage.to]).fold(0.0, f64::max)
}

/// The level `at` a moment after the beginning; where two stages meet, the later one's. After the end it
/// stays at the last level; without stages it is zero.
pub fn level_at(stages: &[Stage], at: Span) -> f64 {
    let mut left_s = at.as_secs_f64();
    for stage in stages {
        let length_s = stage.length.as_secs_f64();
        if left_s < length_s {
            return stage.from + (stage.to - stage.from) * (left_s / length_s);
        }
        left_s -= length_s;
    }
    stages.last().map_or(0.0, |stage| stage.to)
}

/// The same stages with every length times `factor`.
pub fn scaled_stages(stages: &[Stage], factor: f64) -> Vec<Stage> {
    let scale = |stage: &Stage| Stage { length: stage.length.scaled(factor), ..*stage };
    stages.iter().map(scale).collect()
}

/// There is a stage, and every level is a number from zero up.
pub(super) fn check_shape(stages: &[Stage]) -> Result<(), TrafficError> {
    if stages.is_empty() {
        return Err(TrafficError::new("there are no stages", ACCEPTED));
    }
    let mut levels = stages.iter().flat_map(|stage| [stage.from, stage.to]);
    match levels.find(|level| !level.is_finite() || *level < 0.0) {
        Some(level) => Err(TrafficError::new(format!("a stage has the level {level}"), ACCEPTED)),
        None => Ok(()),
    }
}

/// The stages as they are written, with commas between them.
pub(super) fn listed(stages: &[Stage], level: Level) -> String {
    let legs = stages.iter().map(|stage| {
        let shape = if stage.from == stage.to { Shape::At } else { Shape::To };
        Leg { length: stage.length, shape, target: stage.to, level }.to_string()
    });
    legs.collect::<Vec<_>>().join(", ")
}

impl FromStr for Leg {
    type Err = TrafficError;

    fn from_str(text: &str) -> Result<Self, TrafficError> {
        let wrong = || TrafficError::new(format!("`{text}` is not a stage"), ACCEPTED);
        let words: Vec<&str> = text.split_whitespace().collect();
        let [length, shape, level] = words[..] else { return Err(wrong()) };
        let length: Span = length.parse().map_err(|_| {
            let message = format!("`{length}` in `{text}` is not a duration");
            TrafficError::new(message, ACCEPTED)
        })?;
        let shape = match shape {
            "to" => Shape::To,
            "at" => Shape::At,
            _ => return Err(wrong()),
        };
        let (target, level) = level_of(level, text)?;
        Ok(Self { length, shape, target, level })
    }
}

fn level_of(level: &str, text: &str) -> Result<(f64, Level), TrafficError> {
    match level.parse() {
        Ok(Quantity::Count(users)) if users.fract() == 0.0 => Ok((users, Level::Users)),
        Ok(Quantity::Count(_)) => Err(TrafficError::new(
            format!("`{level}` in `{text}` is not a whole number of users"),
            "write users as a whole number and a rate with its unit: `1m to 2.5/s`",
        )),
        Ok(Quantity::Rate(rate)) => Ok((rate.as_per_second(), Level::Rate)),
        _ if level.starts_with('-') => {
            let message = format!("`{level}` in `{text}` is below zero");
            Err(TrafficError::new(message, ACCEPTED))
        }
        _ => {
            let message = format!("`{level}` in `{text}` is neither users nor a rate");
            Err(TrafficError::new(message, ACCEPTED))
        }
    }
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.shape {
            Shape::To => "to",
            Shape::At => "at",
        };
        match self.level {
            Level::Users => write!(f, "{} {word} {}", self.length, self.target),
            Level::Rate => {
                write!(f, "{} {word} {}", self.length, Rate::per_second(self.target))
            }
        }
    }
}
