//! Reading feeds: files with rows of data.

use std::collections::BTreeMap;

use super::body::path;
use crate::file::feed::{Feed, FeedEnd, FeedOrder};
use crate::file::template::{is_name, is_reserved};
use crate::yaml::reader::{Reader, meant};
use crate::yaml::{Entry, Kind, Located, Node};

const ENDINGS: [&str; 3] = [".csv", ".jsonl", ".ndjson"];
const ORDERS: [(&str, FeedOrder); 3] = [
    ("in order", FeedOrder::InOrder),
    ("random", FeedOrder::Random),
    ("one per user", FeedOrder::OnePerUser),
];
const ENDS: [(&str, FeedEnd); 2] = [("again", FeedEnd::Again), ("stop", FeedEnd::Stop)];

/// Reads `feeds`.
pub(super) fn read_feeds(reader: &mut Reader, entries: &[Entry]) -> BTreeMap<String, Feed> {
    let mut feeds = BTreeMap::new();
    for Entry { key, value } in entries {
        if !is_name(&key.text) || is_reserved(&key.text) {
            let message = format!("`{}` cannot be the name of a feed", key.text);
            let hint =
                "letters, digits and `_`, such as `people`: its values are `{{people.email}}`";
            reader.report(key.place, message, Some(hint.to_owned()));
            continue;
        }
        feeds.extend(feed(reader, value).map(|feed| (key.text.to_string(), feed)));
    }
    feeds
}

/// A path alone, or a mapping that says more.
fn feed(reader: &mut Reader, node: &Node) -> Option<Feed> {
    let Kind::Mapping(_) = node.kind else {
        let file = file(reader, node)?;
        return Some(Feed { file, order: FeedOrder::default(), at_end: FeedEnd::default() });
    };
    let mut feed = reader.mapping(node, "a feed")?;
    let path = feed.take("file");
    let order = feed.take("order").map(|node| word(reader, node, "`order`", &ORDERS));
    let at_end = feed.take("at_end").map(|node| word(reader, node, "`at_end`", &ENDS));
    feed.finish(reader);
    let Some(path) = path else {
        let hint = Some("such as `{ file: people.csv }`".to_owned());
        reader.report(node.place, "a feed names no file", hint);
        return None;
    };
    let file = file(reader, path)?;
    Some(Feed {
        file,
        order: order.unwrap_or(Some(FeedOrder::default()))?,
        at_end: at_end.unwrap_or(Some(FeedEnd::default()))?,
    })
}

fn file(reader: &mut Reader, node: &Node) -> Option<Located<String>> {
    let file = path(reader, node, "a feed's file")?;
    if ENDINGS.iter().any(|ending| file.value.ends_with(ending)) {
        return Some(file);
    }
    let message = format!("`{}` is not a kind of file that rows are read from", file.value);
    let hint = "`.csv` with a line of names first, or `.jsonl` with an object on each line";
    reader.report(node.place, message, Some(hint.to_owned()));
    None
}

/// One of a few words.
fn word<T: Copy>(reader: &mut Reader, node: &Node, what: &str, words: &[(&str, T)]) -> Option<T> {
    let text = reader.text(node, what)?;
    let found = words.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let hint = format!("{}accepted: {list}", meant(text, &names));
        reader.report(node.place, format!("{what} cannot be `{text}`"), Some(hint));
    }
    found.map(|(_, value)| *value)
}
