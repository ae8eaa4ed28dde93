//! Reading what is made of an answer: values that are kept, checks that have to hold.

use super::names::Names;
use super::text::read_template;
use crate::file::step::{Check, Expected, Save, Source};
use crate::file::template::{is_name, is_reserved};
use crate::objective::Comparison;
use crate::quantity::{Bytes, QuantityError, Span};
use crate::yaml::reader::Reader;
use crate::yaml::{Entry, Kind, Located, Node};

const SOURCES: &str = "accepted: a JSONPath such as `$.access_token`, `status`, `body`, `{ header: location }`, \
                       `{ cookie: session }`, `{ regex: 'id=(\\d+)' }`";
const EXPECTED: &str =
    "accepted: a text, `{ contains: text }`, `{ matches: regex }`, `{ exists: true }`";

/// What an answer has to be.
#[derive(Debug, Default)]
pub(super) struct Checks {
    pub(super) expected_status: Vec<u16>,
    pub(super) checks: Vec<Check>,
}

/// Reads `save`.
pub(super) fn read_saves(reader: &mut Reader, node: &Node, names: &mut Names) -> Vec<Save> {
    let mut saves = Vec::new();
    for Entry { key, value } in reader.named(node, "`save`") {
        if !is_name(&key.text) || is_reserved(&key.text) {
            let message = format!("`{}` cannot be the name of a saved value", key.text);
            let hint = "letters, digits and `_`, but not a word that means something else in `{{…}}`, such as \
                        `user`, `iteration`, `random`";
            reader.report(key.place, message, Some(hint.to_owned()));
            continue;
        }
        if let Some(source) = source(reader, value) {
            names.save(key.text.to_string());
            saves.push(Save { name: key.text.to_string(), source });
        }
    }
    saves
}

fn source(reader: &mut Reader, node: &Node) -> Option<Source> {
    let Kind::Mapping(_) = node.kind else {
        let text = reader.name(node, "what to save")?;
        return Some(match text.as_str() {
            "status" => Source::Status,
            "body" => Source::Body,
            _ => Source::Json(Located { value: text, place: node.place }),
        });
    };
    let mut source = reader.mapping(node, "what to save")?;
    let mut found = Vec::new();
    if let Some(node) = source.take("header") {
        found.extend(reader.name(node, "`header`").map(Source::Header));
    }
    if let Some(node) = source.take("cookie") {
        found.extend(reader.name(node, "`cookie`").map(Source::Cookie));
    }
    let located = |value: String, node: &Node| Located { value, place: node.place };
    if let Some(node) = source.take("regex") {
        found.extend(reader.name(node, "`regex`").map(|text| Source::Regex(located(text, node))));
    }
    if let Some(node) = source.take("json") {
        found.extend(reader.name(node, "`json`").map(|text| Source::Json(located(text, node))));
    }
    source.finish(reader);
    if found.len() != 1 {
        let message = "a value is saved from exactly one place";
        reader.report(node.place, message, Some(SOURCES.to_owned()));
        return None;
    }
    found.pop()
}

/// Reads `check`.
pub(super) fn read_checks(reader: &mut Reader, node: &Node, names: &mut Names) -> Checks {
    let Some(mut check) = reader.mapping(node, "`check`") else { return Checks::default() };
    let nodes = check.take("status").map_or(&[][..], |node| reader.one_or_list(node));
    let status = |node| reader.whole(node, "`status`", 100, 599).map(|status| status as u16);
    let expected_status = nodes.iter().filter_map(status).collect();
    let mut checks = Vec::new();
    if let Some(node) = check.take("header") {
        for Entry { key, value } in reader.named(node, "`header`") {
            let expected = read_expected(reader, value, names);
            let name = key.text.to_string();
            checks.extend(expected.map(|expected| Check::Header { name, expected }));
        }
    }
    for key in ["body", "contains", "matches"] {
        let nodes = check.take(key).map_or(&[][..], |node| reader.one_or_list(node));
        for node in nodes {
            let expected = match key {
                "body" => read_expected(reader, node, names),
                _ => expected_by(reader, key, node, names),
            };
            checks.extend(expected.map(Check::Body));
        }
    }
    if let Some(node) = check.take("json") {
        for Entry { key, value } in reader.named(node, "`json`") {
            let path = Located { value: key.text.to_string(), place: key.place };
            let expected = read_expected(reader, value, names);
            checks.extend(expected.map(|expected| Check::Json { path, expected }));
        }
    }
    let duration = check.take("duration").and_then(|node| limit::<Span>(reader, node));
    checks.extend(duration.map(|(comparison, span)| Check::Duration(comparison, span)));
    let size = check.take("size").and_then(|node| limit::<Bytes>(reader, node));
    checks.extend(size.map(|(comparison, bytes)| Check::Size(comparison, bytes)));
    check.finish(reader);
    Checks { expected_status, checks }
}

/// What a text has to be: a text to equal, or a mapping that says how it is compared.
pub(super) fn read_expected(
    reader: &mut Reader,
    node: &Node,
    names: &mut Names,
) -> Option<Expected> {
    let Kind::Mapping(_) = node.kind else {
        return read_template(reader, node, "what is expected", names).map(Expected::Equal);
    };
    let mut mapping = reader.mapping(node, "what is expected")?;
    let mut found = Vec::new();
    for key in ["equals", "contains", "matches", "exists"] {
        let node = mapping.take(key);
        found.extend(node.and_then(|node| expected_by(reader, key, node, names)));
    }
    mapping.finish(reader);
    if found.len() != 1 {
        let message = "what is expected is said in exactly one way";
        reader.report(node.place, message, Some(EXPECTED.to_owned()));
        return None;
    }
    found.pop()
}

fn expected_by(reader: &mut Reader, key: &str, node: &Node, names: &mut Names) -> Option<Expected> {
    match key {
        "contains" => read_template(reader, node, "`contains`", names).map(Expected::Containing),
        "matches" => {
            let value = reader.name(node, "`matches`")?;
            Some(Expected::Matching(Located { value, place: node.place }))
        }
        "exists" => match reader.text(node, "`exists`")? {
            "true" => Some(Expected::Present),
            _ => {
                reader.wrong(node, "`exists`", "`true`", None);
                None
            }
        },
        _ => read_template(reader, node, "`equals`", names).map(Expected::Equal),
    }
}

/// `< 200ms`, `>= 1KB`.
fn limit<T>(reader: &mut Reader, node: &Node) -> Option<(Comparison, T)>
where
    T: std::str::FromStr<Err = QuantityError>,
{
    let text = reader.text(node, "a limit")?.trim();
    let comparison =
        Comparison::ALL.into_iter().find(|comparison| text.starts_with(comparison.sign()));
    let Some(comparison) = comparison else {
        let message = format!("`{text}` does not say how to compare");
        reader.report(node.place, message, Some("such as `< 200ms` or `>= 1KB`".to_owned()));
        return None;
    };
    match text[comparison.sign().len()..].trim().parse() {
        Ok(quantity) => Some((comparison, quantity)),
        Err(QuantityError { text, wanted, accepted }) => {
            let hint = Some(format!("accepted: {accepted}"));
            reader.report(node.place, format!("`{text}` is not {wanted}"), hint);
            None
        }
    }
}
