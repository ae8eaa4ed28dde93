//! Reading a flow: its start, headers, think time, tasks and stop, and whether every `{{name}}` in it can be
//! filled in when it is needed.

use super::action::read_actions;
use super::names::Names;
use super::step::{read_auth, read_redirects};
use super::text::read_headers;
use crate::file::flow::{Flow, Task};
use crate::traffic::{Think, TrafficError};
use crate::yaml::Node;
use crate::yaml::reader::Reader;

const WEIGHT_MAX: u64 = 1_000_000;

/// What a flow may ask for besides what it saves itself.
pub(super) struct Known<'a> {
    /// Values that the setup of the file saves.
    pub(super) values: Vec<String>,
    /// The feeds of the file.
    pub(super) feeds: &'a [&'a str],
}

/// Reads one flow.
pub(super) fn read_flow(
    reader: &mut Reader,
    name: &str,
    node: &Node,
    known: &Known<'_>,
) -> Option<Flow> {
    let what = format!("the flow `{name}`");
    let mut flow = reader.mapping(node, &what)?;
    let mut of_start = Names::default();
    let start = flow.take("start");
    let start = start.map_or_else(Vec::new, |n| read_actions(reader, n, "`start`", &mut of_start));
    let mut of_all = Names::default();
    let headers =
        flow.take("headers").map_or_else(Vec::new, |node| read_headers(reader, node, &mut of_all));
    let auth = flow.take("auth").and_then(|node| read_auth(reader, node, &mut of_all));
    let redirects = flow.take("redirects").and_then(|node| read_redirects(reader, node));
    let cookies = flow.take("cookies").and_then(|node| switch(reader, node, "`cookies`"));
    let think = flow.take("think").and_then(|node| read_think(reader, node));
    let place = flow.place();
    let tasks_node = flow.take("tasks").filter(|node| !node.is_empty_list());
    let tasks = tasks_node.map(|node| tasks(reader, node));
    let mut of_stop = Names::default();
    let stop = flow.take("stop");
    let stop = stop.map_or_else(Vec::new, |n| read_actions(reader, n, "`stop`", &mut of_stop));
    flow.finish(reader);
    if tasks.is_none() {
        let hint = Some("such as `tasks: [ { do: [ { get: / } ] } ]`".to_owned());
        reader.report(place, format!("{what} has no tasks"), hint);
    }
    let (tasks, of_tasks): (Vec<Task>, Vec<Names>) = tasks.unwrap_or_default().into_iter().unzip();
    check_names(reader, known, &of_start, &of_all, &of_tasks, &of_stop);
    let without_cookies = cookies == Some(false);
    Some(Flow { start, stop, headers, auth, redirects, without_cookies, think, tasks })
}

/// Reads a think time.
pub(super) fn read_think(reader: &mut Reader, node: &Node) -> Option<Think> {
    reader.parsed(node, "`think`", |TrafficError { message, hint }| (message, hint))
}

/// `true` or `false`.
fn switch(reader: &mut Reader, node: &Node, what: &str) -> Option<bool> {
    match reader.text(node, what)? {
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            reader.wrong(node, what, "`true` or `false`", None);
            None
        }
    }
}

fn tasks(reader: &mut Reader, node: &Node) -> Vec<(Task, Names)> {
    let nodes = reader.list(node, "`tasks`");
    nodes.iter().filter_map(|node| task(reader, node)).collect()
}

fn task(reader: &mut Reader, node: &Node) -> Option<(Task, Names)> {
    let mut task = reader.mapping(node, "a task")?;
    let place = task.place();
    let weight = task.take("weight").and_then(|node| reader.whole(node, "`weight`", 1, WEIGHT_MAX));
    let done = task.take("do").filter(|node| !node.is_empty_list());
    let mut names = Names::default();
    let actions = done.map(|node| read_actions(reader, node, "`do`", &mut names));
    task.finish(reader);
    if actions.is_none() {
        let hint = Some("such as `do: [ { get: / } ]`".to_owned());
        reader.report(place, "a task does nothing", hint);
    }
    let task = Task { weight: weight.unwrap_or(1) as u32, actions: actions.unwrap_or_default() };
    Some((task, names))
}

/// A value must be saved before it is needed: by the setup, by an earlier step of the same list, by `start`,
/// or by another task, which may have run before.
fn check_names(
    reader: &mut Reader,
    known: &Known<'_>,
    of_start: &Names,
    of_all: &Names,
    of_tasks: &[Names],
    of_stop: &Names,
) {
    let owned = |names: &Names| names.saved().map(str::to_owned).collect::<Vec<_>>();
    let of_setup = known.values.clone();
    let before_tasks = [of_setup.clone(), owned(of_start)].concat();
    let saved_by_tasks: Vec<String> = of_tasks.iter().flat_map(owned).collect();
    let in_the_end = [before_tasks.clone(), saved_by_tasks].concat();
    of_all.check(reader, in_the_end.clone(), known.feeds);
    of_start.check(reader, of_setup, known.feeds);
    for (place, names) in of_tasks.iter().enumerate() {
        let others = of_tasks.iter().enumerate().filter(|(other, _)| *other != place);
        let elsewhere = others.flat_map(|(_, names)| owned(names));
        names.check(reader, before_tasks.iter().cloned().chain(elsewhere), known.feeds);
    }
    of_stop.check(reader, in_the_end, known.feeds);
}
