//! Rule: the binary's `main.rs` stays below fifteen lines; everything else is in its library.

use super::{
    rule::{Finding, Rule},
    tree::Tree,
};

pub(super) const RULE: Rule = Rule { name: "entry-point", find };

const PATH: &str = "crates/loadline/src/main.rs";
const LINES_MAX: usize = 14;

fn find(tree: &Tree) -> Vec<Finding> {
    let lines = tree.file(PATH).map_or(0, |file| file.text.lines().count());
    if lines <= LINES_MAX {
        return Vec::new();
    }
    let message = format!("{lines} lines, at most {LINES_MAX} wanted: move code to the library");
    vec![Finding::new(PATH, LINES_MAX + 1, message)]
}
