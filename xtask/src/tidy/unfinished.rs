//! Rule: no marks of unfinished work. What is left to do is an issue; the tree holds what is done.

use super::{
    rule::{Finding, Rule},
    tree::Tree,
};

pub(super) const RULE: Rule = Rule { name: "unfinished", find };

/// Put together from pieces, so that this file does not break its own rule.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text.lines().enumerate() {
            if MARKS.iter().any(|mark| has_word(line, mark)) {
                let message = "finish it, or make it an issue and take the mark away";
                findings.push(Finding::new(&file.path, index + 1, message));
            }
        }
    }
    findings
}

/// Whether the line holds the word by itself, not as a part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let is_edge = |neighbour: Option<char>| !neighbour.is_some_and(char::is_alphanumeric);
        is_edge(line[..at].chars().next_back()) && is_edge(line[at + word.len()..].chars().next())
    })
}
