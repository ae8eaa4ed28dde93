//! Calls that show what they were sent, or do what they are told.

use std::time::Duration;

use http::HeaderValue;

use super::call::{Call, INVALID_ARGUMENT, Status, UNIMPLEMENTED};
use super::messages::{Delay, Failure, Metadata};

/// The longest wait, in milliseconds.
const WAIT_MAX: u64 = 10_000;

pub(super) async fn serve(method: &str, call: &mut Call) -> Result<(), Status> {
    match method {
        "Echo" => {
            let none = || Status::new(INVALID_ARGUMENT, "the call has no message");
            let message = call.next_bytes().await?.ok_or_else(none)?;
            call.send_bytes(&message)
        }
        "ShowMetadata" => show_metadata(call),
        "Fail" => {
            let failure: Failure = call.one().await?;
            Err(Status::new(failure.code, failure.message))
        }
        "Wait" => {
            let delay: Delay = call.one().await?;
            let milliseconds = u64::try_from(delay.milliseconds)?.min(WAIT_MAX);
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            call.send_bytes(&[])
        }
        _ => Err(Status::new(UNIMPLEMENTED, format!("unknown method {method}"))),
    }
}

fn show_metadata(call: &mut Call) -> Result<(), Status> {
    let shown = call.metadata.iter().map(|(name, value)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let metadata = Metadata { entries: shown.collect() };
    call.add_header("x-header", "first");
    call.trailers.insert("x-trailer", HeaderValue::from_static("last"));
    call.send(&metadata)
}
