//! Tests of a page's axis.

use super::{Moment, ticks};

#[test]
fn an_axis_names_round_times_of_the_day() {
    let (begin, _) = Moment::read(b"2026-11-21 11:20:31").expect("it is there");
    let names = |length_s: i64| -> Vec<String> {
        ticks(begin, length_s * 1_000).into_iter().map(|(_, name)| name).collect()
    };
    assert_eq!(names(20), ["11:20:35", "11:20:40", "11:20:45", "11:20:50"]);
    assert_eq!(names(900), ["11:22", "11:24", "11:26", "11:28", "11:30", "11:32", "11:34"]);
    assert_eq!(names(86_400 * 3), ["2026-11-22", "2026-11-23", "2026-11-24"]);
    assert_eq!(names(86_400 * 365 * 8).len(), 7);
}
