//! Reading a flow: its start, headers, think time and tasks, and whether every `{{name}}` in it can be
//! filled in when it is needed.

use std::collections::BTreeSet;

use super::flow::{Action, Flow, Task};
use super::read_step::{read_headers, read_step};
use super::step::Step;
use crate::traffic::{Think, TrafficError};
use crate::yaml::reader::{Reader, meant, quoted};
use crate::yaml::{Located, Node};

const WEIGHT_MAX: u64 = 1_000_000;

/// A step with the saved values it needs.
struct Needy {
    step: Step,
    needs: Vec<Located<String>>,
}

/// Reads one flow.
pub(super) fn read_flow(reader: &mut Reader, name: &str, node: &Node) -> Option<Flow> {
    let what = format!("the flow `{name}`");
    let mut flow = reader.mapping(node, &what)?;
    let start = flow.take("start").map_or_else(Vec::new, |node| steps(reader, node, "`start`"));
    let mut needs = Vec::new();
    let headers =
        flow.take("headers").map_or_else(Vec::new, |node| read_headers(reader, node, &mut needs));
    let think = flow.take("think").and_then(|node| read_think(reader, node));
    let place = flow.place();
    let tasks_node = flow.take("tasks").filter(|node| !node.is_empty_list());
    let tasks = tasks_node.map(|node| tasks(reader, node));
    flow.finish(reader);
    if tasks.is_none() {
        let hint = Some("such as `tasks: [ { do: [ { get: / } ] } ]`".to_owned());
        reader.report(place, format!("{what} has no tasks"), hint);
    }
    let tasks = tasks.unwrap_or_default();
    check_needs(reader, &start, &needs, &tasks);
    let tasks = tasks
        .into_iter()
        .map(|(weight, steps)| Task { weight, actions: without_needs(steps) })
        .collect();
    Some(Flow { start: without_needs(start), headers, think, tasks, ..Flow::default() })
}

/// Reads a think time.
pub(super) fn read_think(reader: &mut Reader, node: &Node) -> Option<Think> {
    reader.parsed(node, "`think`", |TrafficError { message, hint }| (message, hint))
}

fn without_needs(steps: Vec<Needy>) -> Vec<Action> {
    steps.into_iter().map(|needy| Action::Request(Box::new(needy.step))).collect()
}

fn steps(reader: &mut Reader, node: &Node, what: &str) -> Vec<Needy> {
    let nodes = reader.list(node, what);
    let step = |node| {
        let mut needs = Vec::new();
        let step = read_step(reader, node, &mut needs)?;
        Some(Needy { step, needs })
    };
    nodes.iter().filter_map(step).collect()
}

fn tasks(reader: &mut Reader, node: &Node) -> Vec<(u32, Vec<Needy>)> {
    let nodes = reader.list(node, "`tasks`");
    nodes.iter().filter_map(|node| task(reader, node)).collect()
}

fn task(reader: &mut Reader, node: &Node) -> Option<(u32, Vec<Needy>)> {
    let mut task = reader.mapping(node, "a task")?;
    let place = task.place();
    let weight = task.take("weight").and_then(|node| reader.whole(node, "`weight`", 1, WEIGHT_MAX));
    let steps_node = task.take("do").filter(|node| !node.is_empty_list());
    let steps = steps_node.map(|node| steps(reader, node, "`do`"));
    task.finish(reader);
    if steps.is_none() {
        let hint = Some("such as `do: [ { get: / } ]`".to_owned());
        reader.report(place, "a task does nothing", hint);
    }
    Some((weight.unwrap_or(1) as u32, steps.unwrap_or_default()))
}

fn saves(steps: &[Needy]) -> impl Iterator<Item = &str> {
    steps.iter().flat_map(|needy| &needy.step.save).map(|save| save.name.as_str())
}

/// A value must be saved before it is needed: by an earlier step of the same list, by `start`, or by
/// another task, which may have run before.
fn check_needs(
    reader: &mut Reader,
    start: &[Needy],
    headers: &[Located<String>],
    tasks: &[(u32, Vec<Needy>)],
) {
    let all: BTreeSet<&str> =
        saves(start).chain(tasks.iter().flat_map(|(_, steps)| saves(steps))).collect();
    check_saved(reader, headers, &all);
    check_in_order(reader, start, BTreeSet::new());
    for (place, (_, steps)) in tasks.iter().enumerate() {
        let others = tasks.iter().enumerate().filter(|(other, _)| *other != place);
        let elsewhere = others.flat_map(|(_, (_, steps))| saves(steps));
        check_in_order(reader, steps, saves(start).chain(elsewhere).collect());
    }
}

fn check_in_order<'a>(reader: &mut Reader, steps: &'a [Needy], mut saved: BTreeSet<&'a str>) {
    for (place, Needy { needs, .. }) in steps.iter().enumerate() {
        check_saved(reader, needs, &saved);
        saved.extend(saves(&steps[place..=place]));
    }
}

fn check_saved(reader: &mut Reader, needs: &[Located<String>], saved: &BTreeSet<&str>) {
    for need in needs.iter().filter(|need| !saved.contains(need.value.as_str())) {
        let known: Vec<&str> = saved.iter().copied().chain(["user", "iteration"]).collect();
        let save = format!("an earlier step keeps it with `save: {{ {}: $.… }}`", need.value);
        let hint = format!("{}known here: {}; {save}", meant(&need.value, &known), quoted(&known));
        let message = format!("no earlier step saves `{}`", need.value);
        reader.report(need.place, message, Some(hint));
    }
}
