//! Reading connections that stay: WebSockets and streams of server-sent events.

use super::action::{read_times, read_wait};
use super::answer::{read_expected, read_saves};
use super::body::body_size;
use super::names::Names;
use super::step::read_auth;
use super::text::{read_headers, read_path, read_template};
use crate::file::socket::{Events, Expectation, SocketAction, WebSocket};
use crate::file::step::{Save, Source};
use crate::yaml::reader::{Mapping, Reader};
use crate::yaml::{Kind, Node};

/// Events read at most from one stream.
const EVENTS_MAX: u64 = 1_000_000_000;
/// Loops within loops.
const DEPTH_MAX: usize = 8;

const DONE: &str = "accepted: `send: text`, `send_bytes: 1KB`, `expect: text`, `expect: { contains: text }`, \
                    `wait: 1s`, `ping`, `{ repeat: 3, do: […] }`";

/// Reads a WebSocket; `node` is its path.
pub(super) fn read_websocket(
    reader: &mut Reader,
    node: &Node,
    mut socket: Mapping<'_>,
    names: &mut Names,
) -> Option<WebSocket> {
    let path = read_path(reader, node, &["ws://", "wss://", "http://", "https://"], names);
    let name = socket.take("name").and_then(|node| reader.name(node, "`name`"));
    let headers =
        socket.take("headers").map_or_else(Vec::new, |node| read_headers(reader, node, names));
    let auth = socket.take("auth").and_then(|node| read_auth(reader, node, names));
    let protocols = socket.take("protocols").map_or(&[][..], |node| reader.one_or_list(node));
    let protocols = protocols.iter().filter_map(|node| reader.name(node, "a protocol")).collect();
    let place = socket.place();
    let done = socket.take("do");
    socket.finish(reader);
    let Some(done) = done else {
        reader.report(place, "a WebSocket has nothing to `do`", Some(DONE.to_owned()));
        return None;
    };
    let actions = socket_actions(reader, done, names, 0);
    Some(WebSocket { path: path?, name, headers, auth, protocols, actions })
}

fn socket_actions(
    reader: &mut Reader,
    node: &Node,
    names: &mut Names,
    depth: usize,
) -> Vec<SocketAction> {
    if depth > DEPTH_MAX {
        reader.report(node.place, format!("more than {DEPTH_MAX} levels within each other"), None);
        return Vec::new();
    }
    let nodes = reader.list(node, "`do`");
    nodes.iter().filter_map(|node| socket_action(reader, node, names, depth)).collect()
}

fn socket_action(
    reader: &mut Reader,
    node: &Node,
    names: &mut Names,
    depth: usize,
) -> Option<SocketAction> {
    if let Kind::Scalar(scalar) = &node.kind
        && &*scalar.text == "ping"
    {
        return Some(SocketAction::Ping);
    }
    let mut action = reader.mapping(node, "what is done over a WebSocket")?;
    if let Some(node) = action.take("send") {
        action.finish(reader);
        return read_template(reader, node, "`send`", names).map(SocketAction::Send);
    }
    if let Some(node) = action.take("send_bytes") {
        action.finish(reader);
        return body_size(reader, node).map(SocketAction::SendBytes);
    }
    if let Some(node) = action.take("wait") {
        action.finish(reader);
        return read_wait(reader, node).map(SocketAction::Wait);
    }
    if let Some((_, node)) = action.take_entry("expect") {
        return expectation(reader, node, action, names).map(SocketAction::Expect);
    }
    if let Some(node) = action.take("repeat") {
        let times = read_times(reader, node);
        let done = action.take("do");
        action.finish(reader);
        let actions =
            done.map_or_else(Vec::new, |node| socket_actions(reader, node, names, depth + 1));
        return Some(SocketAction::Repeat { times: times?, actions });
    }
    reader.report(node.place, "nothing is done here", Some(DONE.to_owned()));
    None
}

fn expectation(
    reader: &mut Reader,
    node: &Node,
    mut action: Mapping<'_>,
    names: &mut Names,
) -> Option<Expectation> {
    let expected = match node.is_null() {
        true => None,
        false => Some(read_expected(reader, node, names)?),
    };
    let within = action.take("within").and_then(|node| reader.quantity(node, "`within`"));
    let save = action.take("save").map_or_else(Vec::new, |node| message_saves(reader, node, names));
    action.finish(reader);
    Some(Expectation { expected, within, save })
}

/// What is kept of a message: it has no headers, cookies or status.
fn message_saves(reader: &mut Reader, node: &Node, names: &mut Names) -> Vec<Save> {
    let saves = read_saves(reader, node, names);
    let is_of_answer =
        |save: &Save| matches!(save.source, Source::Header(_) | Source::Cookie(_) | Source::Status);
    if saves.iter().any(is_of_answer) {
        let hint = Some("a JSONPath, `{ regex: … }` or `body`".to_owned());
        reader.report(node.place, "a message has no headers, cookies or status", hint);
    }
    saves
}

/// Reads a stream of server-sent events; `node` is its path.
pub(super) fn read_events(
    reader: &mut Reader,
    node: &Node,
    mut events: Mapping<'_>,
    names: &mut Names,
) -> Option<Events> {
    let path = read_path(reader, node, &["http://", "https://"], names);
    let name = events.take("name").and_then(|node| reader.name(node, "`name`"));
    let headers =
        events.take("headers").map_or_else(Vec::new, |node| read_headers(reader, node, names));
    let auth = events.take("auth").and_then(|node| read_auth(reader, node, names));
    let count = events.take("count").and_then(|node| reader.whole(node, "`count`", 1, EVENTS_MAX));
    let length = events.take("for").and_then(|node| reader.quantity(node, "`for`"));
    let until = events.take("until").and_then(|node| read_expected(reader, node, names));
    let save = events.take("save").map_or_else(Vec::new, |node| message_saves(reader, node, names));
    let place = events.place();
    events.finish(reader);
    if count.is_none() && length.is_none() && until.is_none() {
        let hint = Some("add `count: 10`, `for: 30s` or `until: { contains: done }`".to_owned());
        reader.report(place, "a stream of events does not say when to leave it", hint);
        return None;
    }
    Some(Events { path: path?, name, headers, auth, count, length, until, save })
}
