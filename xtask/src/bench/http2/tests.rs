//! What h2load prints.

use super::h2load_requests;

#[test]
fn requests_are_counted_where_none_failed() {
    let line = |failed: u32| {
        format!(
            "finished in 4.00s, 21803.25 req/s, 2.85MB/s\nrequests: 87213 total, 87277 started, \
             87213 done, 87210 succeeded, {failed} failed, {failed} errored, 0 timeout\n"
        )
    };
    assert_eq!(h2load_requests(&line(0)), Some(87_210));
    assert_eq!(h2load_requests(&line(3)), None);
    assert_eq!(h2load_requests("nothing"), None);
}
