//! Several loads in one run: each with its own users, clock and name.

use loadline_core::window::names;
use loadline_core::{Aggregate, Tags};
use loadline_load::{FlowScenario, LoadTest, Surroundings};
use loadline_testkit::{Law, LawServer};

use super::run::{constant_rate, constant_users, drive, iterations_each, ms};

fn named(load: &str, path: &str, target: &str) -> FlowScenario {
    let text = format!("flows: {{ one: {{ tasks: [ {{ do: [ {{ get: {path} }} ] }} ] }} }}");
    let file = loadline_core::file::parse(&text).unwrap();
    FlowScenario::of_load(load, &file.flows["one"], target, &[], &Surroundings::default()).unwrap()
}

fn together(tests: [LoadTest; 2]) -> LoadTest {
    let [first, second] = tests;
    LoadTest { loads: [first.loads, second.loads].concat(), ..first }
}

#[test]
fn loads_run_side_by_side_and_are_told_apart_by_name() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let scenario = named("many", "/a", &server.url("")).beside(named("few", "/b", &server.url("")));
    let test = together([constant_rate(100.0, 1_000), iterations_each(2, 5)]);
    let seen = drive(test, scenario);
    let of = |load| match seen.merged(names::HTTP_REQUESTS, load) {
        Some(Aggregate::Counter(count)) => count,
        other => panic!("{load}: {other:?}"),
    };
    assert_eq!((of("many"), of("few")), (100.0, 10.0));
    assert_eq!(seen.requests(), 110);
}

#[test]
fn a_load_that_starts_later_sends_nothing_before() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let scenario =
        named("first", "/a", &server.url("")).beside(named("later", "/b", &server.url("")));
    let mut test = together([constant_rate(20.0, 2_000), constant_users(1, 500)]);
    test.loads[1].after = ms(1_000);
    let seen = drive(test, scenario);
    let later = Tags::new([(names::TAG_LOAD, "later")]);
    assert!(seen.windows[0].merged(names::HTTP_REQUESTS, &later).is_none());
    assert!(seen.merged(names::HTTP_REQUESTS, "later").is_some());
}

#[test]
fn the_offered_rate_is_that_of_all_open_loads_under_way() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let scenario = named("a", "/a", &server.url("")).beside(named("b", "/b", &server.url("")));
    let mut test = together([constant_rate(20.0, 2_000), constant_rate(10.0, 1_000)]);
    test.loads[1].after = ms(1_000);
    let seen = drive(test, scenario);
    let offered =
        |place: usize| match seen.windows[place].merged(names::OFFERED_RATE, &Tags::default()) {
            Some(Aggregate::Gauge(gauge)) => gauge.last,
            other => panic!("{other:?}"),
        };
    assert_eq!((offered(0), offered(1)), (20.0, 30.0));
}
