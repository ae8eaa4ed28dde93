//! Generated blocks: only what stands between the marks changes.

use super::*;

#[test]
fn a_block_is_replaced_and_its_surroundings_stay() {
    let old = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
    let new = replace_block(&old, "new\n").expect("both marks are there");
    assert_eq!(new, format!("before\n{BEGIN}\nnew\n{END}\nafter\n"));
}

#[test]
fn a_file_without_marks_is_refused() {
    assert_eq!(replace_block("no marks here", "new\n"), None);
}

#[test]
fn every_command_stands_in_the_list() {
    let list = command_list();
    for name in ["check", "tidy", "test", "generate", "bench", "fuzz"] {
        assert!(list.contains(&format!("`cargo xtask {name}`")), "{name} is missing:\n{list}");
    }
}
