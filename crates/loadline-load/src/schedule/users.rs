//! Users of a closed test: at which moments their number changes, and to what.

use std::time::Duration;

use loadline_core::traffic::Stage;

/// The moments at which the whole number of users changes, each with the new number, in order of time.
/// A ramp changes it by one at a time; a stage that begins on another level than the last ended jumps.
pub(crate) struct UserSteps {
    stages: Vec<Stage>,
    stage: usize,
    entered: bool,
    starts: Duration,
    users: u32,
}

impl UserSteps {
    pub(crate) fn new(stages: &[Stage]) -> Self {
        let (starts, users) = (Duration::ZERO, 0);
        Self { stages: stages.to_vec(), stage: 0, entered: false, starts, users }
    }
}

impl Iterator for UserSteps {
    type Item = (Duration, u32);

    fn next(&mut self) -> Option<(Duration, u32)> {
        loop {
            let stage = self.stages.get(self.stage)?;
            let (begin, end) = (stage.from.round() as u32, stage.to.round() as u32);
            if !std::mem::replace(&mut self.entered, true) && self.users != begin {
                self.users = begin;
                return Some((self.starts, begin));
            }
            if self.users == end {
                self.starts += stage.length.duration();
                self.stage += 1;
                self.entered = false;
                continue;
            }
            self.users = if end > self.users { self.users + 1 } else { self.users - 1 };
            let share = (f64::from(self.users) - stage.from) / (stage.to - stage.from);
            let offset = stage.length.duration().mul_f64(share.clamp(0.0, 1.0));
            return Some((self.starts + offset, self.users));
        }
    }
}
