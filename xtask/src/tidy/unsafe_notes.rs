//! Rule: `unsafe` stands only where a SAFETY note within the eight lines above says why it is sound.

use proc_macro2::{TokenStream, TokenTree};

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule { name: "unsafe-notes", find };

const NOTE: &str = "SAFETY:";
const LINES_ABOVE_MAX: usize = 8;

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files().flat_map(bare_lines).collect()
}

fn bare_lines(file: &SourceFile) -> Vec<Finding> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut findings = Vec::new();
    for line in unsafe_lines(file.tokens()) {
        let above = lines.get(line.saturating_sub(LINES_ABOVE_MAX + 1)..line).unwrap_or(&[]);
        if !above.iter().any(|text| text.contains(NOTE)) {
            let message = format!("say why it is sound in a `// {NOTE} …` note above");
            findings.push(Finding::new(&file.path, line, message));
        }
    }
    findings
}

fn unsafe_lines(tokens: TokenStream) -> Vec<usize> {
    let mut lines = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) if word == "unsafe" => lines.push(word.span().start().line),
            TokenTree::Group(group) => lines.extend(unsafe_lines(group.stream())),
            _ => {}
        }
    }
    lines
}
