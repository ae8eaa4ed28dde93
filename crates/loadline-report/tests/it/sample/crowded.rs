//! A long run beside a page of more metrics than anybody draws.

use loadline_core::window::{names, watched};
use loadline_core::{Tags, Window};
use loadline_report::Report;

use super::draft::Draft;
use super::run::{report, run};
use super::service::{ENDPOINTS, answered};

/// Series on the page of metrics.
const SERIES: usize = 400;
/// Length of the run in seconds.
const SECONDS: i64 = 700;

fn window(second: i64) -> Window {
    let mut draft = Draft::new(second, 1_000);
    for endpoint in &ENDPOINTS {
        let tags = answered(endpoint, "200");
        draft.time(names::RESPONSE_TIME, &tags, endpoint.median_seconds);
        draft.count(names::HTTP_REQUESTS, &tags, 1.0);
        draft.share(names::HTTP_ERRORS, &tags, false);
    }
    for at in 0..SERIES {
        let queue = format!("queue-{at:03}");
        let tags = Tags::new([(watched::TAG_SOURCE, "scrape:127.0.0.1:1"), ("queue", &*queue)]);
        draft.gauge("jobs_waiting", &tags, (second * at as i64 % 97) as f64);
    }
    draft.done()
}

/// Eleven minutes, 400 scraped series.
pub(crate) fn crowded() -> Report {
    let windows: Vec<Window> = (0..SECONDS).map(window).collect();
    report(
        run("r0046", "crowded", "loadline run shop.yaml", "6/s for 11m40s"),
        Vec::new(),
        &windows,
    )
}
