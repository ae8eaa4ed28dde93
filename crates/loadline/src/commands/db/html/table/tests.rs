//! Tests of reading figures back.

use super::value;

#[test]
fn figures_are_read_back_from_what_people_read() {
    let check = |text, expected| assert_eq!(value(text), expected, "{text}");
    check("12,345", Some(12_345.0));
    check("340 ms", Some(0.34));
    check("1.5 s !", Some(1.5));
    check("12 min", Some(720.0));
    check("3 days ago", Some(259_200.0));
    check("2.0 KB", Some(2_048.0));
    check("12%", Some(0.12));
    check("–", None);
    check("never", None);
}
