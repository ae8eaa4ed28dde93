//! What the engine asks while a script runs: `open`, `import.meta.resolve`, which names occur.

use super::Files;
use crate::source::Program;

fn program() -> (Files, Program) {
    let files = Files::of(&[
        ("main.js", "import './lib/a.js'; fetch($x, é1);"),
        ("lib/a.js", "export {};"),
    ]);
    let program = files.load("main.js").unwrap();
    (files, program)
}

fn opened(path: &str) -> String {
    let (files, program) = program();
    let from = files.path().join("lib/a.js");
    match program.open_path(from.to_str().unwrap(), path) {
        Ok(path) => files.redacted(path.to_str().unwrap()),
        Err(error) => format!("error: {error}"),
    }
}

fn resolved(specifier: &str) -> String {
    let (files, program) = program();
    let from = files.path().join("lib/a.js");
    match program.meta_resolve(from.to_str().unwrap(), specifier) {
        Ok(url) => files.redacted(&url),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn open_is_relative_to_the_module() {
    assert_eq!(opened("./d.txt"), "[folder]/lib/d.txt");
    assert_eq!(opened("../d.txt"), "[folder]/d.txt");
    assert_eq!(opened("/etc/d.txt"), "/etc/d.txt");
    assert_eq!(opened("file:///etc/a%20b.txt"), "/etc/a b.txt");
    assert_eq!(opened(""), "error: open() can't be used with an empty filename");
    assert_eq!(opened("https://x/y"), "error: open() reads local files only, not https://x/y");
}

#[test]
fn a_remote_module_opens_absolute_paths_only() {
    let (_files, program) = program();
    let error = program.open_path("https://x/y.js", "./d.txt").unwrap_err();
    assert_eq!(
        error,
        "open() in the remote module https://x/y.js needs an absolute path, not ./d.txt"
    );
}

#[test]
fn resolving_gives_urls_without_looking() {
    assert_eq!(resolved("./missing.js"), "file://[folder]/lib/missing.js");
    assert_eq!(resolved("/abs.js"), "file:///abs.js");
    assert_eq!(resolved("https://x/y.js"), "https://x/y.js");
    assert_eq!(resolved("k6/http"), "k6/http");
    assert_eq!(
        resolved("lodash"),
        "error: lodash could not be recognised as a module, and no node_modules has it"
    );
    let (_files, program) = program();
    assert_eq!(program.meta_resolve("https://x/a/y.js", "../z.js").unwrap(), "https://x/z.js");
}

#[test]
fn words_are_found_whole_in_any_module() {
    let (_files, program) = program();
    assert!(program.uses_global("fetch"));
    assert!(program.uses_global("$x"));
    assert!(!program.uses_global("fet"));
    assert!(!program.uses_global("x"));
    assert!(!program.uses_global("1"));
    assert!(program.uses_global("export"));
}
