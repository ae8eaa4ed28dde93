//! Figures as people read them.

use loadline_core::{Evidence, Origin, Outcome, Promise, Verdict};

use super::*;

#[test]
fn thousands_stand_apart() {
    assert_eq!(count(0), "0");
    assert_eq!(count(999), "999");
    assert_eq!(count(1_000), "1,000");
    assert_eq!(count(1_234_567), "1,234,567");
    assert_eq!(rate(12_345.6), "12,346/s");
    assert_eq!(rate(18.44), "18.4/s");
    assert_eq!(number(-1_234.0), "-1,234");
}

#[test]
fn a_narrow_column_says_less_than_instead_of_many_digits() {
    assert_eq!(narrow_share(0.0), "0%");
    assert_eq!(narrow_share(0.000_02), "<0.01%");
    assert_eq!(narrow_share(0.014_5), "1.45%");
}

#[test]
fn a_clock_has_hours_only_when_needed() {
    assert_eq!(clock(7_900), "0:07");
    assert_eq!(clock(1_260_000), "21:00");
    assert_eq!(clock(3_723_000), "1:02:03");
    assert_eq!([0.0223, 9.87, 10.0, 3_723.0].map(lasted), ["22.3ms", "9.87s", "0:10", "1:02:03"]);
}

fn check_margin(sentence: &str, share: f64, expected: &str) {
    let promise = Promise { objective: sentence.parse().unwrap(), origin: Origin::Implied };
    let outcome = Outcome::Met;
    let (figure, evidence) = (None, Evidence::default());
    let verdict = Verdict { promise, outcome, figure, margin: Some(share), evidence };
    assert_eq!(margin(&verdict).as_deref(), Some(expected));
}

#[test]
fn a_margin_says_which_side_of_the_target() {
    check_margin("http p95 < 200ms", 0.8, "80% to spare");
    check_margin("http p95 < 200ms", -0.56, "56% over");
    check_margin("http p95 < 200ms", -4.04, "5.04× the target");
    check_margin("http rate >= 1000/s", -1.0, "100% short");
    check_margin("http p95 < 200ms", -13.5, "14.5× the target");
    check_margin("http p95 < 200ms", 0.99982, ">99% to spare");
    check_margin("http p95 < 200ms", 1.0, "100% to spare");
    check_margin("http p95 < 200ms", 0.0432, "4.3% to spare");
    check_margin("http p95 < 200ms", -0.176, "18% over");
    check_margin("http rate >= 1000/s", -0.12, "12% short");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    assert_eq!(plain("a\u{1b}[2Jb\r\nc"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}c");
}
