//! The page as Markdown.

use std::fmt::Write as _;

use crate::globals::GLOBALS;
use crate::modules::{MODULES, Member, Support};

/// Modules of k6 that are not there, and why.
const MISSING: [(&str, &str); 3] = [
    ("k6/browser", "drives a browser, which a load generator at this cost cannot"),
    ("k6/x/*", "extensions of k6 are written in Go and built into its binary"),
    ("k6/experimental/redis", "removed from k6 itself"),
];

/// How names begin that only wrapped modules use.
const INTERNAL: &str = "__loadline";

/// Globals that k6 does not have.
const OWN_GLOBALS: [&str; 15] = [
    "AbortController",
    "AbortSignal",
    "Event",
    "EventTarget",
    "Headers",
    "Request",
    "Response",
    "URL",
    "URLSearchParams",
    "atob",
    "btoa",
    "fetch",
    "performance",
    "queueMicrotask",
    "structuredClone",
];

/// The reference page of modules and globals, as Markdown.
pub fn reference_page() -> String {
    let mut page = String::from(HEAD);
    for module in MODULES {
        let _ = writeln!(page, "\n## `{}`\n\n| member | supported |\n| --- | --- |", module.name);
        module.members.iter().for_each(|member| row(&mut page, member));
    }
    page.push_str("\n## Globals\n\n| global | supported |\n| --- | --- |\n");
    let names = GLOBALS.iter().flat_map(|global| global.words).copied();
    let mut shown: Vec<&str> = names.filter(|name| !name.starts_with(INTERNAL)).collect();
    shown.sort_unstable();
    shown.dedup();
    for name in shown {
        let support = if OWN_GLOBALS.contains(&name) { Support::Own } else { Support::Full };
        let _ = writeln!(page, "| `{name}` | {} |", worded(support));
    }
    page.push_str("\n## Not supported\n\n| module | why |\n| --- | --- |\n");
    for (name, why) in MISSING {
        let _ = writeln!(page, "| `{name}` | {why} |");
    }
    page
}

const HEAD: &str = "# k6 scripts: modules and globals\n
What scripts can import and call. An import of anything else is refused with the module's name and the place \
of the import. How a script is run: [the command line](command-line.md); its figures at the end and its \
outputs: [a script's results](k6-results.md).\n";

fn row(page: &mut String, member: &Member) {
    let _ = writeln!(page, "| `{}` | {} |", member.name, worded(member.support));
}

fn worded(support: Support) -> String {
    match support {
        Support::Full => "yes".to_owned(),
        Support::Partly(how) => format!("partly: {how}"),
        Support::Not(why) => format!("no: {why}"),
        Support::Own => "yes; k6 does not have it".to_owned(),
    }
}
