//! Which answers are tried again, which count against a host, and which requests may be made twice.

use super::{Bytes, ClientError, Response, retry_after};
use crate::{
    Transient,
    retry::{Classify, Verdict},
};
use http::{Method, StatusCode, header::RETRY_AFTER};
use std::time::SystemTime;

/// The verdict on the outcome of a try.
pub(super) struct OnTries {
    /// The request may be made twice.
    pub(super) is_repeatable: bool,
}

impl Classify<Response<Bytes>, ClientError> for OnTries {
    fn classify(&self, outcome: Result<&Response<Bytes>, &ClientError>) -> Verdict {
        match outcome {
            Ok(answer) if is_passing(answer.status()) && self.is_repeatable => {
                let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
                let asked = asked.and_then(|text| retry_after::parse(text, SystemTime::now()));
                asked.map_or(Verdict::Retry, Verdict::RetryAfter)
            }
            Ok(answer) if is_passing(answer.status()) => Verdict::Fatal,
            Ok(_) => Verdict::Accept,
            Err(error) if error.is_transient() && (self.is_repeatable || error.was_not_sent()) => {
                error.retry_after().map_or(Verdict::Retry, Verdict::RetryAfter)
            }
            Err(_) => Verdict::Fatal,
        }
    }
}

/// Whether doing it twice is the same as doing it once, as HTTP has it (RFC 9110, 9.2.2).
pub(super) const fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE
    )
}

/// Whether an outcome says that the host is unwell: no answer, or one of its own faults. Too many requests are not.
pub(super) fn counts_against_host(outcome: Result<&Response<Bytes>, &ClientError>) -> bool {
    match outcome {
        Ok(answer) => is_passing(answer.status()) && answer.status().is_server_error(),
        Err(error) => error.is_transient(),
    }
}

/// The statuses of R3.
const fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}
