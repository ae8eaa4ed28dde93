//! Each rule on a small tree in memory: what it finds, and that it leaves the sound part alone.

use expect_test::{Expect, expect};

use super::{
    arrows, attributes, core_purity, entry_point, file_length, file_names, foreign_words,
    function_length, headers, module_files,
    rule::Rule,
    rules::RULES,
    test_binaries,
    tree::{SourceFile, Tree},
    unfinished, unsafe_notes,
};
use crate::workspace::{Arrow, Package};

/// Runs one rule over files given as path and text, and compares its findings.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a rule and an expectation read best as literals"
)]
fn check(rule: Rule, files: &[(&str, &str)], expected: Expect) {
    let files = files.iter().map(|(path, text)| SourceFile::new(path, *text)).collect();
    check_tree(&rule, &Tree { files, packages: &[] }, &expected);
}

fn check_tree(rule: &Rule, tree: &Tree, expected: &Expect) {
    let lines: Vec<String> =
        (rule.find)(tree).iter().map(|finding| finding.under(rule) + "\n").collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn a_file_without_a_header_is_found() {
    let files = [("a.rs", "//! Says what it is.\n"), ("b.rs", "fn b() {}\n"), ("c.md", "text")];
    check(
        headers::RULE,
        &files,
        expect![[r#"
        b.rs:1: headers: open the file with a `//!` header
    "#]],
    );
}

#[test]
fn an_arrow_outside_the_table_is_found_at_its_line() {
    let manifest = "[dependencies]\nloadline-core = 1\nloadline-store = 1\n";
    let arrow = |to: &str, for_tests| Arrow { to: to.to_owned(), for_tests };
    let packages = [
        Package {
            name: "loadline-load".to_owned(),
            manifest: "crates/loadline-load/Cargo.toml".to_owned(),
            arrows: vec![arrow("loadline-core", false), arrow("loadline-store", false)],
            ..Package::default()
        },
        Package { name: "loadline-attic".to_owned(), ..Package::default() },
    ];
    let files = vec![SourceFile::new("crates/loadline-load/Cargo.toml", manifest)];
    check_tree(
        &arrows::RULE,
        &Tree { files, packages: &packages },
        &expect![[r#"
        crates/loadline-load/Cargo.toml:3: arrows: loadline-load may not depend on loadline-store
        :1: arrows: loadline-attic has no row in the table of floors
    "#]],
    );
}

#[test]
fn tests_may_use_the_testkit_and_lower_floors_but_not_higher_ones() {
    let arrow = |to: &str| Arrow { to: to.to_owned(), for_tests: true };
    let packages = [Package {
        name: "loadline-load".to_owned(),
        manifest: "Cargo.toml".to_owned(),
        arrows: vec![arrow("loadline-testkit"), arrow("loadline-store"), arrow("loadline-shop")],
        ..Package::default()
    }];
    check_tree(
        &arrows::RULE,
        &Tree { files: Vec::new(), packages: &packages },
        &expect![[r#"
        Cargo.toml:1: arrows: loadline-load may not depend on loadline-shop, not even for tests
    "#]],
    );
}

#[test]
fn a_name_that_promises_a_bit_of_everything_is_found() {
    let files = [("src/utils.rs", ""), ("src/clock.rs", "")];
    check(
        file_names::RULE,
        &files,
        expect![[r#"
        src/utils.rs:1: file-names: name the file after the one thing it holds
    "#]],
    );
}

#[test]
fn code_in_a_table_of_contents_is_found() {
    let text = "//! Docs.\nmod a;\npub use a::A;\n\nmod b {}\nconst C: u8 = 1;\n";
    check(
        module_files::RULE,
        &[("src/lib.rs", text), ("src/c.rs", text)],
        expect![[r#"
        src/lib.rs:5: module-files: move the code to a file of its own
        src/lib.rs:6: module-files: move the code to a file of its own
    "#]],
    );
}

#[test]
fn a_long_entry_point_is_found() {
    let path = "crates/loadline/src/main.rs";
    check(entry_point::RULE, &[(path, &"//! Line.\n".repeat(14))], expect![""]);
    check(
        entry_point::RULE,
        &[(path, &"//! Line.\n".repeat(15))],
        expect![[r#"
        crates/loadline/src/main.rs:15: entry-point: 15 lines, at most 14 wanted: move code to the library
    "#]],
    );
}

#[test]
fn a_second_test_binary_is_found() {
    let files = [
        ("crates/a/tests/it/main.rs", ""),
        ("crates/a/tests/it/run.rs", ""),
        ("crates/a/tests/other.rs", ""),
        ("crates/a/tests/more/main.rs", ""),
    ];
    check(
        test_binaries::RULE,
        &files,
        expect![[r#"
        crates/a/tests/other.rs:1: test-binaries: make it a module of tests/it/main.rs
        crates/a/tests/more/main.rs:1: test-binaries: make it a module of tests/it/main.rs
    "#]],
    );
}

#[test]
fn one_file_in_ten_may_be_long_but_none_very_long() {
    let long = "//! Line.\n".repeat(401);
    let very_long = "//! Line.\n".repeat(701);
    let mut files = vec![("short.rs", "//! Short.\n"); 9];
    files.push(("long.rs", &long));
    check(file_length::RULE, &files, expect![""]);
    files[9].1 = &very_long;
    check(
        file_length::RULE,
        &files,
        expect![[r#"
        long.rs:701: file-length: 701 lines: at most 700 lines, ever
    "#]],
    );
    files.pop();
    files[8] = ("long.rs", &long);
    check(
        file_length::RULE,
        &files,
        expect![[r#"
        long.rs:401: file-length: 401 lines: 1 of 9 files have more than 400 lines, one in 10 may
    "#]],
    );
}

#[test]
fn a_long_function_is_found_wherever_it_stands() {
    let body = "let _ = 1;\n".repeat(69);
    let text = format!(
        "//! Docs.\nfn long() {{\n{body}}}\nimpl A {{\nfn method() {{\n{body}}}\n}}\nfn short() {{}}\n"
    );
    check(
        function_length::RULE,
        &[("a.rs", &text)],
        expect![[r#"
        a.rs:2: function-length: `long` has 71 lines, at most 70 wanted
        a.rs:74: function-length: `method` has 71 lines, at most 70 wanted
    "#]],
    );
}

#[test]
fn attributes_that_hide_something_are_found_even_in_macros() {
    let text = "//! Docs with `#[ignore]`.\n#![allow(dead_code)]\n#[test]\n#[ignore]\nfn a() {}\n\
        m! { #[should_panic] fn b() {} }\n#[cfg_attr(test, allow(unused))]\nfn c() {}\n\
        #[expect(unused, reason = \"allow\")]\nfn d() { let _ = \"#[ignore]\"; }\n";
    check(
        attributes::RULE,
        &[("a.rs", text)],
        expect![[r#"
        a.rs:2: attributes: no `allow`: use `expect` with a reason
        a.rs:4: attributes: no `ignore`: run the test or delete it
        a.rs:6: attributes: no `should_panic`: assert the value that the code returns
        a.rs:7: attributes: no `allow`: use `expect` with a reason
    "#]],
    );
}

#[test]
fn unsafe_code_without_its_note_is_found() {
    let text = "//! Docs.\n// SAFETY: nothing is touched.\nunsafe fn sound() {}\n\n\n\n\n\n\n\n\
        fn bare() { unsafe {} }\n";
    check(
        unsafe_notes::RULE,
        &[("a.rs", text)],
        expect![[r#"
        a.rs:11: unsafe-notes: say why it is sound in a `// SAFETY: …` note above
    "#]],
    );
}

#[test]
fn a_clock_or_a_file_in_the_core_is_found() {
    let text = "//! Docs.\nuse std::{fmt, fs, time::{Duration, Instant}};\n\
        fn a(_: std::net::IpAddr) -> Duration { tokio::time::sleep(x); loop {} }\n";
    let files = [
        ("crates/loadline-core/src/a.rs", text),
        ("crates/loadline-core/src/tests.rs", text),
        ("crates/loadline-load/src/a.rs", text),
    ];
    check(
        core_purity::RULE,
        &files,
        expect![[r#"
        crates/loadline-core/src/a.rs:2: core-purity: `std::fs` does not belong in the core: take it as an argument
        crates/loadline-core/src/a.rs:2: core-purity: `std::time::Instant` does not belong in the core: take it as an argument
        crates/loadline-core/src/a.rs:3: core-purity: `std::net::IpAddr` does not belong in the core: take it as an argument
        crates/loadline-core/src/a.rs:3: core-purity: `tokio::time::sleep` does not belong in the core: take it as an argument
    "#]],
    );
}

#[test]
fn marks_of_unfinished_work_are_found_as_whole_words() {
    let text = concat!("a TO", "DO b\nTO", "DOS\n# FIX", "ME\n");
    check(
        unfinished::RULE,
        &[("a.toml", text)],
        expect![[r#"
        a.toml:1: unfinished: finish it, or make it an issue and take the mark away
        a.toml:3: unfinished: finish it, or make it an issue and take the mark away
    "#]],
    );
}

#[test]
fn a_path_of_one_machine_is_found() {
    let text = concat!("cd /wo", "rk/main\ncd /workshop\n");
    check(
        foreign_words::RULE,
        &[("a.md", text)],
        expect![[r#"
        a.md:1: foreign-words: name no path of one machine
    "#]],
    );
}

#[test]
fn no_two_rules_share_a_name() {
    let mut names = RULES.map(|rule| rule.name);
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}
