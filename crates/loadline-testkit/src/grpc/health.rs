//! Health: the server and its guide are well, its mirror is not; others are unknown.

use super::call::{Call, NOT_FOUND, Status, UNIMPLEMENTED};
use super::messages::{HealthRequest, HealthResponse};

const SERVING: i32 = 1;
const NOT_SERVING: i32 = 2;

pub(super) async fn serve(method: &str, call: &mut Call) -> Result<(), Status> {
    if method != "Check" {
        return Err(Status::new(UNIMPLEMENTED, format!("unknown method {method}")));
    }
    let asked: HealthRequest = call.one().await?;
    let status = match &*asked.service {
        "" | "playground.Guide" => SERVING,
        "playground.Mirror" => NOT_SERVING,
        _ => return Err(Status::new(NOT_FOUND, "unknown service")),
    };
    call.send(&HealthResponse { status })
}
