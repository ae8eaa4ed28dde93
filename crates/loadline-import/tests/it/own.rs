//! A run as `loadline export` writes it, read back.

use loadline_core::window::Aggregate;
use loadline_import::own::{End, Header, end_line, header_line, window_line};

use crate::read::{read_bytes, read_file};

fn exported(file: &str) -> String {
    let read = read_file(file);
    let header = Header { name: "load".to_owned(), ..Header::default() };
    let end = End { at_ms: 1, ending: "completed".to_owned(), reason: None };
    let windows = read.windows.iter().map(window_line);
    let lines = std::iter::once(header_line(&header)).chain(windows);
    lines.chain(std::iter::once(end_line(&end))).map(|line| line + "\n").collect()
}

#[test]
fn a_run_that_was_exported_is_imported_with_the_same_figures() {
    for file in ["k6.json.gz", "oha.json", "jmeter.csv"] {
        let before = read_file(file);
        let after = read_bytes(exported(file).as_bytes()).unwrap();
        assert_eq!(after.imported.format.name, "loadline");
        assert_eq!(after.imported.about.header.as_ref().unwrap().name, "load");
        assert_eq!(after.imported.about.end.as_ref().unwrap().ending, "completed");
        assert_eq!(after.windows.len(), before.windows.len());
        for (one, other) in before.windows.iter().zip(&after.windows) {
            assert_eq!((one.start_ms, one.length_ms), (other.start_ms, other.length_ms));
            for ((key, one), (same, other)) in one.series.iter().zip(&other.series) {
                assert_eq!(key, same);
                match (one, other) {
                    (Aggregate::Histogram(one), Aggregate::Histogram(other)) => {
                        assert_eq!(one.to_parts(), other.to_parts());
                    }
                    (one, other) => assert_eq!(format!("{one:?}"), format!("{other:?}")),
                }
            }
        }
    }
}

#[test]
fn a_run_without_its_end_is_taken_up_to_there_and_told() {
    let text = exported("oha.json");
    let without_end = text.rsplit_once("{\"end\"").unwrap().0;
    let read = read_bytes(without_end.as_bytes()).unwrap();
    assert!(read.notes("the file has no end"));
}

#[test]
fn a_line_cut_short_is_named() {
    let text = exported("k6.json.gz");
    let error = read_bytes(&text.as_bytes()[..text.len() / 2]).unwrap_err();
    assert!(error.line > 1, "{error:?}");
    assert!(error.message.starts_with("the file breaks off here"), "{error:?}");
}
