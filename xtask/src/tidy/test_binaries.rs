//! Rule: one integration-test binary per crate, `tests/it/main.rs`, since each binary is linked apart.

use super::{
    rule::{Finding, Rule},
    tree::Tree,
};

pub(super) const RULE: Rule = Rule { name: "test-binaries", find };

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| is_stray_binary(&file.path))
        .map(|file| Finding::new(&file.path, 1, "make it a module of tests/it/main.rs"))
        .collect()
}

/// Whether cargo makes a test binary of this file that is not the one of the crate.
fn is_stray_binary(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["crates", _, "tests", _] => true,
        ["crates", _, "tests", folder, "main.rs"] => *folder != "it",
        _ => false,
    }
}
