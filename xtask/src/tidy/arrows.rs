//! Rule: a crate depends only on crates that its row of the table names. Tests may also use the testkit
//! and crates of lower floors. A new arrow is a decision: it comes with its line here and in
//! ARCHITECTURE.md.

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};
use crate::workspace::{Arrow, Package};

pub(super) const RULE: Rule = Rule { name: "arrows", find };

/// One row of the table: a crate, its floor and the crates that it may depend on.
struct Row {
    name: &'static str,
    floor: u8,
    may_use: &'static [&'static str],
}

/// The crate that tests alone may use.
const TESTKIT: &str = "loadline-testkit";
/// The floor of crates that stand beside the house and that nothing is built upon.
const BESIDE: u8 = u8::MAX;

const EVERY_LIBRARY: &[&str] = &[
    "loadline-core",
    "loadline-import",
    "loadline-load",
    "loadline-postgres",
    "loadline-report",
    "loadline-script",
    "loadline-shop",
    "loadline-stats",
    "loadline-store",
    "loadline-toolkit",
    "loadline-watch",
];

/// The whole house, with the rooms that are still to be built.
const TABLE: [Row; 14] = [
    Row { name: "loadline-core", floor: 0, may_use: &[] },
    Row { name: "loadline-stats", floor: 1, may_use: &["loadline-core"] },
    Row { name: "loadline-store", floor: 1, may_use: &["loadline-core"] },
    Row { name: "loadline-import", floor: 1, may_use: &["loadline-core"] },
    Row { name: "loadline-report", floor: 1, may_use: &["loadline-core"] },
    Row { name: "loadline-toolkit", floor: 1, may_use: &[] },
    Row { name: "loadline-load", floor: 2, may_use: &["loadline-core"] },
    Row { name: "loadline-postgres", floor: 2, may_use: &["loadline-core"] },
    Row { name: "loadline-watch", floor: 2, may_use: &["loadline-core", "loadline-store"] },
    Row { name: "loadline-script", floor: 3, may_use: &["loadline-core", "loadline-load"] },
    Row { name: "loadline-shop", floor: 3, may_use: &["loadline-toolkit"] },
    Row { name: "loadline", floor: 4, may_use: EVERY_LIBRARY },
    Row { name: TESTKIT, floor: BESIDE, may_use: &["loadline-core"] },
    Row { name: "xtask", floor: BESIDE, may_use: &[] },
];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in tree.packages {
        let Some(row) = row(&package.name) else {
            let message = format!("{} has no row in the table of floors", package.name);
            findings.push(Finding::new(&package.manifest, 1, message));
            continue;
        };
        let forbidden = package.arrows.iter().filter(|arrow| !row.allows(arrow));
        findings.extend(forbidden.map(|arrow| finding(tree, package, arrow)));
    }
    findings
}

impl Row {
    fn allows(&self, arrow: &Arrow) -> bool {
        let is_lower = || row(&arrow.to).is_some_and(|target| target.floor < self.floor);
        self.may_use.contains(&arrow.to.as_str())
            || (arrow.for_tests && (arrow.to == TESTKIT || is_lower()))
    }
}

fn row(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name)
}

fn finding(tree: &Tree, package: &Package, arrow: &Arrow) -> Finding {
    let manifest = tree.file(&package.manifest);
    let line = manifest.map_or(1, |manifest| line_of(manifest, arrow));
    let (from, to) = (&package.name, &arrow.to);
    let purpose = if arrow.for_tests { ", not even for tests" } else { "" };
    Finding::new(&package.manifest, line, format!("{from} may not depend on {to}{purpose}"))
}

/// The manifest's line that draws the arrow; the first line when the manifest draws it otherwise.
fn line_of(manifest: &SourceFile, arrow: &Arrow) -> usize {
    let mut is_in_tests = false;
    for (index, line) in manifest.text.lines().enumerate() {
        if line.starts_with('[') {
            is_in_tests = line.contains("dev-dependencies");
        }
        let rest = line.strip_prefix(arrow.to.as_str());
        let names_it = rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
        if names_it && is_in_tests == arrow.for_tests {
            return index + 1;
        }
    }
    1
}
