//! Text from outside is text, and the whole stays within its limit.

use super::document::{Document, LENGTH_MAX, code, marked, prose};

#[test]
fn code_holds_back_quotes_and_bars() {
    assert_eq!(code("a|b"), "`a\\|b`");
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`a`"), "`` `a` ``");
    assert_eq!(code("a\nb\u{1b}\u{202e}"), "`a b`");
    assert_eq!(code(" "), "–");
    assert_eq!(code(&"x".repeat(300)).chars().count(), 163);
}

#[test]
fn words_cannot_be_markup_or_mentions() {
    assert_eq!(prose("<b>*@all*"), "&lt;b&gt;\\*&#64;all\\*");
    assert_eq!(marked("used up: `a_b` now_"), "used up: `a_b` now\\_");
}

#[test]
fn a_document_stays_within_its_limit_and_says_what_it_left_out() {
    let mut document = Document::default();
    let rows: Vec<Vec<String>> = (0..10_000).map(|row| vec![format!("row {row}")]).collect();
    document.table(&["Row"], &[0], &rows);
    document.block("after");
    let text = document.into_text();
    assert!(text.len() <= LENGTH_MAX && text.len() > LENGTH_MAX - 300, "{}", text.len());
    assert!(text.ends_with("was left out; the other formats have it all.\n"));
    assert!(!text.contains("after"));
}
