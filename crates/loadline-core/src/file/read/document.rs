//! Reading `loadline.yaml` as a whole: the top level, classes, standards, objectives.

use std::collections::BTreeMap;

use super::action::read_actions;
use super::feed::read_feeds;
use super::flow::{Known, read_flow};
use super::names::Names;
use super::test::{Allowed, read_test};
use crate::file::class::ClassRule;
use crate::file::document::LoadlineFile;
use crate::file::flow::{Action, Flow};
use crate::file::method::Method;
use crate::file::test::Test;
use crate::objective::Objective;
use crate::yaml::reader::{Mapping, Reader, read};
use crate::yaml::{Diagnostic, Entry, Located, Node};

const PATTERN: &str = "accepted: `GET /items/{id}`, or `/items/{id}` for any method";

/// Reads the text of a `loadline.yaml`.
///
/// # Errors
/// Every mistake that could be found, in the order of the text, at most 20.
pub fn parse(text: &str) -> Result<LoadlineFile, Vec<Diagnostic>> {
    read(text, "the file", file)
}

fn file(reader: &mut Reader, mut top: Mapping<'_>) -> LoadlineFile {
    let service = top.take("service").and_then(|node| reader.name(node, "`service`"));
    let target = top.take("target").and_then(|node| target(reader, node));
    let standards = top.take("standards").map_or_else(Vec::new, |node| standards(reader, node));
    let classes = top.take("classes").map_or_else(Vec::new, |node| classes(reader, node));
    let objectives = top.take("objectives").map_or_else(Vec::new, |node| objectives(reader, node));
    let feed_entries = top.take("feeds").map_or(&[][..], |node| reader.named(node, "`feeds`"));
    let feeds = read_feeds(reader, feed_entries);
    let feed_names: Vec<&str> = feed_entries.iter().map(|entry| &*entry.key.text).collect();
    let (setup, known) = once(reader, top.take("setup"), "`setup`", Vec::new(), &feed_names);
    let (teardown, _) =
        once(reader, top.take("teardown"), "`teardown`", known.clone(), &feed_names);
    let known = Known { values: known, feeds: &feed_names };
    let flow_entries = top.take("flows").map_or(&[][..], |node| reader.named(node, "`flows`"));
    let flows = flows(reader, flow_entries, &known);
    let names: Vec<&str> = flow_entries.iter().map(|entry| &*entry.key.text).collect();
    let tests = top.take("tests").map_or_else(Vec::new, |node| tests(reader, node, &names));
    top.finish(reader);
    LoadlineFile {
        service,
        target,
        standards,
        classes,
        objectives,
        feeds,
        setup,
        teardown,
        flows,
        tests,
    }
}

/// Actions done once beside a test, and the names they know in the end.
fn once(
    reader: &mut Reader,
    node: Option<&Node>,
    what: &str,
    known: Vec<String>,
    feeds: &[&str],
) -> (Vec<Action>, Vec<String>) {
    let mut names = Names::default();
    let actions = node.map_or_else(Vec::new, |node| read_actions(reader, node, what, &mut names));
    names.check(reader, known.iter().cloned(), feeds);
    let saved = names.saved().map(str::to_owned);
    (actions, known.into_iter().chain(saved).collect())
}

fn located(node: &Node, value: String) -> Located<String> {
    Located { value, place: node.place }
}

fn target(reader: &mut Reader, node: &Node) -> Option<Located<String>> {
    let text = reader.name(node, "`target`")?;
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    if rest.is_some_and(|rest| !rest.is_empty()) {
        return Some(located(node, text));
    }
    let hint = Some("such as `http://127.0.0.1:8080`".to_owned());
    reader.report(node.place, format!("`{text}` is not an http or https URL"), hint);
    None
}

fn standards(reader: &mut Reader, node: &Node) -> Vec<Located<String>> {
    let nodes = reader.one_or_list(node);
    let pack = |node| Some(located(node, reader.name(node, "a pack's name")?));
    nodes.iter().filter_map(pack).collect()
}

fn objectives(reader: &mut Reader, node: &Node) -> Vec<Objective> {
    let nodes = reader.list(node, "`objectives`");
    nodes.iter().filter_map(|node| reader.sentence(node)).collect()
}

fn classes(reader: &mut Reader, node: &Node) -> Vec<ClassRule> {
    let mut rules = Vec::new();
    for Entry { key, value } in reader.named(node, "`classes`") {
        for node in reader.one_or_list(value) {
            let Some(text) = reader.text(node, "a class's pattern") else { continue };
            match pattern(text) {
                Ok((method, pattern)) => {
                    let (class, pattern) = (key.text.to_string(), pattern.to_owned());
                    rules.push(ClassRule { class, method, pattern });
                }
                Err(message) => reader.report(node.place, message, Some(PATTERN.to_owned())),
            }
        }
    }
    rules
}

/// `GET /items/{id}` or `/items/{id}`.
fn pattern(text: &str) -> Result<(Option<Method>, &str), String> {
    let (method, path) = match text.trim().split_once(char::is_whitespace) {
        Some((method, path)) => {
            let method =
                method.parse::<Method>().map_err(|_| format!("`{method}` is not a method"))?;
            (Some(method), path.trim())
        }
        None => (None, text.trim()),
    };
    if !path.starts_with('/') {
        return Err(format!("the path of `{text}` does not begin with `/`"));
    }
    for segment in path.split('/') {
        let braces = segment.matches(['{', '}']).count();
        let whole = segment.starts_with('{') && segment.ends_with('}') && braces == 2;
        if braces > 0 && !whole {
            return Err(format!("`{segment}` in `{text}` mixes text and braces"));
        }
    }
    if path.contains(['?', '#']) || path.contains(char::is_whitespace) {
        return Err(format!("`{path}` is more than a path"));
    }
    Ok((method, path))
}

fn flows(reader: &mut Reader, entries: &[Entry], known: &Known<'_>) -> BTreeMap<String, Flow> {
    let flow = |Entry { key, value }: &Entry| {
        Some((key.text.to_string(), read_flow(reader, &key.text, value, known)?))
    };
    entries.iter().filter_map(flow).collect()
}

fn tests(reader: &mut Reader, node: &Node, flows: &[&str]) -> Vec<Test> {
    let mut tests = Vec::new();
    for Entry { key, value } in reader.named(node, "`tests`") {
        if &*key.text == "all" {
            let hint = Some("`all` runs every test of the file; take another name".to_owned());
            reader.report(key.place, "a test cannot be named `all`", hint);
        }
        let what = format!("the test `{}`", key.text);
        let Some(mapping) = reader.mapping(value, &what) else { continue };
        tests.extend(read_test(reader, key, mapping, Allowed::Flows(flows)));
    }
    tests
}
