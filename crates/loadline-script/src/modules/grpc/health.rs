//! Asking a server whether it, or one of its services, is well.

use prost::Message;

use super::unary::{Answer, Ask, exchange};

/// The method.
pub(super) const PATH: &str = "/grpc.health.v1.Health/Check";

/// What a server says, as scripts know it.
pub(super) const STATES: [(&str, &str); 4] = [
    ("HealthCheckUnknown", "UNKNOWN"),
    ("HealthCheckServing", "SERVING"),
    ("HealthCheckNotServing", "NOT_SERVING"),
    // Spelled as k6 spells it.
    ("HealthCheckServiceUnkown", "SERVICE_UNKNOWN"),
];

#[derive(Clone, PartialEq, Message)]
struct Question {
    #[prost(string, tag = "1")]
    service: String,
}

#[derive(Clone, PartialEq, Message)]
struct Reply {
    #[prost(int32, tag = "1")]
    status: i32,
}

/// The server's answer; the name of a service may be empty, which stands for all of it.
pub(super) async fn check(ask: Ask, service: String) -> Answer {
    let (end, bytes) = exchange(&ask, &Question { service }.encode_to_vec()).await;
    let reply = Reply::decode(bytes.unwrap_or_default().as_slice()).unwrap_or_default();
    let state = usize::try_from(reply.status).ok().and_then(|place| STATES.get(place));
    let message = match state {
        Some((_, name)) => format!("{{\"status\":\"{name}\"}}"),
        None => format!("{{\"status\":{}}}", reply.status),
    };
    let (status, headers, trailers) = (end.status, end.headers, end.trailers);
    Answer { status, headers, trailers, message: Some(message) }
}
