//! A run that measured nothing, and one full of hostile text.

use loadline_core::window::names;
use loadline_core::{Origin, Tags};
use loadline_report::{Ending, Report};

use super::draft::Draft;
use super::run::{report, run, stage};
use super::service::promise;

/// A run that was killed before its first window.
pub(crate) fn empty() -> Report {
    let mut run = run("r0044", "smoke", "loadline run http://127.0.0.1:8080", "1 user for 1s");
    run.service = None;
    run.environment = Vec::new();
    run.ending = Ending::Killed;
    report(run, vec![promise(Origin::Implied, "http errors < 100%")], &[])
}

/// A run in which every text from outside tries to be more than text.
pub(crate) fn hostile() -> Report {
    const SCRIPT: &str = "</title></script><script>alert(1)</script>";
    let mut draft = Draft::new(0, 1_000);
    let names = [SCRIPT, "\u{1b}[2J\u{1b}]0;title\u{7}", "\"'><img onerror=alert(1)>"];
    for name in names {
        let pairs = [
            (names::TAG_NAME, name),
            (names::TAG_METHOD, SCRIPT),
            (names::TAG_CLASS, name),
            (names::TAG_ERROR, name),
        ];
        let tags = Tags::new(pairs);
        draft.time(names::RESPONSE_TIME, &tags, 0.010);
        draft.count(names::HTTP_REQUESTS, &tags, 1.0);
        draft.share(names::HTTP_ERRORS, &tags, true);
    }
    let mut run = run(SCRIPT, SCRIPT, SCRIPT, SCRIPT);
    for text in [&mut run.target, &mut run.started, &mut run.version] {
        *text = SCRIPT.to_owned();
    }
    run.service = Some(SCRIPT.to_owned());
    run.environment = vec![(SCRIPT.to_owned(), SCRIPT.to_owned())];
    run.stages = vec![stage(SCRIPT, 0, 1), stage(SCRIPT, 1, 2)];
    let script = |id: &str| Origin::Pack { pack: SCRIPT.to_owned(), id: id.to_owned() };
    let promises = vec![
        promise(script(SCRIPT), "http p95 < 1ms"),
        promise(script("\u{1b}[2J"), "cpu avg < 70%"),
    ];
    report(run, promises, &[draft.done()])
}
