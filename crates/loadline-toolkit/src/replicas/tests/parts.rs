//! The parts that are plain values: positions as text, the primary's history, the figures.

use super::fake::{Trio, trio};
use crate::{
    replicas::{Position, history::History},
    telemetry::Registry,
};
use proptest::prelude::*;
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

proptest! {
    #[test]
    fn positions_survive_being_written(bytes: u64) {
        let position = Position::new(bytes);
        prop_assert_eq!(position.to_string().parse(), Ok(position));
    }

    #[test]
    fn no_text_panics(text in ".{0,20}") {
        let _ = text.parse::<Position>();
    }

    /// The lag is the time since the first known position that was not reached: against the plain list of them.
    #[test]
    fn lag_is_the_age_of_the_first_position_not_reached(steps in proptest::collection::vec(0_u64..3, 1..50), at in 0_u64..150) {
        let start = Instant::now();
        let second = |n: usize| start + Duration::from_secs(n as u64);
        let mut history = History::default();
        let mut positions = Vec::new();
        for (n, step) in steps.iter().enumerate() {
            positions.push(positions.last().copied().unwrap_or(0) + step);
            history.note(second(n), Position::new(positions[n]));
        }
        let now = second(positions.len());
        let expected = positions.iter().position(|known| *known > at).map_or(Duration::ZERO, |n| now - second(n));
        prop_assert_eq!(history.lag(now, Position::new(at)), expected);
    }
}

#[test]
fn texts_that_are_no_positions_are_refused() {
    for text in ["", "/", "1", "1/", "/1", "g/1", "1/123456789", "+1/1", "1/1/1"] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_figures_name_each_server() {
    let Trio { router, .. } = trio(|builder| builder).await;
    drop(router.write().await.expect("it serves"));
    let registry = Registry::new();
    let router = Arc::new(router);
    registry.register("shop", &router).expect("there is room");
    let text = registry.prometheus_text();
    for line in [
        "loadline_replicas_up_ratio{name=\"shop\",server=\"east\"} 1",
        "loadline_replicas_lag_seconds{name=\"shop\",server=\"west\"} 0",
        "loadline_replicas_served_total{name=\"shop\",server=\"primary\"} 1",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}
