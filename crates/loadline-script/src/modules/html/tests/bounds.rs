//! Hostile pages: depth, size, overlap.

use super::check;
use crate::modules::html::parse;
use crate::modules::html::parse::ParseError;

#[test]
fn deep_pages_are_parsed_and_walked_without_recursion() {
    check(
        "parseHTML('<div>'.repeat(500) + 'x').find('div').size() => 500
         parseHTML('<div>'.repeat(500) + 'x').text() => \"x\"
         parseHTML('<div>'.repeat(500) + 'x').html().length => 5540
         parseHTML('<div>'.repeat(500) + 'x').find('div').last().parents().size() => 501",
    );
}

#[test]
fn pages_nested_without_end_are_refused() {
    check(
        "parseHTML('<div>'.repeat(100000)) => thrown: html: open stack of elements exceeds 512 nodes",
    );
    assert_eq!(parse(&"<i>".repeat(100_000)).unwrap_err(), ParseError::TooDeep);
}

#[test]
fn overlapping_tags_do_not_multiply_without_end() {
    let fonts: String = (0..400).map(|number| format!("<font size={number}>")).collect();
    let page = format!("{fonts}{}", "<p>x</p></font>".repeat(2_000));
    let parsed = parse(&page);
    assert!(parsed.is_ok_and(|page| page.len() < 1_000_000) || parse(&page).is_err());
}

#[test]
fn a_small_stack_is_enough() {
    let page = format!("{}{}", "<table><tr><td><b><p>".repeat(80), super::PAGE);
    let small = std::thread::Builder::new().stack_size(96 << 10);
    let count = small.spawn(move || parse(&page).map(|page| page.len()));
    assert!(count.unwrap().join().unwrap().is_ok());
}
