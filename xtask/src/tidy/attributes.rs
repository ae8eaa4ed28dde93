//! Rule: no attribute that hides something. A test runs or is deleted, a panic is asserted by its value,
//! and a lint is lifted by `expect` with a reason. Bodies of macros are looked into as well.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule { name: "attributes", find };

/// A banned attribute and what to write instead.
const BANNED: [(&str, &str); 3] = [
    ("ignore", "run the test or delete it"),
    ("should_panic", "assert the value that the code returns"),
    ("allow", "use `expect` with a reason"),
];

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files().flat_map(|file| attributes_in(file, file.tokens())).collect()
}

fn attributes_in(file: &SourceFile, tokens: TokenStream) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut follows_hash = false;
    for token in tokens {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => follows_hash = true,
            // The inner form, `#![…]`.
            TokenTree::Punct(mark) if mark.as_char() == '!' && follows_hash => {}
            TokenTree::Group(group) => {
                if follows_hash && group.delimiter() == Delimiter::Bracket {
                    findings.extend(judge(file, &group));
                }
                findings.extend(attributes_in(file, group.stream()));
                follows_hash = false;
            }
            _ => follows_hash = false,
        }
    }
    findings
}

/// Looks at the words at the top of one attribute, and inside a `cfg_attr`.
fn judge(file: &SourceFile, attribute: &Group) -> Vec<Finding> {
    let mut words = top_words(attribute.stream());
    if words.first().is_some_and(|word| *word == "cfg_attr") {
        let inner = attribute.stream().into_iter().filter_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        });
        words.extend(inner.flat_map(top_words));
    } else {
        words.truncate(1);
    }
    let mut findings = Vec::new();
    for word in words {
        let name = word.to_string();
        if let Some((_, instead)) = BANNED.iter().find(|(banned, _)| *banned == name) {
            let line = word.span().start().line;
            findings.push(Finding::new(&file.path, line, format!("no `{name}`: {instead}")));
        }
    }
    findings
}

fn top_words(tokens: TokenStream) -> Vec<proc_macro2::Ident> {
    let word = |token| match token {
        TokenTree::Ident(word) => Some(word),
        _ => None,
    };
    tokens.into_iter().filter_map(word).collect()
}
