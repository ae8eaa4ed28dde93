//! Rule: `loadline-core` computes and nothing else: no file, no socket, no clock, no runtime. Time and
//! text come in as arguments. Its tests may read files.

use syn::{ItemUse, Path, UseTree, spanned::Spanned as _, visit};

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule { name: "core-purity", find };

const FOLDER: &str = "crates/loadline-core/src/";
/// Paths that begin so do I/O or need a runtime.
const BANNED_PREFIXES: [&str; 4] = ["std::fs", "std::net", "std::io::stdin", "tokio"];
/// Names that read a clock, whatever they are imported as part of.
const BANNED_CLOCKS: [&str; 2] = ["Instant", "SystemTime"];

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| file.path.starts_with(FOLDER) && !file.is_test())
        .flat_map(impure_paths)
        .collect()
}

fn impure_paths(file: &SourceFile) -> Vec<Finding> {
    let mut visitor = Visitor { file: &file.path, findings: Vec::new() };
    if let Some(syntax) = file.syntax() {
        visit::visit_file(&mut visitor, syntax);
    }
    visitor.findings
}

struct Visitor<'a> {
    file: &'a str,
    findings: Vec<Finding>,
}

impl Visitor<'_> {
    fn judge(&mut self, path: &str, line: usize) {
        let begins = |prefix: &&str| {
            path.strip_prefix(*prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let names_clock = path.split("::").any(|part| BANNED_CLOCKS.contains(&part));
        if names_clock || BANNED_PREFIXES.iter().any(begins) {
            let message = format!("`{path}` does not belong in the core: take it as an argument");
            self.findings.push(Finding::new(self.file, line, message));
        }
    }

    /// Follows a `use` tree down to each full path.
    fn follow(&mut self, prefix: &str, tree: &UseTree) {
        let line = tree.span().start().line;
        match tree {
            UseTree::Path(path) => self.follow(&format!("{prefix}{}::", path.ident), &path.tree),
            UseTree::Name(name) => self.judge(&format!("{prefix}{}", name.ident), line),
            UseTree::Rename(rename) => self.judge(&format!("{prefix}{}", rename.ident), line),
            UseTree::Glob(_) => self.judge(prefix.trim_end_matches("::"), line),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.follow(prefix, tree);
                }
            }
        }
    }
}

impl<'ast> visit::Visit<'ast> for Visitor<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.follow("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        // A bare `Instant` was imported: its `use` is the finding.
        if path.segments.len() > 1 {
            let parts: Vec<String> =
                path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.judge(&parts.join("::"), path.span().start().line);
        }
        visit::visit_path(self, path);
    }
}
