//! The kinds of traffic, their bounds and their arithmetic.
//!
//! A value that passed [`Traffic::check`] can be driven: it has someone to drive it and an end.

use std::fmt;
use std::str::FromStr;

use super::error::TrafficError;
use super::stage::{self, Level, Stage, stages};
use crate::quantity::{Rate, Span};

/// The most users one test may have.
pub const USERS_MAX: u32 = 1_000_000;

/// The most arrivals a second one test may have.
pub const RATE_MAX_PER_S: f64 = 10_000_000.0;

/// What traffic to drive.
#[derive(Debug, Clone, PartialEq)]
pub enum Traffic {
    /// Closed: users over time, each starting its next iteration when the last one ended.
    Users(Vec<Stage>),
    /// Open: arrivals per second over time, whether or not the answers keep up.
    Rate {
        /// The rate over time.
        stages: Vec<Stage>,
        /// How the arrivals are spread.
        spacing: Spacing,
    },
    /// That many iterations in all, shared by the users as each is free.
    SharedIterations {
        /// Users at work.
        users: u32,
        /// Iterations of all users together.
        iterations: u64,
        /// The end, finished or not.
        max: Span,
    },
    /// That many iterations for every user.
    IterationsEach {
        /// Users at work.
        users: u32,
        /// Iterations of each user.
        iterations: u64,
        /// The end, finished or not.
        max: Span,
    },
    /// One iteration of each user, all at once.
    Burst {
        /// Users that start together.
        users: u32,
        /// The end, finished or not.
        max: Span,
    },
}

/// How arrivals are spread within an open test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spacing {
    /// As evenly as the rate allows.
    #[default]
    Even,
    /// At random and independent of each other, as a Poisson process.
    Poisson,
}

impl Traffic {
    /// A constant number of users.
    ///
    /// # Errors
    /// When there are no users, too many, or no time.
    pub fn constant_users(users: u32, length: Span) -> Result<Self, TrafficError> {
        let level = f64::from(users);
        Self::Users(vec![Stage { from: level, to: level, length }]).checked()
    }

    /// A constant rate of arrivals.
    ///
    /// # Errors
    /// When the rate is zero, too high, or there is no time.
    pub fn constant_rate(rate: Rate, length: Span, spacing: Spacing) -> Result<Self, TrafficError> {
        let level = rate.as_per_second();
        Self::Rate { stages: vec![Stage { from: level, to: level, length }], spacing }.checked()
    }

    /// Users over time, from texts such as `7m to 200` and `7m at 200`.
    ///
    /// # Errors
    /// When a text is not a stage of users, or the whole cannot be driven.
    pub fn users_from(texts: &[&str]) -> Result<Self, TrafficError> {
        Self::Users(stages(texts, Level::Users)?).checked()
    }

    /// Arrivals over time, from texts such as `1m to 1000/s`.
    ///
    /// # Errors
    /// When a text is not a stage of a rate, or the whole cannot be driven.
    pub fn rate_from(texts: &[&str], spacing: Spacing) -> Result<Self, TrafficError> {
        Self::Rate { stages: stages(texts, Level::Rate)?, spacing }.checked()
    }

    /// The traffic itself when it can be driven.
    ///
    /// # Errors
    /// When there is nobody to drive it, too many, or no time to do it in.
    pub fn checked(self) -> Result<Self, TrafficError> {
        self.check()?;
        Ok(self)
    }

    /// Whether the traffic can be driven: within bounds, by someone, with an end.
    ///
    /// # Errors
    /// When there is nobody to drive it, too many, or no time to do it in.
    pub fn check(&self) -> Result<(), TrafficError> {
        match self {
            Self::Users(stages) => {
                stage::check_shape(stages)?;
                check_users(stage::peak_of(stages))?;
            }
            Self::Rate { stages, .. } => {
                stage::check_shape(stages)?;
                check_rate(stage::peak_of(stages))?;
            }
            Self::SharedIterations { users, iterations, .. }
            | Self::IterationsEach { users, iterations, .. } => {
                check_users(f64::from(*users))?;
                if *iterations == 0 {
                    let hint = "give at least one iteration";
                    return Err(TrafficError::new("there are no iterations", hint));
                }
            }
            Self::Burst { users, .. } => check_users(f64::from(*users))?,
        }
        if self.length() == Span::ZERO {
            return Err(TrafficError::new("the test has no length", "such as `30s`, `5m`"));
        }
        Ok(())
    }

    /// How long it takes: exactly for stages, at most for iterations and bursts.
    pub fn length(&self) -> Span {
        match self {
            Self::Users(stages) | Self::Rate { stages, .. } => stage::length_of(stages),
            Self::SharedIterations { max, .. }
            | Self::IterationsEach { max, .. }
            | Self::Burst { max, .. } => *max,
        }
    }

    /// The highest level: users, or arrivals per second in an open test.
    pub fn peak(&self) -> f64 {
        match self {
            Self::Users(stages) | Self::Rate { stages, .. } => stage::peak_of(stages),
            Self::SharedIterations { users, .. }
            | Self::IterationsEach { users, .. }
            | Self::Burst { users, .. } => f64::from(*users),
        }
    }

    /// Whether arrivals keep coming whether or not the answers keep up.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Rate { .. })
    }

    /// The same traffic with every length times `factor`; levels and counts stay.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Users(stages) => Self::Users(stage::scaled_stages(stages, factor)),
            Self::Rate { stages, spacing } => {
                Self::Rate { stages: stage::scaled_stages(stages, factor), spacing: *spacing }
            }
            Self::SharedIterations { users, iterations, max } => Self::SharedIterations {
                users: *users,
                iterations: *iterations,
                max: max.scaled(factor),
            },
            Self::IterationsEach { users, iterations, max } => Self::IterationsEach {
                users: *users,
                iterations: *iterations,
                max: max.scaled(factor),
            },
            Self::Burst { users, max } => Self::Burst { users: *users, max: max.scaled(factor) },
        }
    }
}

fn check_users(users: f64) -> Result<(), TrafficError> {
    if users < 1.0 {
        return Err(TrafficError::new("there are no users", "give at least one user"));
    }
    if users > f64::from(USERS_MAX) {
        let message = format!("{users} users are more than one test can have");
        return Err(TrafficError::new(message, format!("at most {USERS_MAX} users")));
    }
    Ok(())
}

fn check_rate(rate_per_s: f64) -> Result<(), TrafficError> {
    if rate_per_s <= 0.0 {
        return Err(TrafficError::new("the rate is zero", "give a rate such as `200/s`"));
    }
    if rate_per_s > RATE_MAX_PER_S {
        let message = format!("{rate_per_s}/s is more than one test can have");
        return Err(TrafficError::new(message, format!("at most {RATE_MAX_PER_S}/s")));
    }
    Ok(())
}

/// Level and length of the only stage, where the level stays the same.
fn steady(stages: &[Stage]) -> Option<(f64, Span)> {
    match stages {
        [only] if only.from == only.to => Some((only.to, only.length)),
        _ => None,
    }
}

/// `1 user`, `50 users`.
fn counted(users: f64) -> String {
    format!("{users} user{}", if users == 1.0 { "" } else { "s" })
}

/// In words: `50 users for 30s`, `200/s for 1m`, `users 7m to 200, 7m at 200`.
impl fmt::Display for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Users(stages) => match steady(stages) {
                Some((users, length)) => write!(f, "{} for {length}", counted(users)),
                None => write!(f, "users {}", stage::listed(stages, Level::Users)),
            },
            Self::Rate { stages, spacing } => {
                match steady(stages) {
                    Some((rate, length)) => write!(f, "{} for {length}", Rate::per_second(rate)),
                    None => write!(f, "rate {}", stage::listed(stages, Level::Rate)),
                }?;
                match spacing {
                    Spacing::Even => Ok(()),
                    Spacing::Poisson => f.write_str(", poisson"),
                }
            }
            Self::SharedIterations { users, iterations, max } => {
                let users = counted(f64::from(*users));
                let s = if *iterations == 1 { "" } else { "s" };
                write!(f, "{iterations} iteration{s} shared by {users}, {max} at most")
            }
            Self::IterationsEach { users, iterations, max } => {
                let users = counted(f64::from(*users));
                write!(f, "{iterations} iterations by each of {users}, {max} at most")
            }
            Self::Burst { users, max } => write!(f, "burst of {users}, {max} at most"),
        }
    }
}

impl FromStr for Spacing {
    type Err = TrafficError;

    fn from_str(text: &str) -> Result<Self, TrafficError> {
        match text.trim() {
            "even" => Ok(Self::Even),
            "poisson" => Ok(Self::Poisson),
            other => Err(TrafficError::new(
                format!("`{other}` is not a way to spread arrivals"),
                "accepted: `even`, `poisson`",
            )),
        }
    }
}

impl fmt::Display for Spacing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Even => "even",
            Self::Poisson => "poisson",
        })
    }
}
