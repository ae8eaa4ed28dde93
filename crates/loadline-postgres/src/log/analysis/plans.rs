//! Plans of auto_explain: the slowest are kept as text, to be read by `plan` when the log is through.

use super::text::kept;
use crate::log::bounds::{PLAN_BYTES_MAX, PLANS_MAX};
use crate::log::entry::Entry;
use crate::log::moment::Moment;

/// One plan as it was logged.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedPlan {
    /// How long the statement took.
    pub seconds: f64,
    /// When.
    pub moment: Option<Moment>,
    /// Query and plan, as text or JSON.
    pub text: String,
}

/// The slowest plans.
#[derive(Debug, Clone, Default)]
pub struct LoggedPlans {
    /// How many were logged.
    pub count: u64,
    /// How many were too long to keep.
    pub too_long: u64,
    slowest: Vec<LoggedPlan>,
}

impl LoggedPlans {
    pub(super) fn add(&mut self, seconds: f64, plan: &[u8], entry: &Entry<'_>) {
        self.count += 1;
        if plan.len() > PLAN_BYTES_MAX {
            self.too_long += 1;
            return;
        }
        let fastest = self.slowest.last().map_or(0.0, |plan| plan.seconds);
        if self.slowest.len() >= PLANS_MAX {
            if seconds <= fastest {
                return;
            }
            self.slowest.pop();
        }
        let at = self.slowest.partition_point(|plan| plan.seconds >= seconds);
        let text = kept(plan, PLAN_BYTES_MAX);
        self.slowest.insert(at, LoggedPlan { seconds, moment: entry.origin.moment, text });
    }

    /// Those that are kept, from the slowest.
    #[must_use]
    pub fn slowest(&self) -> &[LoggedPlan] {
        &self.slowest
    }
}
