//! `--github`: annotations and the job summary of a workflow's step.

use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::Folder;

const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

fn server() -> CannedServer {
    let answer = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n";
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

fn arguments(url: &str) -> [&str; 9] {
    [
        "run",
        url,
        "-q",
        "--github",
        "--iterations",
        "5",
        "--users",
        "1",
        "--objective=http errors < 1%",
    ]
}

#[test]
fn a_missed_objective_is_an_error_beside_the_change_and_stands_in_the_summary() {
    let server = server();
    let folder = Folder::with("summary.md", "# What another step wrote\n");
    let url = server.url("/");
    let mut command = folder.command(&arguments(&url));
    let output = command.env(SUMMARY, folder.path("summary.md")).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let line = "::error title=Objective missed (--objective)::http errors < 1%25: 100%25";
    assert!(stdout.lines().any(|own| own.starts_with(line)), "{stdout}");
    let summary = folder.read("summary.md");
    assert!(summary.starts_with("# What another step wrote\n## ❌ run: "), "{summary}");
    assert!(summary.contains("| ❌ | `http errors < 1%` | --objective | **100%** |"), "{summary}");
}

#[test]
fn outside_a_workflow_there_are_annotations_and_a_remark() {
    let server = server();
    let folder = Folder::new();
    let url = server.url("/");
    let output = folder.command(&arguments(&url)).env_remove(SUMMARY).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let remark = "GITHUB_STEP_SUMMARY is not set: `--github` prints annotations, no job summary\n";
    assert_eq!(stderr, remark);
    assert!(String::from_utf8(output.stdout).unwrap().contains("::error title="));
}

#[test]
fn a_summary_that_cannot_be_written_stops_the_run_before_it_begins() {
    let server = server();
    let folder = Folder::new();
    let url = server.url("/");
    let mut command = folder.command(&arguments(&url));
    let output = command.env(SUMMARY, folder.path("missing/summary.md")).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("error: cannot write "), "{stderr}");
    assert_eq!((output.status.code(), folder.names()), (Some(104), Vec::<String>::new()));
}
