//! Connections that stay: WebSockets and streams of events, by the name of the request that opened them.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Rollup, Share, names};

use super::latency::{Latency, per_second};

/// WebSockets opened under one name.
#[derive(Debug, Clone, Default)]
pub(crate) struct SocketRow {
    pub(crate) name: String,
    /// Those that did not end as they were meant to, among those that ended.
    pub(crate) ended: Option<Share>,
    pub(crate) sent: u64,
    pub(crate) received: u64,
    /// Messages a second, both ways.
    pub(crate) per_second: f64,
    /// A message to the one expected in return.
    pub(crate) reply: Option<Latency>,
    /// How long they were open.
    pub(crate) session: Option<Latency>,
}

/// Streams of events opened under one name.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventRow {
    pub(crate) name: String,
    /// Those that did not end as they were meant to, among those that ended.
    pub(crate) ended: Option<Share>,
    pub(crate) received: u64,
    /// Events a second.
    pub(crate) per_second: f64,
    /// The request to the first event.
    pub(crate) first: Option<Latency>,
    /// An event to the next.
    pub(crate) gap: Option<Latency>,
}

/// WebSockets by name; empty where none was opened.
pub(crate) fn sockets(whole: &Rollup) -> Vec<SocketRow> {
    const METRICS: [&str; 5] = [
        names::WEBSOCKET_ERRORS,
        names::WEBSOCKET_MESSAGES_SENT,
        names::WEBSOCKET_MESSAGES_RECEIVED,
        names::WEBSOCKET_REPLY_TIME,
        names::WEBSOCKET_SESSION_TIME,
    ];
    let row = |(name, found): (String, [Option<Aggregate>; 5])| {
        let [ended, sent, received, reply, session] = found;
        let (sent, received) = (count(sent.as_ref()), count(received.as_ref()));
        SocketRow {
            name,
            ended: share(ended.as_ref()),
            sent,
            received,
            per_second: per_second((sent + received) as f64, whole.seconds()),
            reply: reply.as_ref().and_then(Latency::of_aggregate),
            session: session.as_ref().and_then(Latency::of_aggregate),
        }
    };
    by_name(whole, METRICS).into_iter().map(row).collect()
}

/// Streams of events by name; empty where none was opened.
pub(crate) fn events(whole: &Rollup) -> Vec<EventRow> {
    const METRICS: [&str; 4] = [
        names::EVENT_ERRORS,
        names::EVENTS_RECEIVED,
        names::EVENT_FIRST_TIME,
        names::EVENT_GAP_TIME,
    ];
    let row = |(name, found): (String, [Option<Aggregate>; 4])| {
        let [ended, received, first, gap] = found;
        let received = count(received.as_ref());
        EventRow {
            name,
            ended: share(ended.as_ref()),
            received,
            per_second: per_second(received as f64, whole.seconds()),
            first: first.as_ref().and_then(Latency::of_aggregate),
            gap: gap.as_ref().and_then(Latency::of_aggregate),
        }
    };
    by_name(whole, METRICS).into_iter().map(row).collect()
}

/// The metrics, each as one for all series of a name.
fn by_name<const N: usize>(
    whole: &Rollup,
    metrics: [&str; N],
) -> BTreeMap<String, [Option<Aggregate>; N]> {
    let mut rows: BTreeMap<String, [Option<Aggregate>; N]> = BTreeMap::new();
    for (key, aggregate) in whole.series() {
        let Some(at) = metrics.iter().position(|metric| *metric == &*key.metric) else { continue };
        let name = key.tags.get(names::TAG_NAME).unwrap_or("no name").to_owned();
        let row = rows.entry(name).or_insert_with(|| std::array::from_fn(|_| None));
        match &mut row[at] {
            Some(own) => own.join(aggregate),
            place @ None => *place = Some(aggregate.clone()),
        }
    }
    rows
}

fn count(aggregate: Option<&Aggregate>) -> u64 {
    match aggregate {
        Some(Aggregate::Counter(count)) => *count as u64,
        _ => 0,
    }
}

fn share(aggregate: Option<&Aggregate>) -> Option<Share> {
    match aggregate {
        Some(Aggregate::Share(share)) => Some(*share),
        _ => None,
    }
}
