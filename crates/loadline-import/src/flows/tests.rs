//! Sources in, files out: every file is read back by the parser that `loadline run` uses.

mod bad;
mod curl;
mod har;
mod openapi;
mod properties;

use loadline_core::file::{LoadlineFile, parse};

use super::{Kind, Options, Written, convert, starting_file};

pub(super) const SHOP: &str = include_str!("../../tests/it/files/flows/shop.har");
pub(super) const LIBRARY: &str = include_str!("../../tests/it/files/flows/library.yaml");
pub(super) const QUEUE: &str = include_str!("../../tests/it/files/flows/queue.json");
pub(super) const BROWSER: &str = include_str!("../../tests/it/files/flows/browser.sh");

/// Converts a source and reads back what was written.
pub(super) fn converted(kind: Kind, source: &str) -> (Written, LoadlineFile) {
    let options = Options { target: None, source: "the source".to_owned() };
    let written = convert(kind, source.as_bytes(), &options).unwrap();
    let file = read_back(&written);
    (written, file)
}

/// The file as the parser reads it.
pub(super) fn read_back(written: &Written) -> LoadlineFile {
    let text = &written.text;
    match parse(text) {
        Ok(file) => file,
        Err(mistakes) => panic!("{mistakes:#?}\nin\n{text}"),
    }
}

/// The text below `flows:` up to the tests, without its indentation.
pub(super) fn flows(written: &Written) -> String {
    let (_, flows) = written.text.split_once("\nflows:\n").unwrap();
    let flows = flows.split("\n# The first").next().unwrap();
    flows.lines().map(|line| format!("{}\n", line.get(2..).unwrap_or_default())).collect()
}

#[test]
fn the_starting_file_can_be_read() {
    let options = Options { target: Some("https://shop.test/x y".into()), ..Options::default() };
    let written = starting_file(&Options { target: None, ..options.clone() });
    assert_eq!(read_back(&written).tests[0].name, "smoke");
    assert!(parse(&starting_file(&options).text).is_ok());
}
