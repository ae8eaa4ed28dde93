//! The figures of the live view, read off the latest window.

use loadline_core::histogram::Histogram;
use loadline_core::window::{names, watched};
use loadline_core::{Aggregate, Quantity, Span, Tags, Unit, Window};

/// What one window says, ready to be shown.
pub(super) struct Figures {
    pub(super) users: String,
    pub(super) rate: String,
    pub(super) errors: String,
    /// p50, p95 and p99 of the response time.
    pub(super) percentiles: [String; 3],
    /// What was read of databases; none where none was.
    pub(super) database: Option<String>,
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
            database: database(window),
        }
    }
}

/// `sql 1200/s avg 1.2ms p95 4ms, connections 12, lag 0s`, as far as it is known.
fn database(window: &Window) -> Option<String> {
    let merged = |metric| window.merged(metric, &Tags::default());
    let time = |seconds: f64| Span::from_secs_f64(seconds).rounded();
    let mut sql = Vec::new();
    if let Some(Aggregate::Counter(calls)) = merged(watched::SQL_CALLS) {
        let seconds = f64::from(window.length_ms) / 1_000.0;
        sql.push(Quantity::from_base(Unit::Rate, calls / seconds).rounded());
    }
    if let Some(Aggregate::Gauge(mean)) = merged(watched::SQL_MEAN) {
        sql.push(format!("avg {}", time(mean.mean())));
    }
    if let Some(Aggregate::Histogram(times)) = merged(watched::SQL) {
        sql.extend(times.quantile(0.95).map(|p95| format!("p95 {}", time(p95.value))));
    }
    let mut parts = Vec::new();
    if !sql.is_empty() {
        parts.push(format!("sql {}", sql.join(" ")));
    }
    if let Some(Aggregate::Gauge(connections)) = merged(watched::CONNECTIONS) {
        parts.push(format!("connections {}", Quantity::Count(connections.last).rounded()));
    }
    if let Some(Aggregate::Gauge(lag)) = merged(watched::LAG) {
        parts.push(format!("lag {}", time(lag.last)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}
