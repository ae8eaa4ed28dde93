//! A sample of JMeter's, whichever file it stood in.

use loadline_core::Tags;
use loadline_core::window::names;

use super::about::{About, FROM_THE_SEND};
use super::recorder::{Recorder, Request, RequestTags};
use super::whole::{BAD_STATUS, is_bad};

/// Series of what transaction controllers sum up.
const TRANSACTION_TIME: &str = "transaction_time";
const MS: f64 = 1e-3;

/// A finished sample.
#[derive(Debug)]
pub(crate) struct Sample<'a> {
    pub(crate) start_ms: i64,
    pub(crate) elapsed_ms: f64,
    pub(crate) label: &'a str,
    pub(crate) code: &'a str,
    pub(crate) message: &'a str,
    pub(crate) success: bool,
    pub(crate) received: Option<f64>,
    pub(crate) sent: Option<f64>,
    pub(crate) latency_ms: Option<f64>,
    pub(crate) connect_ms: Option<f64>,
}

impl Sample<'_> {
    /// When it ended, in milliseconds since 1970.
    pub(crate) fn end_ms(&self) -> i64 {
        self.start_ms.saturating_add(self.elapsed_ms as i64)
    }

    /// Puts it where it belongs.
    pub(crate) fn record(&self, recorder: &mut Recorder<'_>) {
        let at_ms = self.end_ms();
        // A transaction controller's row is the sum of samples that have rows of their own.
        if self.message.starts_with("Number of samples in transaction") {
            let tags = RequestTags { name: self.label, ..RequestTags::default() };
            let tags = recorder.request_tags(tags);
            recorder.time(at_ms, TRANSACTION_TIME, &tags, self.elapsed_ms * MS);
            return;
        }
        let (status, error) = self.answer();
        let tags = RequestTags { name: self.label, status, error, ..RequestTags::default() };
        let tags = recorder.request(&Request {
            end_ms: at_ms,
            seconds: Some(self.elapsed_ms * MS),
            tags,
            failed: !self.success,
            ..Request::default()
        });
        // A connection that was kept open took no time to open.
        if let Some(connect_ms) = self.connect_ms.filter(|connect| *connect > 0.0) {
            recorder.time(at_ms, names::PHASE_CONNECT, &tags, connect_ms * MS);
        }
        if let Some(latency_ms) = self.latency_ms {
            let wait_ms = (latency_ms - self.connect_ms.unwrap_or(0.0)).max(0.0);
            recorder.time(at_ms, names::PHASE_WAIT, &tags, wait_ms * MS);
        }
        for (metric, bytes) in
            [(names::BYTES_RECEIVED, self.received), (names::BYTES_SENT, self.sent)]
        {
            if let Some(bytes) = bytes {
                recorder.count(at_ms, metric, &Tags::default(), bytes);
            }
        }
    }

    /// Status and kind of error.
    fn answer(&self) -> (&str, &str) {
        let is_status = self.code.len() == 3 && self.code.bytes().all(|byte| byte.is_ascii_digit());
        let status = if is_status { self.code } else { "" };
        let error = match () {
            () if self.success => "",
            () if is_bad(status) => BAD_STATUS,
            () if is_status => "failed check",
            () => kind(self.code.rsplit(['.', ' ']).next().unwrap_or_default()),
        };
        (status, error)
    }
}

/// Java's names of what goes wrong, in Loadline's words.
fn kind(exception: &str) -> &str {
    match exception {
        "ConnectException" | "HttpHostConnectException" => "refused",
        "UnknownHostException" => "dns",
        "ConnectTimeoutException" => "timed out connecting",
        "SocketTimeoutException" => "timed out waiting",
        "NoHttpResponseException" | "EOFException" => "closed",
        "SocketException" => "reset",
        "SSLHandshakeException" | "SSLException" => "tls",
        "" => "unknown kind",
        other => other,
    }
}

/// What holds for every file of JMeter's.
pub(crate) fn describe(about: &mut About) {
    about.latency(FROM_THE_SEND);
    about.fact("imported times", "whole milliseconds");
}
