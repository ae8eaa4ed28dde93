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
    let users = ["--users", "1", "--threads", "1", "--iterations", "20"];
    let promises = ["-o", "http p95 < 60s", "--standards", "tech-stack"];
    let url = server.url("/items/7");
    let run = [&["run", &url, "-q"], &users[..], &promises[..]].concat();
    let seen = folder.run_trusted(&run);
    expect_file!["snapshots/summary.txt"].assert_eq(&seen.without_figures(&folder));
}

#[test]
fn a_burst_is_summed_up_by_count_successes_and_total_time() {
    let (server, folder) = (server(), Folder::new());
    let run = ["run", &server.url("/"), "-q", "--threads", "1", "--burst", "100"];
    let seen = folder.run_trusted(&run);
    expect_file!["snapshots/burst.txt"].assert_eq(&seen.without_figures(&folder));
}
