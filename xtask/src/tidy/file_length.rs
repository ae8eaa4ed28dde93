//! Rule: nine Rust files in ten have at most 400 lines, and none has more than 700.

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule { name: "file-length", find };

const LINES_USUAL: usize = 400;
const LINES_MAX: usize = 700;
/// One file in this many may be longer than usual.
const LONG_SHARE: usize = 10;

fn find(tree: &Tree) -> Vec<Finding> {
    let count = tree.rust_files().count();
    let long: Vec<_> = tree.rust_files().filter(|file| lines(file) > LINES_USUAL).collect();
    if long.len() * LONG_SHARE > count {
        let message = format!(
            "{} of {count} files have more than {LINES_USUAL} lines, one in {LONG_SHARE} may",
            long.len()
        );
        return long.iter().map(|file| finding(file, LINES_USUAL, &message)).collect();
    }
    long.iter()
        .filter(|file| lines(file) > LINES_MAX)
        .map(|file| finding(file, LINES_MAX, &format!("at most {LINES_MAX} lines, ever")))
        .collect()
}

fn finding(file: &SourceFile, lines_max: usize, reason: &str) -> Finding {
    Finding::new(&file.path, lines_max + 1, format!("{} lines: {reason}", lines(file)))
}

fn lines(file: &SourceFile) -> usize {
    file.text.lines().count()
}
