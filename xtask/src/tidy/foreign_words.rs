//! Rule: the tree speaks of itself alone: no path of the machine that someone worked on.

use super::{
    rule::{Finding, Rule},
    tree::Tree,
};

pub(super) const RULE: Rule = Rule { name: "foreign-words", find };

/// Put together from pieces, so that this file does not break its own rule.
const BANNED: [&str; 1] = [concat!("/wo", "rk/")];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text.lines().enumerate() {
            if BANNED.iter().any(|word| line.contains(word)) {
                let message = "name no path of one machine";
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
    }
    findings
}
