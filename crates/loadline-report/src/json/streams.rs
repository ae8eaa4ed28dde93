//! Connections that stay, by the name of the request that opened them.

use loadline_core::window::Share;
use serde::Serialize;

use super::requests::{Times, times};
use super::run::{Part, part};
use crate::figures;
use crate::report::Report;

#[derive(Serialize)]
pub(super) struct Sockets {
    name: String,
    failed: Option<Part>,
    messages_sent: u64,
    messages_received: u64,
    messages_per_second: f64,
    reply: Option<Times>,
    session: Option<Times>,
}

#[derive(Serialize)]
pub(super) struct Events {
    name: String,
    failed: Option<Part>,
    events: u64,
    events_per_second: f64,
    first: Option<Times>,
    gap: Option<Times>,
}

fn failed(share: Option<Share>) -> Option<Part> {
    share.map(part)
}

pub(super) fn sockets(report: &Report) -> Vec<Sockets> {
    let row = |row: figures::SocketRow| Sockets {
        failed: failed(row.ended),
        messages_sent: row.sent,
        messages_received: row.received,
        messages_per_second: row.per_second,
        reply: row.reply.as_ref().map(times),
        session: row.session.as_ref().map(times),
        name: row.name,
    };
    figures::sockets(&report.whole).into_iter().map(row).collect()
}

pub(super) fn events(report: &Report) -> Vec<Events> {
    let row = |row: figures::EventRow| Events {
        failed: failed(row.ended),
        events: row.received,
        events_per_second: row.per_second,
        first: row.first.as_ref().map(times),
        gap: row.gap.as_ref().map(times),
        name: row.name,
    };
    figures::events(&report.whole).into_iter().map(row).collect()
}
