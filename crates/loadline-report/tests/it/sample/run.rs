//! What the made-up runs have in common: when and where they ran, and how they are judged.

use loadline_core::{Promise, Window, judge, trust};
use loadline_report::{Ending, Report, ReportBuilder, RunInfo, StageMark};

pub(super) const STARTED_MS: i64 = 1_767_261_600_000;

pub(super) fn stage(label: &str, start: u64, end: u64) -> StageMark {
    StageMark { label: label.to_owned(), start_ms: start * 1_000, end_ms: end * 1_000 }
}

pub(super) fn run(id: &str, name: &str, command: &str, traffic: &str) -> RunInfo {
    RunInfo {
        id: id.to_owned(),
        name: name.to_owned(),
        target: "http://127.0.0.1:8080".to_owned(),
        service: Some("shop".to_owned()),
        started: "2026-01-01T10:00:00Z".to_owned(),
        started_ms: STARTED_MS,
        command: command.to_owned(),
        version: "0.1.0".to_owned(),
        environment: vec![
            ("host".to_owned(), "build-7".to_owned()),
            ("cpu".to_owned(), "2 cores, 2.60 GHz".to_owned()),
            ("memory".to_owned(), "8.3 GB".to_owned()),
            ("kernel".to_owned(), "Linux 6.1".to_owned()),
            ("commit".to_owned(), "4f2c9e1".to_owned()),
        ],
        traffic: traffic.to_owned(),
        open: false,
        warm_up_ms: 0,
        ending: Ending::Completed,
        aborted: None,
        stages: Vec::new(),
    }
}

pub(super) fn report(run: RunInfo, mut promises: Vec<Promise>, windows: &[Window]) -> Report {
    promises.extend(trust::promises());
    let warm_up = (run.warm_up_ms / 1_000) as usize;
    let judged = windows.get(warm_up..).unwrap_or_default();
    let verdicts = judge(promises, judged);
    let findings = trust::findings(&verdicts);
    let mut builder = ReportBuilder::new(run);
    windows.iter().for_each(|window| builder.observe(window));
    builder.finish(verdicts, findings)
}
