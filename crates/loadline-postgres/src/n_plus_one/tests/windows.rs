//! What mixed load shows, and what it does not.

use super::simulation::{ENDPOINTS, Load, Observed, observe, texts};
use crate::n_plus_one::{Growth, Ledger, LoopReport, Observation, StatementLoop};

/// The one N+1 of the service and no other, right to 5 %, or to 10 % where the interval says that much.
fn check(observed: &Observed, growth: Growth, seed: u64) -> StatementLoop {
    let report = observed.report();
    let named: Vec<&StatementLoop> = report.n_plus_one().collect();
    assert_eq!(named.len(), 1, "seed {seed}: {report:#?}");
    let found = named[0];
    assert_eq!(
        (found.endpoint.as_str(), found.growth),
        ("/orders", growth),
        "seed {seed}: {found:#?}"
    );
    assert!(found.statement.contains("customers WHERE id = $1"), "seed {seed}: {found:#?}");
    let off = found.calls_per_request.value / observed.customers_per_request - 1.0;
    let calls = found.calls_per_request;
    let is_inside = (calls.low..=calls.high).contains(&observed.customers_per_request);
    assert!(
        off.abs() <= 0.05 || (is_inside && off.abs() <= 0.1),
        "seed {seed}: off by {off}: {found:#?}"
    );
    let parent = found.parent.as_ref().map(|parent| parent.statement.to_string());
    assert!(
        parent.is_some_and(|parent| parent.contains("FROM orders ORDER BY id")),
        "seed {seed}: {found:#?}"
    );
    found.clone()
}

fn only(endpoints: &[usize], load: Load) -> Load {
    let rates = load.rates.into_iter().filter(|(at, _)| endpoints.contains(at)).collect();
    Load { rates, ..load }
}

#[test]
fn under_a_mixed_load_the_loop_is_named_and_no_other() {
    for seed in 0..12 {
        check(&observe(&Load::mixed(seed)), Growth::Proven, seed);
    }
}

#[test]
fn a_page_of_one_size_is_matched_by_the_number_of_rows() {
    for seed in 0..6 {
        let load = Load { pages: vec![25], ..Load::mixed(seed) };
        check(&observe(&load), Growth::Likely, seed);
    }
}

#[test]
fn a_loop_of_constant_length_is_no_more_than_a_note() {
    for seed in 0..4 {
        let report = observe(&Load::mixed(seed)).report();
        let settings = report.loops.iter().find(|found| found.endpoint == "/settings");
        let settings = settings.unwrap_or_else(|| panic!("seed {seed}: {report:#?}"));
        assert_eq!(settings.growth, Growth::Constant, "seed {seed}: {settings:#?}");
        assert!(
            (settings.calls_per_request.value / 12.0 - 1.0).abs() <= 0.05,
            "seed {seed}: {settings:#?}"
        );
    }
}

#[test]
fn pages_that_change_with_other_endpoints_rates_accuse_none_of_them() {
    for seed in 0..8 {
        let mut load = only(&[0, 2, 3, 6], Load::mixed(seed));
        load.pages = vec![10, 40];
        load.in_phases = true;
        load.rates[2].1 = vec![5.0, 40.0];
        check(&observe(&load), Growth::Proven, seed);
    }
}

#[test]
fn endpoints_in_step_are_not_told_apart() {
    let mut load = only(&[0, 3], Load::mixed(1));
    load.pages = vec![20];
    let mut observed = observe(&load);
    for window in &mut observed.windows {
        let orders = window.requests[ENDPOINTS[0]];
        window.requests.insert(ENDPOINTS[3].to_owned(), orders * 2);
    }
    let report = observed.report();
    assert_eq!(report.n_plus_one().count(), 0, "{report:#?}");
    let unknown = report.inseparable.iter().find(|unknown| unknown.statement.contains("customers"));
    let unknown = unknown.unwrap_or_else(|| panic!("{report:#?}"));
    assert_eq!(unknown.endpoints, ["/dashboard", "/orders"]);
}

#[test]
fn where_all_rates_move_alike_the_rows_of_the_list_still_name_the_loop() {
    for seed in 0..12 {
        let mut random = fastrand::Rng::with_seed(seed);
        let speed: Vec<f64> = (0..60).map(|_| 0.4 + random.f64()).collect();
        let steady = [(0, 70.0), (1, 140.0), (3, 60.0), (4, 60.0)];
        let rates = steady.map(|(at, rate)| (at, speed.iter().map(|speed| rate * speed).collect()));
        let load = Load { rates: rates.to_vec(), phase_s: 1, ..Load::mixed(seed) };
        check(&observe(&load), Growth::Proven, seed);
    }
}

#[test]
fn one_endpoint_at_a_steady_rate_is_a_plain_quotient() {
    let mut load = only(&[0], Load::mixed(3));
    load.rates[0].1 = vec![30.0];
    check(&observe(&load), Growth::Proven, 3);
}

#[test]
fn torn_windows_are_dropped_and_counted() {
    let mut observed = observe(&Load::mixed(5));
    for window in observed.windows.iter_mut().step_by(9) {
        window.is_torn = true;
        window.statements.clear();
    }
    check(&observed, Growth::Proven, 5);
    assert_eq!((observed.report().looked_at, observed.report().dropped), (53, 7));
}

#[test]
fn a_run_of_a_few_seconds_says_that_it_was_too_short() {
    let mut observed = observe(&Load::mixed(6));
    observed.windows.truncate(8);
    let report = observed.report();
    assert!(report.is_too_short && report.loops.is_empty());
    assert_eq!(
        LoopReport { is_too_short: true, ..LoopReport::default() },
        Ledger::default().findings(&texts())
    );
}

#[test]
fn an_hour_is_kept_in_few_windows_and_still_told() {
    let load = Load { seconds: 3_000, phase_s: 60, ..only(&[0, 1, 3], Load::mixed(8)) };
    check(&observe(&load), Growth::Proven, 8);
}

#[test]
fn more_statements_and_endpoints_than_are_kept_do_no_harm() {
    let mut observed = observe(&Load::mixed(9));
    for (at, window) in observed.windows.iter_mut().enumerate() {
        for other in 0..100 {
            let mut key = *window.statements.keys().next().unwrap();
            key.query_id = 1_000 + (at * 100 + other) as i64;
            window
                .statements
                .insert(key, super::super::Calls { calls: 1.0, rows: 1.0, total_ms: 1.0 });
            window.requests.insert(format!("/rare/{}", at * 100 + other), 1);
        }
    }
    let report = observed.report();
    assert_eq!((report.is_too_short, report.n_plus_one().count()), (true, 0));
    for window in &mut observed.windows {
        window.requests.retain(|endpoint, _| !endpoint.starts_with("/rare"));
    }
    check(&observed, Growth::Proven, 9);
}

#[test]
fn nonsense_is_borne() {
    let mut ledger = Ledger::default();
    for at in 0..50 {
        let mut window = Observation { seconds: 0.0, ..Observation::default() };
        window.requests.insert("/nothing".to_owned(), 0);
        window.requests.insert("/much".to_owned(), u64::MAX);
        let key = crate::statements::StatementKey {
            role: 0,
            database: 0,
            query_id: 2,
            is_top_level: true,
        };
        let calls = if at % 2 == 0 { f64::MAX } else { -1.0 };
        window
            .statements
            .insert(key, super::super::Calls { calls, rows: f64::NAN, total_ms: f64::INFINITY });
        ledger.add(&window);
    }
    assert_eq!(ledger.findings(&texts()).n_plus_one().count(), 0);
}
