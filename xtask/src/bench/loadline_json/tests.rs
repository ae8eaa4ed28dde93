//! Reading the figures out of a result cut down to what the benches look at.

use super::*;

const RESULT: &str = r#"{
    "trust": { "trustworthy": true, "findings": [] },
    "requests": { "total": 1200, "failed": 3 },
    "timeline": { "points": [ { "users": 5.0 }, { "users": 64.0 }, { "users": null } ] },
    "generator": { "lag": { "p50_seconds": 0.0005, "p99_9_seconds": null } }
}"#;

#[test]
fn every_figure_is_found_in_a_result() {
    let report = Report::parse(RESULT).expect("it is JSON");
    assert_eq!(report.requests().ok(), Some(1200));
    assert_eq!(report.failed().ok(), Some(3));
    assert_eq!(report.users_max().ok(), Some(64.0));
    assert_eq!(report.lag_ms("p50").ok(), Some(0.5));
    assert_eq!(report.trust().ok(), Some("yes".to_owned()));
}

#[test]
fn a_figure_that_was_not_measured_is_named() {
    let report = Report::parse(RESULT).expect("it is JSON");
    let failure = report.lag_ms("p99_9").expect_err("the lag is null");
    assert!(failure.chain().starts_with("could not read the generator's lag"), "{failure}");
}

#[test]
fn a_result_that_is_not_trusted_says_why() {
    let result = r#"{ "trust": { "trustworthy": false, "findings": [
        { "symptom": "the generator was late", "evidence": "lag p99 12ms" } ] } }"#;
    let report = Report::parse(result).expect("it is JSON");
    let reason = "no (the generator was late: lag p99 12ms)";
    assert_eq!(report.trust().ok(), Some(reason.to_owned()));
}
