//! The six named kinds of test, in the order `all` runs them; every figure can be overridden.
//!
//! The figures come from `docs/reference/requirements.md`: each profile names the rows.

use super::{Stage, Think, Traffic};
use crate::quantity::Span;

/// A named kind of test.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, as one line of help.
    pub purpose: &'static str,
    /// The traffic it drives.
    pub traffic: Traffic,
    /// The pause between iterations.
    pub think: Think,
    /// Where the figures come from: ids of requirements.
    pub source: &'static str,
}

/// The names in order, for help and errors.
pub const NAMES: [&str; 6] = ["smoke", "load", "stress", "spike", "volume", "endurance"];

/// All profiles, in order.
pub fn all() -> Vec<Profile> {
    vec![smoke(), load(), stress(), spike(), volume(), endurance()]
}

/// The profile of that name.
pub fn find(name: &str) -> Option<Profile> {
    all().into_iter().find(|profile| profile.name == name)
}

/// L4: between 1 and 3 seconds.
fn reading_time() -> Think {
    Think::Range(Span::from_secs(1), Span::from_secs(3))
}

/// Users over time from (seconds, level at the end); each stage starts where the last one ended.
fn ramps(legs: &[(u64, f64)]) -> Traffic {
    let mut from = 0.0;
    let stage = |&(seconds, to): &(u64, f64)| {
        let stage = Stage { from, to, length: Span::from_secs(seconds) };
        from = to;
        stage
    };
    Traffic::Users(legs.iter().map(stage).collect())
}

/// A constant number of users.
fn steady(users: f64, seconds: u64) -> Traffic {
    let length = Span::from_secs(seconds);
    Traffic::Users(vec![Stage { from: users, to: users, length }])
}

fn smoke() -> Profile {
    Profile {
        name: "smoke",
        purpose: "does it work at all: one user for a minute",
        traffic: steady(1.0, 60),
        think: reading_time(),
        source: "L2",
    }
}

fn load() -> Profile {
    Profile {
        name: "load",
        purpose: "does it keep its promises under the expected load: up to 200 users in 21 minutes",
        traffic: ramps(&[(420, 200.0), (420, 200.0), (420, 0.0)]),
        think: reading_time(),
        source: "L2; up, level and down in equal parts",
    }
}

fn stress() -> Profile {
    Profile {
        name: "stress",
        purpose: "where does it break: in steps of 100 up to 400 users",
        traffic: ramps(&[
            (120, 100.0),
            (300, 100.0),
            (120, 200.0),
            (300, 200.0),
            (120, 300.0),
            (300, 300.0),
            (120, 400.0),
            (300, 400.0),
            (120, 0.0),
        ]),
        think: reading_time(),
        source: "L2 for the 400 users, L9 for the level at each step",
    }
}

fn spike() -> Profile {
    Profile {
        name: "spike",
        purpose: "does it survive a rush: 2000 users within ten seconds",
        traffic: ramps(&[(10, 2000.0), (300, 2000.0), (10, 0.0)]),
        think: reading_time(),
        source: "L3",
    }
}

fn volume() -> Profile {
    Profile {
        name: "volume",
        purpose: "does much data slow it down: 200 users for half an hour without a pause",
        traffic: steady(200.0, 1_800),
        think: Think::None,
        source: "L1 for the kind, L2 for the 200 users; no pause moves the most data",
    }
}

fn endurance() -> Profile {
    Profile {
        name: "endurance",
        purpose: "does it stay well for long: 200 users for an hour",
        traffic: steady(200.0, 3_600),
        think: reading_time(),
        source: "T17",
    }
}
