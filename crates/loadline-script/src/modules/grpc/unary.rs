//! A call with one message each way: from the script's JSON to the answer's.

use std::rc::Rc;
use std::time::{Duration, Instant};

use loadline_load::message::Fields;
use prost::Message as _;
use prost_reflect::{DynamicMessage, MethodDescriptor};

use super::channel::{Channel, Metadata};
use super::conversation::{Conversation, End, framed};
use super::read::message_of;
use super::status::{CANCELED, INTERNAL, OK, Status, UNAVAILABLE};
use super::write::{Unset, json_of};
use crate::metrics::{Meters, MetricId, TagsId};

/// What every call needs.
pub(super) struct Ask {
    pub(super) channel: Rc<Channel>,
    /// `/package.Service/Method`.
    pub(super) path: String,
    pub(super) metadata: Metadata,
    pub(super) timeout: Duration,
    pub(super) measure: Measure,
}

/// Where a call is counted.
#[derive(Clone)]
pub(super) struct Measure {
    pub(super) meters: Rc<Meters>,
    pub(super) tags: TagsId,
    /// Whether the status is a tag.
    pub(super) status: bool,
}

impl Measure {
    /// Counts how long a call took.
    pub(super) fn duration(&self, started: Instant, status: &Status) {
        let tags = match self.status {
            true => self.meters.with(self.tags, "status", &status.code.to_string()),
            false => self.tags,
        };
        let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        self.meters.add(MetricId::GRPC_REQ_DURATION, tags, took_ms);
    }

    /// Counts what a call moved.
    pub(super) fn bytes(&self, (sent, received): (u64, u64)) {
        self.meters.bytes(self.tags, sent, received);
    }

    /// Counts something once.
    pub(super) fn count(&self, metric: MetricId) {
        self.meters.add(metric, self.tags, 1.0);
    }
}

/// The answer as a script sees it.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: Status,
    pub(super) headers: Fields,
    pub(super) trailers: Fields,
    /// As JSON; none where nobody wants it.
    pub(super) message: Option<String>,
}

/// Calls with the message that `json` describes.
pub(super) async fn invoke(
    ask: &Ask,
    method: &MethodDescriptor,
    json: &str,
    discards: bool,
) -> Result<Answer, String> {
    let message = message_of(&method.input(), json).map_err(|wrong| {
        format!("unable to serialise request object to protocol buffer: {wrong}")
    })?;
    let (end, bytes) = exchange(ask, &message.encode_to_vec()).await;
    let End { mut status, headers, trailers } = end;
    let message = if discards {
        None
    } else {
        let decoded = DynamicMessage::decode(method.output(), bytes.unwrap_or_default().as_slice());
        let message = decoded.unwrap_or_else(|error| {
            let text = format!("grpc: failed to unmarshal the received message: {error}");
            status = Status::new(INTERNAL, text);
            DynamicMessage::new(method.output())
        });
        Some(json_of(&message, Unset::Shown))
    };
    Ok(Answer { status, headers, trailers, message })
}

/// Sends one message and takes one; counts how long that took.
pub(super) async fn exchange(ask: &Ask, message: &[u8]) -> (End, Option<Vec<u8>>) {
    let started = Instant::now();
    let exchanged = tokio::time::timeout(ask.timeout, exchange_untimed(ask, message)).await;
    let (end, message) = exchanged.unwrap_or_else(|_| (End::own(Status::late()), None));
    ask.measure.duration(started, &end.status);
    (end, message)
}

async fn exchange_untimed(ask: &Ask, message: &[u8]) -> (End, Option<Vec<u8>>) {
    let conversation = match begin(ask).await {
        Ok(conversation) => conversation,
        Err(status) => return (End::own(status), None),
    };
    match framed(message, ask.channel.target.send_bytes_max) {
        Err(status) => return (End::own(status), None),
        // A call that is over already says why when it is asked.
        Ok(framed) => drop(conversation.send(&framed, true).await),
    }
    let mut answer = None;
    loop {
        let news = conversation.next().await;
        for message in news.messages {
            // What a method of many answers says behind its first goes unheard, as in k6.
            answer.get_or_insert(message);
        }
        if let Some(mut end) = news.end {
            if end.status.code == OK && answer.is_none() {
                end.status =
                    Status::new(INTERNAL, "cardinality violation: received no response message");
            }
            ask.measure.bytes(conversation.bytes());
            return (end, answer);
        }
    }
}

/// Begins a call.
pub(super) async fn begin(ask: &Ask) -> Result<Conversation, Status> {
    let head = ask.channel.head(&ask.path, ask.timeout, &ask.metadata)?;
    let connection = ask.channel.connection().await?;
    let begun = Conversation::begin(&connection, &head, ask.channel.target.receive_bytes_max);
    begun.await.map_err(|fault| match fault.kind {
        loadline_load::ErrorKind::Generator => Status::new(CANCELED, fault.detail),
        _ => Status::new(UNAVAILABLE, fault.detail),
    })
}
