//! Reading the rivals' reports.

use super::*;

#[test]
fn the_requests_of_wrk_are_read_and_errors_refused() {
    let clean = "Running 8s test\n  1 threads\n  159402 requests in 8.00s, 40.12MB read\n";
    assert_eq!(wrk_requests(clean), Some(159_402));
    let failing = format!("{clean}  Socket errors: connect 0, read 3, write 0, timeout 0\n");
    assert_eq!(wrk_requests(&failing), None);
}

#[test]
fn the_requests_of_oha_are_read_and_errors_refused() {
    let report = |errors: &str, statuses: &str| {
        format!(r#"{{"statusCodeDistribution":{{{statuses}}},"errorDistribution":{{{errors}}}}}"#)
    };
    let cut_off = r#""aborted due to deadline":64"#;
    assert_eq!(oha_requests(&report(cut_off, r#""200":1234"#)), Some(1234));
    assert_eq!(oha_requests(&report(r#""connection refused":1"#, r#""200":1234"#)), None);
    assert_eq!(oha_requests(&report("", r#""200":1234,"500":1"#)), None);
}
