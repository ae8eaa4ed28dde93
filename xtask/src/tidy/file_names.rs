//! Rule: a file is named after what it holds; names that promise a bit of everything are banned.

use super::{
    rule::{Finding, Rule},
    tree::Tree,
};

pub(super) const RULE: Rule = Rule { name: "file-names", find };

const BANNED: [&str; 4] = ["imp.rs", "utils.rs", "common.rs", "helpers.rs"];

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| BANNED.contains(&file.name()))
        .map(|file| Finding::new(&file.path, 1, "name the file after the one thing it holds"))
        .collect()
}
