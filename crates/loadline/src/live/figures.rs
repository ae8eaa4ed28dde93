//! The figures of the live view, read off the latest window.

use loadline_core::histogram::Histogram;
use loadline_core::window::names;
use loadline_core::{Aggregate, Quantity, Span, Tags, Unit, Window};

/// What one window says, ready to be shown.
pub(super) struct Figures {
    pub(super) users: String,
    pub(super) rate: String,
    pub(super) errors: String,
    /// p50, p95 and p99 of the response time.
    pub(super) percentiles: [String; 3],
}

const MISSING: &str = "–";

impl Figures {
    pub(super) fn of(window: &Window) -> Self {
        let merged = |metric| window.merged(metric, &Tags::default());
        let users = match merged(names::USERS) {
            Some(Aggregate::Gauge(users)) => Quantity::Count(users.last).rounded(),
            _ => MISSING.to_owned(),
        };
        let seconds = f64::from(window.length_ms) / 1_000.0;
        let rate = match merged(names::HTTP_REQUESTS) {
            Some(Aggregate::Counter(count)) => count / seconds,
            _ => 0.0,
        };
        let errors = match merged(names::HTTP_ERRORS) {
            Some(Aggregate::Share(share)) => share.fraction(),
            _ => None,
        };
        let times = match merged(names::RESPONSE_TIME) {
            Some(Aggregate::Histogram(times)) => times,
            _ => Histogram::new(),
        };
        Self {
            users,
            rate: Quantity::from_base(Unit::Rate, rate).rounded(),
            errors: errors.map_or_else(
                || MISSING.to_owned(),
                |share| Quantity::from_base(Unit::Share, share).rounded(),
            ),
            percentiles: [0.50, 0.95, 0.99].map(|q| {
                let estimate = times.quantile(q);
                estimate.map_or_else(
                    || MISSING.to_owned(),
                    |estimate| Span::from_secs_f64(estimate.value).rounded(),
                )
            }),
        }
    }
}
