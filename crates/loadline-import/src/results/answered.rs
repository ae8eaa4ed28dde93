//! A row that is one answered request, as hey and oha write them alike: its end, its status, and what opening
//! its connection took.

use loadline_core::Tags;
use loadline_core::window::names;

use super::recorder::{Recorder, Request, RequestTags};
use super::whole::{ALL_REQUESTS, BAD_STATUS, is_bad};

/// Records a request that began `begun` seconds after the run and took `seconds`; gives its end and its tags.
pub(super) fn request(
    recorder: &mut Recorder<'_>,
    begun: f64,
    seconds: f64,
    status: &str,
) -> (i64, Tags) {
    let end_ms = recorder.written_ms.saturating_add(((begun + seconds) * 1e3) as i64);
    let failed = is_bad(status);
    let error = if failed { BAD_STATUS } else { "" };
    let tags = RequestTags { name: ALL_REQUESTS, status, error, ..RequestTags::default() };
    let request = Request { end_ms, seconds: Some(seconds), tags, failed, ..Request::default() };
    (end_ms, recorder.request(&request))
}

/// Records what opening its connection took, where one was opened; `dialled` has the look-up in it.
pub(super) fn opening(
    recorder: &mut Recorder<'_>,
    end_ms: i64,
    tags: &Tags,
    looked_up: f64,
    dialled: f64,
) {
    let connected = dialled - looked_up;
    for (metric, value) in [(names::PHASE_DNS, looked_up), (names::PHASE_CONNECT, connected)] {
        if value > 0.0 {
            recorder.time(end_ms, metric, tags, value);
        }
    }
}
