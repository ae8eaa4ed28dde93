//! Figures against the delays that the server really made. Each recorded time contains one of them, so
//! each recorded quantile is at least the true one; how close it is, `examples/truth.rs` prints.

use loadline_core::window::names;
use loadline_load::LoadTest;
use loadline_testkit::{Law, LawServer, sample};

use crate::run::{constant_rate, constant_users, drive, get, ms};

fn check(law: Law, test: LoadTest, metric: &str) {
    let server = LawServer::start(law, 11).unwrap();
    let seen = drive(test, get(&server.url("/")));
    seen.assert_all_good(server.served());
    let mut truth: Vec<f64> = server.truth().iter().map(std::time::Duration::as_secs_f64).collect();
    assert!(truth.len() > 100);
    for q in [0.5, 0.9, 0.95, 0.99, 0.999, 1.0] {
        let (recorded, true_s) = (seen.quantile(metric, q), sample::exact_quantile(&mut truth, q));
        assert!(recorded >= 0.99 * true_s, "{metric} at {q}: {recorded} s, truly {true_s} s");
    }
}

#[test]
fn closed_response_times_are_never_below_the_truth() {
    let log_normal = Law::LogNormal { median: ms(5), sigma: 0.6 };
    check(log_normal, constant_users(16, 900), names::RESPONSE_TIME);
    let bimodal = Law::Bimodal { fast: ms(2), slow: ms(40), slow_share: 0.05 };
    check(bimodal, constant_users(8, 600), names::RESPONSE_TIME);
}

#[test]
fn open_service_and_response_times_are_never_below_the_truth() {
    let log_normal = || Law::LogNormal { median: ms(5), sigma: 0.6 };
    check(log_normal(), constant_rate(400.0, 700), names::SERVICE_TIME);
    check(log_normal(), constant_rate(400.0, 700), names::RESPONSE_TIME);
}
