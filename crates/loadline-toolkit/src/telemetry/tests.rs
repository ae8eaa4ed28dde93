//! Figures, from the recording to the text.

use super::{Counter, Histogram, Metric, Observe, Registry, Sink};
use std::{sync::Arc, time::Duration};

#[test]
fn a_quantile_is_at_most_an_eighth_too_high_and_never_too_low() {
    for true_ns in [1, 7, 8, 9, 1_000, 123_456, 5_000_000_000, u64::MAX / 2] {
        let histogram = Histogram::new();
        histogram.record_ns(true_ns);
        histogram.record_ns(u64::MAX);
        let found_ns =
            u64::try_from(histogram.snapshot().quantile(0.5).expect("two values").as_nanos())
                .expect("fits");
        assert!(
            found_ns >= true_ns && found_ns - true_ns <= true_ns / 8,
            "{true_ns} became {found_ns}"
        );
    }
}

#[test]
fn an_empty_histogram_has_no_quantile() {
    let nothing = Histogram::new().snapshot();
    assert_eq!((nothing.quantile(0.5), nothing.mean()), (None, Duration::ZERO));
}

#[test]
fn sums_and_counts_are_exact() {
    let histogram = Histogram::new();
    for ms in 0..=100 {
        histogram.record(Duration::from_millis(ms));
    }
    let all = histogram.snapshot();
    assert_eq!(
        (all.count(), all.sum(), all.max()),
        (101, Duration::from_millis(5050), Duration::from_millis(100))
    );
    assert_eq!(all.below_power_of_two_ns(10), 1);
    assert_eq!(all.below_power_of_two_ns(63), 101);
}

/// A part with a counter and a histogram.
#[derive(Default)]
struct Door {
    opened: Counter,
    waited: Histogram,
}

const OPENED: Metric = Metric::new("door.opened", "{time}", "How often").also("doors");
const WAITED: Metric = Metric::new("door.wait_time", "s", "How long");

impl Observe for Door {
    fn observe(&self, sink: &mut dyn Sink) {
        sink.counter(&OPENED, &[("door.side", "\"left\"\n")], self.opened.get());
        sink.histogram(&WAITED, &[], &self.waited.snapshot());
    }
}

#[test]
fn the_text_groups_parts_under_one_head_and_escapes_their_names() {
    let registry = Registry::new();
    let doors = [Arc::new(Door::default()), Arc::new(Door::default())];
    registry.register("front", &doors[0]).expect("room");
    registry.register("ba\\ck", &doors[1]).expect("room");
    doors[0].opened.add(3);
    let text = registry.prometheus_text();
    assert_eq!(text.matches("# TYPE door_opened_total counter").count(), 1);
    assert!(
        text.contains("door_opened_total{name=\"front\",door_side=\"\\\"left\\\"\\n\"} 3\n"),
        "{text}"
    );
    assert!(text.contains("doors{name=\"ba\\\\ck\""), "{text}");
    assert!(
        text.contains("door_wait_time_seconds_bucket{name=\"front\",le=\"+Inf\"} 0\n"),
        "{text}"
    );
}

#[test]
fn a_part_that_was_dropped_is_no_longer_shown() {
    let registry = Registry::new();
    let door = Arc::new(Door::default());
    registry.register("front", &door).expect("room");
    drop(door);
    assert_eq!(registry.prometheus_text(), "");
}

#[test]
fn a_registry_has_a_bound_that_parts_which_are_gone_do_not_count_towards() {
    let registry = Registry::new();
    let doors: Vec<_> = (0..1_000).map(|_| Arc::new(Door::default())).collect();
    for door in &doors {
        registry.register("one", door).expect("room");
    }
    registry.register("more", &Arc::new(Door::default())).expect_err("full");
    drop(doors);
    registry.register("more", &Arc::new(Door::default())).expect("room again");
}
