//! Reading what a user does: requests, pauses, loops, conditions, requests side by side.

use super::names::Names;
use super::socket::{read_events, read_websocket};
use super::step::read_step;
use crate::file::condition::{Condition, Relation};
use crate::file::flow::{Action, Branch, Parallel, Repeat};
use crate::file::template::{Template, is_name, is_reserved};
use crate::traffic::{Think, TrafficError};
use crate::yaml::Node;
use crate::yaml::reader::{Mapping, Reader};

/// Most times a loop goes round; a test that is to go on for long has iterations for it.
const TIMES_MAX: u64 = 1_000_000;
/// Requests under way side by side when nothing is said: what browsers allow for one host.
const AT_ONCE: u32 = 6;
/// Most requests side by side.
const AT_ONCE_MAX: u64 = 64;
/// Loops within loops, conditions within conditions.
const DEPTH_MAX: usize = 16;

const CONDITIONS: &str = "accepted: the name of a saved value, `not NAME`, or two texts compared, such as \
                          `{{count}} > 3` (==, !=, <, <=, >, >=, contains)";

/// Reads a list of actions.
pub(super) fn read_actions(
    reader: &mut Reader,
    node: &Node,
    what: &str,
    names: &mut Names,
) -> Vec<Action> {
    actions_at(reader, node, what, names, 0)
}

fn actions_at(
    reader: &mut Reader,
    node: &Node,
    what: &str,
    names: &mut Names,
    depth: usize,
) -> Vec<Action> {
    if depth > DEPTH_MAX {
        reader.report(node.place, format!("more than {DEPTH_MAX} levels within each other"), None);
        return Vec::new();
    }
    let nodes = reader.list(node, what);
    nodes.iter().filter_map(|node| action(reader, node, names, depth)).collect()
}

fn action(reader: &mut Reader, node: &Node, names: &mut Names, depth: usize) -> Option<Action> {
    let mut action = reader.mapping(node, "a step")?;
    if let Some(node) = action.take("wait") {
        action.finish(reader);
        return read_wait(reader, node).map(Action::Wait);
    }
    if let Some(node) = action.take("repeat") {
        return repeat(reader, node, action, names, depth).map(Action::Repeat);
    }
    if let Some(node) = action.take("if") {
        return branch(reader, node, action, names, depth).map(|b| Action::If(Box::new(b)));
    }
    if let Some(node) = action.take("parallel") {
        return parallel(reader, node, action, names).map(Action::Parallel);
    }
    if let Some(node) = action.take("websocket") {
        let socket = read_websocket(reader, node, action, names)?;
        return Some(Action::WebSocket(Box::new(socket)));
    }
    if let Some(node) = action.take("events") {
        return read_events(reader, node, action, names).map(|e| Action::Events(Box::new(e)));
    }
    read_step(reader, action, names).map(|step| Action::Request(Box::new(step)))
}

/// Reads a pause: `1s` or `1s..3s`.
pub(super) fn read_wait(reader: &mut Reader, node: &Node) -> Option<Think> {
    let refused = |TrafficError { message, hint }| (message, hint);
    let wait: Think = reader.parsed(node, "`wait`", refused)?;
    if matches!(wait, Think::Pacing(_)) {
        let hint = Some("`pacing` belongs to the flow's `think`; here `1s` or `1s..3s`".to_owned());
        reader.report(node.place, "a pause within an iteration has no pacing", hint);
        return None;
    }
    Some(wait)
}

/// Reads how often something is done.
pub(super) fn read_times(reader: &mut Reader, node: &Node) -> Option<u32> {
    reader.whole(node, "`repeat`", 1, TIMES_MAX).map(|times| times as u32)
}

fn repeat(
    reader: &mut Reader,
    node: &Node,
    mut mapping: Mapping<'_>,
    names: &mut Names,
    depth: usize,
) -> Option<Repeat> {
    let times = read_times(reader, node);
    let condition = mapping.take("while").map(|node| condition(reader, node, names));
    let place = mapping.place();
    let body = mapping.take("do");
    mapping.finish(reader);
    let Some(body) = body else {
        let hint = Some("such as `{ repeat: 3, do: [ { get: / } ] }`".to_owned());
        reader.report(place, "`repeat` has nothing to `do`", hint);
        return None;
    };
    let actions = actions_at(reader, body, "`do`", names, depth + 1);
    let condition = match condition {
        Some(condition) => Some(condition?),
        None => None,
    };
    Some(Repeat { times: times?, condition, actions })
}

fn branch(
    reader: &mut Reader,
    node: &Node,
    mut mapping: Mapping<'_>,
    names: &mut Names,
    depth: usize,
) -> Option<Branch> {
    let condition = condition(reader, node, names);
    let place = mapping.place();
    let (then, otherwise) = (mapping.take("then"), mapping.take("else"));
    mapping.finish(reader);
    if then.is_none() && otherwise.is_none() {
        let hint = Some("such as `{ if: token, then: [ { get: / } ] }`".to_owned());
        reader.report(place, "`if` has neither `then` nor `else`", hint);
    }
    let mut actions = |node: Option<&Node>, what| {
        node.map_or_else(Vec::new, |node| actions_at(reader, node, what, names, depth + 1))
    };
    let (then, otherwise) = (actions(then, "`then`"), actions(otherwise, "`else`"));
    Some(Branch { condition: condition?, then, otherwise })
}

fn parallel(
    reader: &mut Reader,
    node: &Node,
    mut mapping: Mapping<'_>,
    names: &mut Names,
) -> Option<Parallel> {
    let at_once = mapping.take("at_once");
    let at_once = match at_once {
        Some(node) => reader.whole(node, "`at_once`", 1, AT_ONCE_MAX)? as u32,
        None => AT_ONCE,
    };
    mapping.finish(reader);
    let mut steps = Vec::new();
    for node in reader.list(node, "`parallel`") {
        let Some(step) = reader.mapping(node, "a step side by side with others") else { continue };
        steps.extend(read_step(reader, step, names));
    }
    Some(Parallel { at_once, steps })
}

/// Reads a condition on saved values.
fn condition(reader: &mut Reader, node: &Node, names: &mut Names) -> Option<Condition> {
    let scalar = reader.scalar(node, "a condition")?;
    let text = scalar.text.trim();
    let spaced = |sign: &str| format!(" {sign} ");
    let found = Relation::ALL.into_iter().find_map(|(relation, sign)| {
        text.split_once(&spaced(sign)).map(|(left, right)| (left, relation, right))
    });
    if let Some((left, relation, right)) = found {
        let left = side(reader, node, left, names);
        let right = side(reader, node, right, names);
        return Some(Condition::Compare { left: left?, relation, right: right? });
    }
    let (negated, name) = match text.strip_prefix("not ") {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    if !is_name(name) || is_reserved(name) {
        reader.report(
            node.place,
            format!("`{text}` is not a condition"),
            Some(CONDITIONS.to_owned()),
        );
        return None;
    }
    // A condition may ask for a value that nothing has saved yet: that is what it is there to find out.
    names.ask(name, node.place);
    let value = Condition::Value(name.to_owned());
    Some(if negated { Condition::Not(Box::new(value)) } else { value })
}

/// One side of a comparison: a text with values in it.
fn side(reader: &mut Reader, node: &Node, text: &str, names: &mut Names) -> Option<Template> {
    match Template::parse(text.trim()) {
        Ok(template) => {
            names.need_all(&template, node.place);
            Some(template)
        }
        Err(error) => {
            reader.report(node.place, error.message, Some(error.hint));
            None
        }
    }
}
