//! Rule: `lib.rs` and `mod.rs` are tables of contents: documentation, `mod` and `use`, no code.

use syn::{Item, spanned::Spanned as _};

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule { name: "module-files", find };

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| ["lib.rs", "mod.rs"].contains(&file.name()))
        .flat_map(code_in)
        .collect()
}

fn code_in(file: &SourceFile) -> Vec<Finding> {
    let items = file.syntax().map_or(&[][..], |syntax| &syntax.items);
    items
        .iter()
        .filter(|item| !is_entry(item))
        .map(|item| {
            let line = item.span().start().line;
            Finding::new(&file.path, line, "move the code to a file of its own")
        })
        .collect()
}

/// Whether an item belongs in a table of contents.
fn is_entry(item: &Item) -> bool {
    match item {
        Item::Use(_) => true,
        Item::Mod(module) => module.content.is_none(),
        _ => false,
    }
}
