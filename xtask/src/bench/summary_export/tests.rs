//! Reading an exported summary.

use super::*;

const TEXT: &str = r#"{"metrics": {
    "http_reqs": {"count": 1118, "rate": 1117.35},
    "http_req_failed": {"passes": 2, "fails": 1116, "value": 0.0018},
    "checks": {"passes": 1115, "fails": 3, "value": 0.997},
    "http_req_duration": {"avg": 1.5, "p(90)": 3.83}
}}"#;

#[test]
fn the_figures_are_found_by_the_names_of_their_metrics() {
    let summary = SummaryExport::parse(TEXT).unwrap();
    assert_eq!(summary.requests().unwrap(), 1118);
    assert_eq!((summary.requests_failed(), summary.checks_failed()), (2, 3));
    assert_eq!(summary.p90_ms("http_req_duration"), Some(3.83));
}

#[test]
fn a_metric_without_samples_is_not_mentioned() {
    let summary = SummaryExport::parse(TEXT).unwrap();
    assert_eq!(summary.count("dropped_iterations"), 0);
    assert_eq!(summary.p90_ms("http_req_corrected_duration"), None);
}

#[test]
fn a_summary_without_requests_is_refused() {
    let summary = SummaryExport::parse(r#"{"metrics": {}}"#).unwrap();
    assert!(summary.requests().unwrap_err().to_string().contains("the number of requests"));
}
