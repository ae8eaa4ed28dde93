//! The arithmetic of a stall.

use super::*;

#[test]
fn the_tenth_that_waits_longest_waits_half_of_a_stall_that_hits_a_fifth() {
    let ms = true_ms(1_000, Duration::from_secs(2));
    assert!((999.0..=1002.0).contains(&ms), "{ms}");
}

#[test]
fn a_stall_that_hits_less_than_a_tenth_is_not_seen() {
    assert!(true_ms(1_000, Duration::from_millis(900)).abs() < f64::EPSILON);
}
