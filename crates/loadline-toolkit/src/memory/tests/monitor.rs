//! Alarms on a paused clock, from made-up sizes.

use crate::{
    memory::{Alarm, ConfigError, Limit, MemoryMonitor, MonitorBuilder},
    telemetry::Registry,
};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, timeout};

const MINUTE: Duration = Duration::from_secs(60);

/// A monitor of the size that `size` gives by the second, with a limit of 1,000,000.
fn monitor(size: impl Fn(u64) -> u64 + Send + Sync + 'static) -> MonitorBuilder {
    let begin = Instant::now();
    MemoryMonitor::builder()
        .limit(Limit::Bytes(1_000_000))
        .reader(move || Ok(size(begin.elapsed().as_secs())))
}

/// The alarms of an hour by the minute they were told.
async fn alarms(builder: MonitorBuilder) -> Vec<(u64, Vec<Alarm>)> {
    let monitor = builder.build().expect("sound");
    let begin = Instant::now();
    let mut told = Vec::new();
    let run = monitor.run(|seen| told.push((begin.elapsed().as_secs() / 60, seen.alarms.clone())));
    timeout(MINUTE * 60, run).await.expect_err("it never ends");
    told
}

#[tokio::test(start_paused = true)]
async fn a_size_that_stays_or_warms_up_or_breathes_is_no_alarm() {
    assert_eq!(alarms(monitor(|_| 500_000)).await, []);
    assert_eq!(alarms(monitor(|s| 100_000 + 1_000 * s.min(240))).await, [], "a warm cache");
    assert_eq!(alarms(monitor(|s| 500_000 + 40_000 * (s / 30 % 2))).await, [], "it breathes");
}

#[tokio::test(start_paused = true)]
async fn a_size_that_grows_is_told_when_the_window_after_the_warm_up_is_over_and_once_a_window() {
    let told = alarms(monitor(|s| 100_000 + 50 * s + s % 7 * 100)).await;
    let minutes: Vec<u64> = told.iter().map(|(minute, _)| *minute).collect();
    assert_eq!(minutes, [15, 25, 35, 45, 55]);
    let [Alarm::Growing { growth_lower, limit_in }] = told[0].1[..] else {
        panic!("{told:?}");
    };
    assert!((0.25..0.27).contains(&growth_lower), "{growth_lower}");
    let left = limit_in.expect("there is a limit").as_secs();
    assert!((16_000..18_000).contains(&left), "{left}");
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_near_the_limit_are_an_alarm_and_a_dip_is_none() {
    let told = alarms(monitor(|s| if s > 1_200 { 950_000 } else { 890_000 })).await;
    assert_eq!(told[0], (30, vec![Alarm::NearLimit { share_min: 0.95 }]));
    assert_eq!(alarms(monitor(|s| if s % 500 < 20 { 100_000 } else { 990_000 })).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_look_that_fails_leaves_what_is_known() {
    let looks = Arc::new(AtomicU64::new(0));
    let builder =
        MemoryMonitor::builder().reader(move || match looks.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(5),
            _ => Err(io::ErrorKind::NotFound.into()),
        });
    let monitor = builder.build().expect("sound");
    monitor.sample().expect("the first");
    monitor.sample().expect_err("the second");
    assert_eq!(monitor.stats().last.expect("the first").resident_bytes, 5);
}

#[tokio::test(start_paused = true)]
async fn it_shows_its_figures_and_keeps_a_bounded_number_of_samples() {
    let monitor = Arc::new(monitor(|_| 500_000).build().expect("sound"));
    for _ in 0..10_000 {
        monitor.sample().expect("a size");
    }
    let registry = Registry::new();
    registry.register("service", &monitor).expect("room");
    let text = registry.prometheus_text();
    assert!(text.contains("process_resident_memory_bytes{name=\"service\"} 500000\n"), "{text}");
    assert!(text.contains("process_memory_limit_bytes{name=\"service\"} 1000000\n"), "{text}");
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let refused = |set: fn(MonitorBuilder) -> MonitorBuilder| {
        set(MemoryMonitor::builder()).build().expect_err("refused")
    };
    assert_eq!(
        refused(|set| set.interval(Duration::ZERO)),
        ConfigError::Zero { setting: "interval" }
    );
    assert_eq!(refused(|set| set.limit(Limit::Bytes(0))), ConfigError::Zero { setting: "limit" });
    let few = ConfigError::Samples { samples: 6, min: 10, max: 240 };
    assert_eq!(refused(|set| set.window(MINUTE)), few);
    assert_eq!(
        refused(|set| set.share_max(1.5)),
        ConfigError::Share { setting: "share_max", max: 1 }
    );
    let growth = ConfigError::Share { setting: "growth_max", max: 1_000 };
    assert_eq!(refused(|set| set.growth_max(f64::NAN)), growth);
}
