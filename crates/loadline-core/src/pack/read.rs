//! Reading a pack: the same diagnostics as `loadline.yaml`.

use std::str::FromStr;

use super::change::Change;
use super::content::Pack;
use crate::file::{Allowed, Test, read_test};
use crate::objective::ObjectiveError;
use crate::yaml::reader::{Mapping, Reader, read};
use crate::yaml::{Diagnostic, Entry, Node};

/// Reads the text of a pack.
///
/// # Errors
/// Every mistake that could be found, in the order of the text, at most 20.
pub fn parse(text: &str) -> Result<Pack, Vec<Diagnostic>> {
    read(text, "the pack", pack)
}

fn pack(reader: &mut Reader, mut top: Mapping<'_>) -> Pack {
    let name = top.take("pack").and_then(|node| reader.name(node, "`pack`"));
    let guide = top.take("guide").and_then(|node| reader.name(node, "`guide`"));
    let title = top.take("title").and_then(|node| reader.name(node, "`title`"));
    let objectives = top.take("objectives").map(|node| by_id(reader, node, "`objectives`"));
    let tests = top.take("tests").map(|node| tests(reader, node));
    let alerts = top.take("alerts").map(|node| by_id(reader, node, "`alerts`"));
    let baseline = top.take("baseline").map(|node| by_id::<Change>(reader, node, "`baseline`"));
    let notes = top.take("notes").map(|node| notes(reader, node));
    let place = top.place();
    top.finish(reader);
    if name.is_none() {
        let hint = Some("begin with its name: `pack: our-standard`".to_owned());
        reader.report(place, "the pack has no name", hint);
    }
    Pack {
        name: name.unwrap_or_default(),
        guide,
        title,
        objectives: objectives.unwrap_or_default(),
        tests: tests.unwrap_or_default(),
        alerts: alerts.unwrap_or_default(),
        baseline: baseline.unwrap_or_default(),
        notes: notes.unwrap_or_default(),
    }
}

/// Sentences under the id of the requirement they say: one, or a list of them.
fn by_id<T: FromStr<Err = ObjectiveError>>(
    reader: &mut Reader,
    node: &Node,
    what: &str,
) -> Vec<(String, T)> {
    let mut sentences = Vec::new();
    for Entry { key, value } in reader.named(node, what) {
        for node in reader.one_or_list(value) {
            let sentence = reader.sentence(node);
            sentences.extend(sentence.map(|sentence| (key.text.to_string(), sentence)));
        }
    }
    sentences
}

fn tests(reader: &mut Reader, node: &Node) -> Vec<(String, Test)> {
    let mut tests = Vec::new();
    for Entry { key, value } in reader.named(node, "`tests`") {
        let what = format!("the test `{}`", key.text);
        let Some(mut mapping) = reader.mapping(value, &what) else { continue };
        let id = mapping.take("id").and_then(|node| reader.name(node, "`id`"));
        if id.is_none() {
            let hint = Some("name the requirement it says: `id: T9`".to_owned());
            reader.report(key.place, format!("{what} has no id"), hint);
        }
        let test = read_test(reader, key, mapping, Allowed::NoFlow);
        tests.extend(id.zip(test));
    }
    tests
}

fn notes(reader: &mut Reader, node: &Node) -> Vec<(String, String)> {
    let entries = reader.named(node, "`notes`");
    let note =
        |Entry { key, value }: &Entry| Some((key.text.to_string(), reader.name(value, "a note")?));
    entries.iter().filter_map(note).collect()
}
