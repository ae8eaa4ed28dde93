//! Which samples are kept.

use super::*;

fn sample(name: &str, status: Option<u16>) -> Sample {
    Sample { name: name.to_owned(), status, error: "bad status".to_owned(), ..Sample::default() }
}

#[test]
fn the_first_few_that_failed_alike_are_kept() {
    let mut samples = Samples::default();
    samples.extend((0..10).map(|_| sample("/a", Some(500))));
    assert!(!samples.wants("/a", Some(500), "bad status"));
    assert!(samples.wants("/a", Some(503), "bad status"));
    assert!(samples.wants("/a", Some(500), "failed check"));
    samples.push(sample("/b", None));
    assert_eq!(samples.into_vec().len(), ALIKE_MAX + 1);
}

#[test]
fn there_is_an_end_however_differently_they_fail() {
    let mut samples = Samples::default();
    samples.extend((0..1_000_u16).map(|status| sample("/a", Some(status))));
    assert!(!samples.wants("/new", None, "reset"));
    assert_eq!(samples.into_vec().len(), SAMPLES_MAX);
}
