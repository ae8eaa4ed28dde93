//! The tree: places in bytes and columns, what is refused, and that no text makes it panic.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::reader::{Reader, nearest, read};
use super::tree::parse;
use super::*;
use crate::objective::Objective;

/// The tree with the source behind each node, one line a node.
fn drawn(source: &str) -> String {
    let tree = parse(source).unwrap_or_else(|error| panic!("{error:?}"));
    let mut drawing = String::new();
    if let Some(root) = &tree.root {
        draw(source, root, 0, &mut drawing);
    }
    drawing
}

fn draw(source: &str, node: &Node, depth: usize, drawing: &mut String) {
    let Place { offset, length, line, column } = node.place;
    let part = source[offset..offset + length].replace('\n', "⏎");
    write!(drawing, "{}{line}:{column} {part}", "  ".repeat(depth)).unwrap();
    match &node.kind {
        Kind::Scalar(scalar) if !scalar.plain => {
            let inside = scalar.inside.map(|place| place.column);
            writeln!(drawing, " = {:?} inside {inside:?}", scalar.text).unwrap();
        }
        Kind::Scalar(scalar) => writeln!(drawing, " = {}", scalar.text).unwrap(),
        Kind::Sequence(nodes) => {
            writeln!(drawing).unwrap();
            nodes.iter().for_each(|node| draw(source, node, depth + 1, drawing));
        }
        Kind::Mapping(entries) => {
            writeln!(drawing).unwrap();
            for Entry { key, value } in entries {
                let Place { line, column, .. } = key.place;
                writeln!(drawing, "{}{line}:{column} {}:", "  ".repeat(depth), key.text).unwrap();
                draw(source, value, depth + 1, drawing);
            }
        }
    }
}

fn refuse(source: &str, expected: &Expect) {
    let error = parse(source).unwrap_err();
    let Diagnostic { message, hint, line, column, length, .. } = error;
    expected.assert_eq(&format!("{line}:{column}+{length} {message}\nhint: {}\n", hint.unwrap()));
}

#[test]
fn every_node_knows_its_place() {
    let source = "name: shop # why\nlist:\n  - a b\n  - { x: 'it', y: \"\u{e9} \\t\" }\nempty:\n";
    expect![[r#"
        1:1 name: shop # why
        1:1 name:
          1:7 shop = shop
        2:1 list:
          3:3 - a b
            3:5 a b = a b
            4:5 { x: 'it', y: "é \t" }
            4:7 x:
              4:10 'it' = "it" inside Some(11)
            4:16 y:
              4:19 "é \t" = "é \t" inside None
        5:1 empty:
          5:6  = 
    "#]]
    .assert_eq(&drawn(source));
}

#[test]
fn places_hold_after_wide_letters_windows_lines_and_a_byte_order_mark() {
    expect![[r#"
        1:1 é😀: éb
        1:1 é😀:
          1:5 éb = éb
        2:1 next:
          2:7 "😀: c" = "😀: c" inside Some(8)
    "#]]
    .assert_eq(&drawn("\u{e9}\u{1f600}: \u{e9}b\r\nnext: \"\u{1f600}: c\"\r\n"));
    expect![[r#"
        1:1 a: b
        1:1 a:
          1:4 b = b
        2:1 c:
          2:4 d = d
    "#]]
    .assert_eq(&drawn("\u{feff}a: b\nc: d\n"));
}

#[test]
fn anchors_and_aliases_are_followed() {
    expect![[r#"
        1:1 a: &one { x: 1 }
        1:1 a:
          1:4 &one { x: 1 }
          1:11 x:
            1:14 1 = 1
        2:1 b:
          1:4 &one { x: 1 }
          1:11 x:
            1:14 1 = 1
        3:1 c:
          3:4 &two text = text
        4:1 d:
          3:4 &two text = text
    "#]]
    .assert_eq(&drawn("a: &one { x: 1 }\nb: *one\nc: &two text\nd: *two\n"));
}

#[test]
fn blocks_of_text_have_no_inside() {
    expect![[r#"
        1:1 a: |
        1:1 a:
          2:3 one⏎  two = "one\ntwo\n" inside None
        4:1 b:
          4:4 'it''s' = "it's" inside None
        5:1 c:
          5:4 two⏎  lines = two lines
    "#]]
    .assert_eq(&drawn("a: |\n  one\n  two\nb: 'it''s'\nc: two\n  lines\n"));
}

#[test]
fn what_is_not_yaml_is_shown_in_its_place() {
    refuse(
        "a:\n\tb: 1\n",
        &expect![[r#"
        2:2+0 a tab stands where spaces are wanted
        hint: indent with spaces
    "#]],
    );
    refuse(
        "a: \"open\nb: 1\n",
        &expect![[r#"
        1:4+0 a quoted text does not end
        hint: close the quote on the line it begins
    "#]],
    );
    refuse(
        "a: { b: 1\n",
        &expect![[r#"
        2:1+0 a list or mapping does not end
        hint: close it with `]` or `}`, and look for a missing comma
    "#]],
    );
    refuse(
        "a: b: c\n",
        &expect![[r#"
        1:5+0 a `: ` inside a text
        hint: put quotes around a text that holds `: `
    "#]],
    );
    refuse(
        "a: *nobody\n",
        &expect![[r#"
        1:4+0 an alias of nothing
        hint: put quotes around a text that begins with `*`
    "#]],
    );
    refuse(
        "a: 1\n---\nb: 2\n",
        &expect![[r#"
        2:1+3 a second document begins here
        hint: keep one
    "#]],
    );
    refuse(
        "a: !!str 1\n",
        &expect![[r#"
        1:4+7 tags are not supported
        hint: leave the `!…` out
    "#]],
    );
    refuse(
        "{{user}}: 1\n",
        &expect![[r#"
        1:2+6 a key must be a text
        hint: put quotes around a text with `{{…}}`, `[` or `{`
    "#]],
    );
    refuse(
        "a: &a [ *a ]\n",
        &expect![[r#"
        1:9+2 an alias stands inside what it repeats
        hint: leave it out
    "#]],
    );
}

#[test]
fn repeated_keys_are_reported_and_the_first_is_kept() {
    let tree = parse("a: 1\nb: 2\na: 3\n").unwrap();
    let repeated = &tree.repeated[0];
    assert_eq!((repeated.line, repeated.message.as_str()), (3, "the key `a` stands here twice"));
}

#[test]
fn a_file_that_multiplies_itself_is_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let last = format!("*a{}, ", level - 1).repeat(10);
        writeln!(bomb, "a{level}: &a{level} [{last}]").unwrap();
    }
    let error = parse(&bomb).unwrap_err();
    assert!(error.message.contains("more than 200000 values"), "{error}");

    let wide = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(100));
    assert!(parse(&wide).unwrap_err().message.contains("4 MiB"));
}

#[test]
fn depth_is_bounded_and_counts_through_aliases() {
    let nested = |levels: usize| format!("{}x{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(&nested(64)).is_ok());
    assert!(parse(&nested(65)).unwrap_err().message.contains("deeper than 64 levels"));
    let aliased = |levels| format!("a: &a {}\nb: [[[*a]]]\n", nested(levels));
    assert!(parse(&aliased(60)).is_ok());
    assert!(parse(&aliased(61)).unwrap_err().message.contains("deeper than 64 levels"));
}

#[test]
fn a_file_larger_than_the_bound_is_not_read() {
    let large = "#".repeat((4 << 20) + 1);
    assert!(parse(&large).unwrap_err().message.contains("larger than 4 MiB"));
}

#[test]
fn no_text_makes_it_panic() {
    let sample =
        "a: &x [1, 'b', \"c\\n\"]\nd: { e: *x, f: |\n  g\n}\n- h\n\t? \u{e9}: !t %\r\n---\n...";
    let letters: Vec<char> = sample.chars().collect();
    let seed = 11;
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..20_000 {
        let count = random.usize(0..40);
        let text: String = (0..count).map(|_| letters[random.usize(..letters.len())]).collect();
        let outcome = std::panic::catch_unwind(|| parse(&text).map(|tree| tree.root.is_some()));
        assert!(outcome.is_ok(), "seed {seed}: {text:?}");
    }
}

#[test]
fn reading_goes_on_after_a_mistake_but_not_for_ever() {
    let source: String = (0..50).map(|key| format!("k{key}: 1\n")).collect();
    let errors = read(&source, "the file", |reader, mapping| mapping.finish(reader)).unwrap_err();
    assert_eq!(errors.len(), 20);
    assert!(errors.is_sorted_by_key(|error| error.offset));
}

#[test]
fn an_objective_is_shown_at_its_wrong_word() {
    let source = "o: \"http p95 < fast\"\n";
    let errors = read(source, "the file", |reader: &mut Reader, mut mapping| {
        mapping.take("o").and_then(|node| reader.sentence::<Objective>(node))
    });
    let error = &errors.unwrap_err()[0];
    assert_eq!(&source[error.offset..error.offset + error.length], "fast");
    assert_eq!(error.column, 16);
}

#[test]
fn only_near_names_are_suggested() {
    assert_eq!(nearest("taks", &["tasks", "think"]), Some("tasks"));
    assert_eq!(nearest("volume", &["tasks", "think"]), None);
}
