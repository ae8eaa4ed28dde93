//! Rule: every Rust file opens with a `//!` header that says what it is.

use super::{
    rule::{Finding, Rule},
    tree::Tree,
};

pub(super) const RULE: Rule = Rule { name: "headers", find };

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| Finding::new(&file.path, 1, "open the file with a `//!` header"))
        .collect()
}
