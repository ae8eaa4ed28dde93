//! A result of vegeta's, whichever file it stood in.

use loadline_core::Tags;
use loadline_core::window::names;

use super::about::About;
use super::recorder::{Recorder, Request, RequestTags};
use super::whole::{ALL_REQUESTS, BAD_STATUS, is_bad};
use super::wrk::path_of;

/// What the times of vegeta mean.
pub(crate) const LATENCY: &str = "from the actual send; vegeta sends by the clock, so it is close to the intended one while workers are free";

/// A finished request.
#[derive(Debug, Default)]
pub(crate) struct Hit<'a> {
    pub(crate) start_ms: i64,
    pub(crate) latency_ns: f64,
    pub(crate) code: &'a str,
    pub(crate) error: &'a str,
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    pub(crate) received: f64,
    pub(crate) sent: f64,
}

impl Hit<'_> {
    /// Puts it where it belongs.
    pub(crate) fn record(&self, recorder: &mut Recorder<'_>) {
        recorder.aimed_at(self.url);
        let seconds = self.latency_ns / 1e9;
        let end_ms = self.start_ms.saturating_add((seconds * 1e3) as i64);
        let status = if self.code == "0" { "" } else { self.code };
        let error = match () {
            () if is_bad(status) => BAD_STATUS,
            () => self.error,
        };
        let name = if self.url.is_empty() { ALL_REQUESTS } else { path_of(self.url) };
        let tags = RequestTags { name, method: self.method, status, error };
        // vegeta itself counts 200 to 399 as success.
        let failed = !error.is_empty() || status.is_empty();
        let request =
            Request { end_ms, seconds: Some(seconds), tags, failed, ..Request::default() };
        recorder.request(&request);
        recorder.count(end_ms, names::BYTES_RECEIVED, &Tags::default(), self.received);
        recorder.count(end_ms, names::BYTES_SENT, &Tags::default(), self.sent);
    }
}

/// What holds for every file of vegeta's.
pub(crate) fn describe(about: &mut About) {
    about.open = true;
    about.latency(LATENCY);
}
