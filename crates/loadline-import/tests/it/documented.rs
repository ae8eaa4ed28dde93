//! The table of formats in the reference is the list in the code.

use std::path::PathBuf;

use loadline_import::results::FORMATS;

#[test]
fn every_format_stands_in_the_reference_as_the_code_has_it() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/reference/import.md")).unwrap();
    for format in FORMATS {
        let (name, made_by) = (format.name, format.made_by);
        let row = format!("| `{name}` | {made_by} | {} | {} |", format.taken, format.lost);
        assert!(page.contains(&row), "docs/reference/import.md lacks the row\n{row}");
    }
}
