//! Runs every rule over the checkout and prints what they find.

use super::{rules::RULES, tree::Tree};
use crate::{failure::Failure, workspace::Workspace};

/// Fails when any rule finds anything.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let tree = Tree::of_checkout(workspace)?;
    let mut count = 0;
    for rule in &RULES {
        for finding in (rule.find)(&tree) {
            println!("{}", finding.under(rule));
            count += 1;
        }
    }
    match count {
        0 => Ok(()),
        1 => Err(Failure::Refused("tidy found one break of the style".to_owned())),
        _ => Err(Failure::Refused(format!("tidy found {count} breaks of the style"))),
    }
}
