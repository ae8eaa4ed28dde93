//! The closing summary as a whole.

use expect_test::expect_file;
use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::Folder;

fn server() -> CannedServer {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

#[test]
fn a_run_ends_with_its_verdicts_and_its_figures() {
    let (server, folder) = (server(), Folder::new());
    // With pauses, so that a busy machine leaves the figures their trust.
    let users = ["--users", "1", "--threads", "1", "--iterations", "20", "--think", "20ms"];
    let promises = ["-o", "http p95 < 60s", "--standards", "tech-stack"];
    let url = server.url("/items/7");
    let run = [&["run", &url, "-q"], &users[..], &promises[..]].concat();
    let seen = folder.run_trusted(&run);
    expect_file!["snapshots/summary.txt"].assert_eq(&seen.without_figures(&folder));
}

#[test]
fn a_burst_is_summed_up_by_count_successes_and_total_time() {
    let (server, folder) = (server(), Folder::new());
    let seen = folder.run(&["run", &server.url("/"), "-q", "--burst", "100"]);
    // Whether such an instant can be trusted depends on the machine; what was done does not.
    let shown = seen.without_figures(&folder);
    assert!(shown.contains("\n  burst of 100, 10m at most · ran TIME · "), "{seen}");
    assert!(shown.contains("\n  Done       100 of 100 requests succeeded in TIME · "), "{seen}");
}
