//! Every help page, and the version.

use expect_test::{expect, expect_file};

use crate::program::{Folder, check};

fn check_page(arguments: &[&str], expected: &expect_test::ExpectFile) {
    let folder = Folder::new();
    expected.assert_eq(&folder.run(arguments).redacted(&folder));
}

#[test]
fn the_first_page_lists_the_subcommands() {
    check_page(&["--help"], &expect_file!["snapshots/help.txt"]);
}

#[test]
fn run_explains_its_arguments() {
    check_page(&["run", "--help"], &expect_file!["snapshots/help_run.txt"]);
}

#[test]
fn the_short_page_of_run_is_short() {
    check_page(&["run", "-h"], &expect_file!["snapshots/help_run_short.txt"]);
}

#[test]
fn the_other_subcommands_explain_theirs() {
    let folder = Folder::new();
    let pages = [
        &["try", "--help"][..],
        &["inspect", "--help"],
        &["history", "--help"],
        &["show", "--help"],
        &["import", "--help"],
        &["export", "--help"],
        &["standards", "--help"],
        &["standards", "show", "--help"],
        &["shop", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
    ];
    let page = |arguments: &&[&str]| {
        format!("$ loadline {}\n{}\n", arguments.join(" "), folder.run(arguments))
    };
    let pages: String = pages.iter().map(page).collect();
    expect_file!["snapshots/help_others.txt"].assert_eq(&pages);
}

#[test]
fn every_topic_is_explained() {
    let folder = Folder::new();
    let names =
        ["objectives", "metrics", "tests", "values", "outputs", "imports", "exit-codes", "no-such"];
    let page = |name: &&str| format!("$ loadline help {name}\n{}\n", folder.run(&["help", *name]));
    let pages: String = names.iter().map(page).collect();
    expect_file!["snapshots/help_topics.txt"].assert_eq(&pages);
}

#[test]
fn the_list_of_topics_stands_below_the_first_page() {
    let folder = Folder::new();
    let seen = folder.run(&["help"]);
    assert!(seen.stdout.starts_with(&folder.run(&["--help"]).stdout));
    assert!(seen.stdout.contains("loadline help TOPIC"));
}

#[test]
fn the_reference_of_the_command_line_is_as_the_definitions_make_it() {
    let seen = Folder::new().run(&["man", "--markdown"]);
    expect_file!["../../../../docs/reference/command-line.md"].assert_eq(&seen.stdout);
}

#[test]
fn manual_pages_and_completions_are_made() {
    let folder = Folder::new();
    let seen = folder.run(&["man", "--to", "."]);
    assert_eq!(seen.code, Some(0), "{seen}");
    let page = folder.read("loadline-run.1");
    assert!(page.contains("\\-\\-users"), "{page}");
    for shell in ["bash", "zsh", "fish"] {
        let seen = folder.run(&["completions", shell]);
        assert!(seen.code == Some(0) && seen.stdout.contains("objective"), "{shell}: {seen}");
    }
}

#[test]
fn nothing_at_all_shows_the_first_page_as_an_error() {
    let folder = Folder::new();
    let (nothing, asked) = (folder.run(&[]), folder.run(&["--help"]));
    assert_eq!((nothing.code, nothing.stdout), (Some(2), String::new()));
    assert_eq!(nothing.stderr, asked.stdout);
}

#[test]
fn the_version_is_the_one_of_the_package() {
    let folder = Folder::new();
    let seen = folder.run(&["--version"]);
    assert_eq!(seen.stdout, format!("loadline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_unknown_subcommand_is_a_usage_error() {
    check(
        &Folder::new(),
        &["histroy"],
        &expect![[r#"
        exit 2
        --- stderr
        error: unrecognized subcommand 'histroy'

          tip: a similar subcommand exists: 'history'

        Usage: loadline <COMMAND>

        For more information, try '--help'.
    "#]],
    );
}
