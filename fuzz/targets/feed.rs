//! Rows of data for users: any bytes come in, as CSV or as JSON lines. Reading them must answer without a
//! panic, and a broken row must be named with its line.
#![no_main]

use std::collections::BTreeMap;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use loadline_core::file::{Feed, FeedEnd, FeedOrder};
use loadline_core::yaml::{Located, Place};
use loadline_load::Feeds;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, content)) = bytes.split_first() else { return };
    let name = if first % 2 == 0 { "rows.csv" } else { "rows.jsonl" };
    let folder = std::env::temp_dir().join(format!("loadline-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the rows");
    std::fs::write(folder.join(name), content).expect("a file of rows");
    let file = Located { value: name.to_owned(), place: Place::default() };
    let feed = Feed { file, order: FeedOrder::InOrder, at_end: FeedEnd::Again };
    let feeds = BTreeMap::from([("rows".to_owned(), feed)]);
    if let Err(error) = Feeds::read(&feeds, Path::new(&folder)) {
        assert!(!error.to_string().is_empty());
    }
});
