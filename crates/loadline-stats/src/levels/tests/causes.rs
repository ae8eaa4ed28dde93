//! What is said to be behind a breaking point.

use loadline_core::level::{Breaking, Cause, LoadAxis, SaturationSign};
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Window, names, watched};
use loadline_core::{Histogram, Origin, Promise, Tags};

use super::queue::{Queue, steps};
use crate::levels::LevelsBuilder;

const LOADS: [f64; 6] = [100.0, 200.0, 300.0, 380.0, 440.0, 500.0];

/// A run against a queue that carries 400/s, with what `also` adds to each window at its offered rate.
fn breaking(promises: &[&str], also: impl Fn(f64, &mut Window)) -> Breaking {
    let mut windows = Queue::new(4, 0.01, false).open(&steps(&LOADS, 15), false, 1);
    let promise = |sentence: &&str| Promise {
        objective: sentence.parse().unwrap(),
        origin: Origin::CommandLine,
    };
    let promises = promises.iter().map(promise).collect();
    let mut builder = LevelsBuilder::new(LoadAxis::OfferedRate, 0, promises);
    for (second, window) in windows.iter_mut().enumerate() {
        also(LOADS[second / 15], window);
        builder.observe(window);
    }
    builder.finish().breaking_point.unwrap().breaking
}

fn gauge(window: &mut Window, metric: &str, value: f64) {
    window.series.insert(SeriesKey::bare(metric), Aggregate::Gauge(Gauge::reading(value)));
}

fn cause(breaking: &Breaking) -> &Cause {
    match breaking {
        Breaking::Found { cause, .. } => cause,
        other => panic!("not found: {other:?}"),
    }
}

#[test]
fn the_resource_that_was_used_up_first_is_the_cause() {
    let breaking = breaking(&[], |load, window| {
        gauge(window, watched::POOL, (load / 390.0).min(1.0));
        gauge(window, watched::CPU, (load / 480.0).min(1.0));
        gauge(window, watched::MEMORY, 0.3);
    });
    let Cause::Resource(pool) = cause(&breaking) else { panic!("{breaking:?}") };
    assert_eq!((&*pool.series.metric, pool.load), (watched::POOL, 380.0));
    assert_eq!(pool.sign, SaturationSign::UsedUp);
    let Breaking::Found { saturated, .. } = &breaking else { unreachable!() };
    assert_eq!(saturated.len(), 2);
}

#[test]
fn a_resource_that_others_had_used_up_before_is_not_the_cause() {
    let breaking = breaking(&[], |load, window| {
        gauge(window, watched::POOL, (load / 390.0).min(1.0));
        gauge(window, watched::HOST_CPU, 0.98);
    });
    let Breaking::Found { cause: Cause::Resource(pool), saturated, .. } = &breaking else {
        panic!("{breaking:?}")
    };
    assert_eq!((&*pool.series.metric, saturated.len()), (watched::POOL, 1));
}

#[test]
fn a_resource_past_its_objective_counts_as_at_its_limit() {
    let breaking = breaking(&["cpu avg < 60%"], |load, window| {
        gauge(window, watched::CPU, load / 600.0);
    });
    let Cause::Resource(cpu) = cause(&breaking) else { panic!("{breaking:?}") };
    assert_eq!(cpu.sign, SaturationSign::Missed("cpu avg < 60%".to_owned()));
    assert_eq!(cpu.load, 380.0);
}

#[test]
fn a_resource_that_levelled_off_is_a_hint() {
    let breaking = breaking(&[], |load, window| {
        gauge(window, watched::CPU, (load / 800.0).min(0.5));
    });
    let Cause::Resource(cpu) = cause(&breaking) else { panic!("{breaking:?}") };
    assert_eq!(cpu.sign, SaturationSign::LevelledOff);
}

#[test]
fn what_is_not_known_is_said() {
    let Breaking::Found { cause: Cause::Unknown { why }, .. } = breaking(&[], |_, _| {}) else {
        panic!("a cause without a measurement")
    };
    assert!(why.starts_with("no resource was watched"), "{why}");
    let idle = breaking(&[], |_, window| gauge(window, watched::CPU, 0.2));
    let Cause::Unknown { why } = cause(&idle) else { panic!("{idle:?}") };
    assert_eq!(why, "no watched resource came to its limit; the fullest was cpu at 20%");
}

#[test]
fn cache_hits_near_all_are_no_limit() {
    let breaking = breaking(&[], |_, window| {
        let key = SeriesKey::bare(watched::CACHE_HITS);
        window.series.insert(key, Aggregate::Share(Share { hits: 99, total: 100 }));
    });
    assert!(matches!(cause(&breaking), Cause::Unknown { .. }), "{breaking:?}");
}

#[test]
fn a_generator_past_its_limits_is_no_breaking_point_of_the_target() {
    let breaking = breaking(&[], |load, window| {
        let busy = if load > 400.0 { 0.97 } else { 0.4 };
        let key = SeriesKey::new(names::GENERATOR_CPU, Tags::new([("thread", "0")]));
        window.series.insert(key, Aggregate::Gauge(Gauge::reading(busy)));
    });
    let Breaking::Generator { load, limit } = breaking else { panic!("{breaking:?}") };
    assert_eq!(load, 440.0);
    assert_eq!(limit, "its threads used 97% of their cores");
}

#[test]
fn too_few_users_are_the_generators_doing() {
    let breaking = breaking(&[], |load, window| {
        let mut service = Histogram::new();
        (0..10).for_each(|_| service.record(0.010));
        let key = SeriesKey::bare(names::SERVICE_TIME);
        window.series.insert(key, Aggregate::Histogram(service));
        let hits = if load > 400.0 { 90 } else { 0 };
        let late = Aggregate::Share(Share { hits, total: 100 });
        window.series.insert(SeriesKey::bare(names::LATE_ARRIVALS), late);
    });
    assert!(
        matches!(&breaking, Breaking::Generator { limit, .. } if limit.contains("--max-users"))
    );
}
