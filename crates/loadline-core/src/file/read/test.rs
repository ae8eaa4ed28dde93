//! Reading a test: which keys go together, and what traffic they mean.

use super::flow::read_think;
use crate::file::test::Test;
use crate::quantity::{Rate, Span};
use crate::traffic::{Level, Spacing, Stage, Traffic, TrafficError, USERS_MAX, leg_of};
use crate::yaml::reader::{Mapping, Reader, meant, quoted};
use crate::yaml::{Key, Kind, Node};

/// How long iterations may take when `for` does not say.
const ITERATIONS_MAX: Span = Span::from_secs(600);
/// How long a burst may take when `for` does not say.
const BURST_MAX: Span = Span::from_secs(60);
const KINDS: &str = "accepted: `users: [ 7m to 200, 7m at 200 ]`; `users: 64` with `for: 10s`; `users: 10` with \
                     `iterations: 1000` or `iterations_each: 100`; `rate: 1000/s` with `for: 1m`; `rate: [ 1m \
                     to 1000/s ]`; `burst: 1000`";

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
    let flow = match allowed {
        Allowed::Flows(flows) => flow(reader, name, &mut test, flows),
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
    let count = |reader: &mut Reader, node, what| {
        reader.whole(node, what, 1, u64::from(USERS_MAX)).map(|count| count as u32)
    };
    let max_users = keys.max_users.and_then(|node| count(reader, node, "`max_users`"));
    let connections =
        test.take("connections").and_then(|node| count(reader, node, "`connections`"));
    let graceful_stop =
        test.take("graceful_stop").and_then(|node| reader.quantity(node, "`graceful_stop`"));
    test.finish(reader);
    Some(Test {
        name: name.text.to_string(),
        flow,
        traffic: traffic?,
        think,
        max_users,
        connections,
        graceful_stop,
        place: name.place,
    })
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
        "users" => users(reader, node, keys),
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

fn users(reader: &mut Reader, node: &Node, keys: &Keys<'_>) -> Option<Traffic> {
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
