//! Reading a test: which keys go together, and what traffic they mean.

use super::flow::read_think;
use crate::file::test::{Load, Test};
use crate::objective::{Comparison, Objective};
use crate::quantity::{Rate, Span};
use crate::traffic::{Level, Spacing, Stage, Traffic, TrafficError, USERS_MAX, leg_of};
use crate::yaml::reader::{Mapping, Reader, meant, quoted};
use crate::yaml::{Entry, Key, Kind, Node};

/// How long iterations may take when `for` does not say.
const ITERATIONS_MAX: Span = Span::from_secs(600);
/// How long a burst may take when `for` does not say.
const BURST_MAX: Span = Span::from_secs(60);
const KINDS: &str = "accepted: `users: [ 7m to 200, 7m at 200 ]`; `users: 64` with `for: 10s`; `users: 10` with \
                     `iterations: 1000` or `iterations_each: 100`; `rate: 1000/s` with `for: 1m`; `rate: [ 1m \
                     to 1000/s ]`; `burst: 1000`; `loads: { … }` for several side by side";
/// Loads that one test drives side by side.
const LOADS_MAX: usize = 16;

/// What a test may name.
#[derive(Clone, Copy)]
pub(crate) enum Allowed<'a> {
    /// One of these flows.
    Flows(&'a [&'a str]),
    /// No flow: a pack does not know the services that adopt it.
    NoFlow,
}

/// The keys that together say the traffic.
struct Keys<'a> {
    users: Option<&'a Node>,
    rate: Option<&'a Node>,
    burst: Option<&'a Node>,
    iterations: Option<&'a Node>,
    iterations_each: Option<&'a Node>,
    length: Option<&'a Node>,
    arrivals: Option<&'a Node>,
    max_users: Option<&'a Node>,
}

/// Reads one test; keys that the caller took before are accepted as well.
pub(crate) fn read_test(
    reader: &mut Reader,
    name: &Key,
    mut test: Mapping<'_>,
    allowed: Allowed<'_>,
) -> Option<Test> {
    let several = test.take("loads");
    let loads = match several {
        Some(node) => loads(reader, node, &test, allowed),
        None => read_load(reader, name, &mut test, allowed).map(|load| vec![load]),
    };
    let warm_up = test.take("warm_up").and_then(|node| reader.quantity(node, "`warm_up`"));
    let abort = test.take("abort").map_or(&[][..], |node| reader.one_or_list(node));
    let abort = abort.iter().filter_map(|node| abort_when(reader, node)).collect();
    let connections =
        test.take("connections").and_then(|node| users(reader, node, "`connections`"));
    let graceful_stop =
        test.take("graceful_stop").and_then(|node| reader.quantity(node, "`graceful_stop`"));
    test.finish(reader);
    Some(Test {
        name: name.text.to_string(),
        loads: loads?,
        warm_up,
        abort,
        connections,
        graceful_stop,
        place: name.place,
    })
}

/// A sentence that ends the test when it becomes true.
fn abort_when(reader: &mut Reader, node: &Node) -> Option<Objective> {
    let sentence: Objective = reader.sentence(node)?;
    if matches!(sentence.comparison, Comparison::Equal | Comparison::NotEqual) {
        let hint = Some("such as `http errors > 50% for 10s`".to_owned());
        reader.report(node.place, "a test is given up when a figure passes a limit", hint);
        return None;
    }
    Some(sentence)
}

/// Loads side by side, each with a name.
fn loads(
    reader: &mut Reader,
    node: &Node,
    test: &Mapping<'_>,
    allowed: Allowed<'_>,
) -> Option<Vec<Load>> {
    let entries = reader.named(node, "`loads`");
    let mut loads = Vec::new();
    for Entry { key, value } in entries {
        let Some(mut mapping) = reader.mapping(value, &format!("the load `{}`", key.text)) else {
            continue;
        };
        let load = read_load(reader, key, &mut mapping, allowed);
        let after = mapping.take("after").and_then(|node| reader.quantity(node, "`after`"));
        mapping.finish(reader);
        let Some(load) = load else { continue };
        let name = Some(key.text.to_string());
        loads.push(Load { name, after: after.unwrap_or_default(), ..load });
    }
    if loads.len() > LOADS_MAX {
        let message = format!("a test drives at most {LOADS_MAX} loads side by side");
        reader.report(node.place, message, None);
    }
    if entries.is_empty() {
        let hint = Some("such as `loads: { browsing: { users: 10, for: 1m } }`".to_owned());
        reader.report(test.place(), "the test drives no load", hint);
    }
    (!loads.is_empty()).then_some(loads)
}

/// Reads a flow and its traffic.
fn read_load(
    reader: &mut Reader,
    name: &Key,
    test: &mut Mapping<'_>,
    allowed: Allowed<'_>,
) -> Option<Load> {
    let flow = match allowed {
        Allowed::Flows(flows) => flow(reader, name, test, flows),
        Allowed::NoFlow => None,
    };
    let keys = Keys {
        users: test.take("users"),
        rate: test.take("rate"),
        length: test.take("for"),
        iterations: test.take("iterations"),
        iterations_each: test.take("iterations_each"),
        burst: test.take("burst"),
        arrivals: test.take("arrivals"),
        max_users: test.take("max_users"),
    };
    let traffic = traffic(reader, name, &keys);
    let think = test.take("think").and_then(|node| read_think(reader, node));
    let max_users = keys.max_users.and_then(|node| users(reader, node, "`max_users`"));
    Some(Load { name: None, flow, traffic: traffic?, think, max_users, after: Span::ZERO })
}

/// A number of users, or of what they use.
fn users(reader: &mut Reader, node: &Node, what: &str) -> Option<u32> {
    reader.whole(node, what, 1, u64::from(USERS_MAX)).map(|count| count as u32)
}

fn flow(reader: &mut Reader, name: &Key, test: &mut Mapping<'_>, flows: &[&str]) -> Option<String> {
    let Some(node) = test.take("flow") else {
        if flows.len() > 1 {
            let hint = format!("name one of {} with `flow:`", quoted(flows));
            let message = format!("the test `{}` does not say which flow it runs", name.text);
            reader.report(name.place, message, Some(hint));
        }
        return None;
    };
    let flow = reader.name(node, "`flow`")?;
    if flows.contains(&flow.as_str()) {
        return Some(flow);
    }
    let known = match flows {
        [] => "the file has no flows".to_owned(),
        _ => format!("the file has {}", quoted(flows)),
    };
    let hint = format!("{}{known}", meant(&flow, flows));
    reader.report(node.place, format!("there is no flow `{flow}`"), Some(hint));
    None
}

fn traffic(reader: &mut Reader, name: &Key, keys: &Keys<'_>) -> Option<Traffic> {
    let kinds = [("users", keys.users), ("rate", keys.rate), ("burst", keys.burst)];
    let given: Vec<_> = kinds.into_iter().filter_map(|(key, node)| Some((key, node?))).collect();
    let &[(kind, node)] = &given[..] else {
        let message = match &given[..] {
            [] => format!("the test `{}` does not say what traffic to drive", name.text),
            [(first, _), (second, _), ..] => format!("`{first}` and `{second}` cannot go together"),
            _ => unreachable!("one is taken above"),
        };
        let place = given.get(1).map_or(name.place, |(_, node)| node.place);
        reader.report(place, message, Some(KINDS.to_owned()));
        return None;
    };
    refuse_strangers(reader, kind, keys);
    let traffic = match kind {
        "users" => closed(reader, node, keys),
        "rate" => rate(reader, node, keys),
        _ => burst(reader, node, keys),
    }?;
    checked(reader, node, traffic)
}

/// Keys that mean nothing beside this kind of traffic.
fn refuse_strangers(reader: &mut Reader, kind: &str, keys: &Keys<'_>) {
    let strangers = [
        ("arrivals", keys.arrivals, "rate"),
        ("max_users", keys.max_users, "rate"),
        ("iterations", keys.iterations, "users"),
        ("iterations_each", keys.iterations_each, "users"),
    ];
    for (key, node, wanted) in strangers {
        let Some(node) = node.filter(|_| wanted != kind) else { continue };
        let hint = format!("`{key}` belongs to a test with `{wanted}`");
        reader.report(node.place, format!("`{key}` means nothing beside `{kind}`"), Some(hint));
    }
}

fn checked(reader: &mut Reader, node: &Node, traffic: Traffic) -> Option<Traffic> {
    match traffic.checked() {
        Ok(traffic) => Some(traffic),
        Err(TrafficError { message, hint }) => {
            reader.report(node.place, message, Some(hint));
            None
        }
    }
}

/// Whether a node holds stages: a list of them, or one, which has spaces in it.
fn is_stages(node: &Node) -> bool {
    match &node.kind {
        Kind::Sequence(_) => true,
        Kind::Scalar(scalar) => scalar.text.trim().contains(char::is_whitespace),
        Kind::Mapping(_) => false,
    }
}

fn closed(reader: &mut Reader, node: &Node, keys: &Keys<'_>) -> Option<Traffic> {
    let iterations = match (keys.iterations, keys.iterations_each) {
        (Some(_), Some(each)) => {
            let message = "`iterations` and `iterations_each` cannot go together";
            reader.report(each.place, message, Some("keep one of the two".to_owned()));
            return None;
        }
        (Some(node), None) => Some((node, "`iterations`")),
        (None, Some(node)) => Some((node, "`iterations_each`")),
        (None, None) => None,
    };
    if is_stages(node) {
        if let Some((node, key)) = iterations {
            let message = format!("{key} needs a constant number of users");
            reader.report(node.place, message, Some("such as `users: 10`".to_owned()));
        }
        return stages(reader, node, keys, Level::Users).map(Traffic::Users);
    }
    let users = reader.whole(node, "`users`", 1, u64::from(USERS_MAX));
    let Some((iterations, key)) = iterations else {
        let length = length(reader, node, keys, "`users`");
        let level = f64::from(users? as u32);
        return Some(Traffic::Users(vec![Stage { from: level, to: level, length: length? }]));
    };
    let count = reader.whole(iterations, key, 1, u64::MAX);
    let max = length_or(reader, keys, ITERATIONS_MAX);
    let (users, iterations, max) = (users? as u32, count?, max?);
    Some(if keys.iterations.is_some() {
        Traffic::SharedIterations { users, iterations, max }
    } else {
        Traffic::IterationsEach { users, iterations, max }
    })
}

fn rate(reader: &mut Reader, node: &Node, keys: &Keys<'_>) -> Option<Traffic> {
    let spacing = match keys.arrivals {
        Some(node) => {
            reader.parsed(node, "`arrivals`", |TrafficError { message, hint }| (message, hint))
        }
        None => Some(Spacing::Even),
    };
    if is_stages(node) {
        let stages = stages(reader, node, keys, Level::Rate);
        return Some(Traffic::Rate { stages: stages?, spacing: spacing? });
    }
    let rate: Option<Rate> = reader.quantity(node, "`rate`");
    let length = length(reader, node, keys, "`rate`");
    let level = rate?.as_per_second();
    let stages = vec![Stage { from: level, to: level, length: length? }];
    Some(Traffic::Rate { stages, spacing: spacing? })
}

fn burst(reader: &mut Reader, node: &Node, keys: &Keys<'_>) -> Option<Traffic> {
    let users = reader.whole(node, "`burst`", 1, u64::from(USERS_MAX));
    let max = length_or(reader, keys, BURST_MAX);
    Some(Traffic::Burst { users: users? as u32, max: max? })
}

fn stages(reader: &mut Reader, node: &Node, keys: &Keys<'_>, level: Level) -> Option<Vec<Stage>> {
    if let Some(length) = keys.length {
        let hint = Some("leave `for` out: each stage has its own length".to_owned());
        reader.report(length.place, "`for` cannot go with stages", hint);
    }
    let nodes = reader.one_or_list(node);
    let mut stages: Vec<Stage> = Vec::with_capacity(nodes.len());
    let mut complete = true;
    for node in nodes {
        let Some(text) = reader.text(node, "a stage") else {
            complete = false;
            continue;
        };
        match leg_of(text, level) {
            Ok(leg) => stages.push(leg.after(stages.last().map_or(0.0, |stage| stage.to))),
            Err(TrafficError { message, hint }) => {
                complete = false;
                reader.report(node.place, message, Some(hint));
            }
        }
    }
    complete.then_some(stages)
}

/// `for`, which a constant level needs.
fn length(reader: &mut Reader, node: &Node, keys: &Keys<'_>, kind: &str) -> Option<Span> {
    let Some(length) = keys.length else {
        let message = format!("{kind} does not say for how long");
        reader.report(node.place, message, Some("add `for: 1m`".to_owned()));
        return None;
    };
    reader.quantity(length, "`for`")
}

fn length_or(reader: &mut Reader, keys: &Keys<'_>, default: Span) -> Option<Span> {
    keys.length.map_or(Some(default), |node| reader.quantity(node, "`for`"))
}
