//! Many pieces of advice of one rule.

use super::super::advice::{Advice, Severity};
use super::fold;

fn advice(rule: &'static str, number: usize) -> Vec<Advice> {
    let one = |at| Advice::new(rule, Severity::Note, format!("t{at}"), "has no key");
    (0..number).map(one).collect()
}

#[test]
fn a_thousand_of_a_kind_are_some_and_a_number() {
    let folded = fold([advice("a", 1_000), advice("b", 3)].concat());
    assert_eq!(folded.len(), 25 + 3 + 1);
    let last = folded.last().unwrap();
    assert_eq!((last.rule, last.subject.as_str()), ("a", "975 more"));
    assert_eq!(last.evidence, "among them t25, t26, t27");
}

#[test]
fn one_over_the_limit_is_named() {
    let folded = fold(advice("a", 26));
    assert_eq!(folded, advice("a", 26));
}
