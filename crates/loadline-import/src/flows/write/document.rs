//! The document as a whole: target, classes, promises, flows, tests.

use std::collections::BTreeSet;

use super::node::{Entry, Item, Node};
use super::request::{acts, auth, texts};
use super::scalar::comment;
use crate::flows::draft::{Draft, Flow, Options, Task, Written};

const CLASSES: &str =
    "Kinds of endpoint, guessed from methods and paths. The first pattern that matches wins.";
const OBJECTIVES: &str = "What is promised. `loadline help objectives` lists what can be said.";
const TESTS: &str = "The first is what `loadline run` takes; `--test load` takes the other.";

/// Puts a draft into words.
pub(in crate::flows) fn written(draft: Draft, options: &Options) -> Written {
    let requests: usize = draft.flows.iter().map(Flow::requests).sum();
    let tasks: usize = draft.flows.iter().map(|flow| flow.tasks.len()).sum();
    let summary = format!(
        "{} in {}, {}",
        counted(requests, "request"),
        counted(tasks, "task"),
        counted(draft.flows.len(), "flow")
    );
    let mut text = format!("# Made by `loadline init` from {}.\n", comment(&options.source));
    let tested = draft.flows.first().map(|flow| flow.name.clone()).unwrap_or_default();
    let mut parts = vec![Node::map([
        ("service", Node::text(draft.service)),
        ("target", Node::text(draft.target)),
    ])];
    let rules = draft.classes.into_rules();
    if !rules.is_empty() {
        let rules = rules
            .into_iter()
            .map(|(class, patterns)| (class, Node::list(patterns.into_iter().map(Node::text))));
        parts.push(part(CLASSES, "classes", Node::map(rules)));
    }
    let promises = ["http errors < 1%", "http p95 < 500ms"].map(Node::text);
    parts.push(part(OBJECTIVES, "objectives", Node::list(promises)));
    let flows = draft
        .flows
        .iter()
        .map(|flow| Entry::with(flow.comment.clone(), flow.name.clone(), flow_node(flow)));
    parts.push(Node::map([("flows", Node::Map(flows.collect()))]));
    parts.push(part(TESTS, "tests", tests(&tested)));
    for part in parts {
        text.push('\n');
        part.block(0, &mut text);
    }
    Written {
        secrets: secrets_of(&text),
        text,
        summary,
        notes: draft.left_out.lines(),
        files: draft.files,
        reads: draft.reads,
    }
}

fn part(comment: &str, key: &str, node: Node) -> Node {
    Node::Map(vec![Entry::with(comment, key, node)])
}

fn flow_node(flow: &Flow) -> Node {
    let mut entries = Vec::new();
    let mut add = |key: &str, node: Node| entries.push(Entry::new(key, node));
    if !flow.start.is_empty() {
        add("start", acts(&flow.start));
    }
    if !flow.headers.is_empty() {
        add("headers", texts(&flow.headers));
    }
    if let Some(proof) = &flow.auth {
        add("auth", auth(proof));
    }
    if let Some(think) = &flow.think {
        add("think", Node::Bare(think.clone()));
    }
    add("tasks", Node::List(flow.tasks.iter().map(task).collect()));
    Node::Map(entries)
}

fn task(task: &Task) -> Item {
    let mut entries = Vec::new();
    if task.weight > 1 {
        entries.push(Entry::new("weight", Node::Bare(task.weight.to_string())));
    }
    entries.push(Entry::new("do", acts(&task.acts)));
    Item { comment: task.comment.clone(), node: Node::Map(entries) }
}

fn tests(flow: &str) -> Node {
    let stages = ["30s to 20", "2m at 20", "10s to 0"].map(|stage| Node::Bare(stage.to_owned()));
    let first = [("users", Node::Bare("1".into())), ("for", Node::Bare("30s".into()))];
    let load = [("users", Node::list(stages))];
    let of_flow = |rest: Vec<(&'static str, Node)>| {
        Node::map(std::iter::once(("flow", Node::text(flow))).chain(rest))
    };
    Node::map([("smoke", of_flow(first.to_vec())), ("load", of_flow(load.to_vec()))])
}

/// The variables that the text asks for as secrets.
fn secrets_of(text: &str) -> Vec<String> {
    let found = text.split("{{secret ").skip(1).filter_map(|rest| rest.split_once("}}"));
    let names: BTreeSet<&str> = found.map(|(name, _)| name).collect();
    names.into_iter().map(str::to_owned).collect()
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
