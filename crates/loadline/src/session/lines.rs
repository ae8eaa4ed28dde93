//! A run as the lines that `export` and the stream write.

use loadline_import::own::{End, Header, Promise, StageMark};
use loadline_store::{Ended, Ending, Run};

/// The first line: everything needed to show the run again, and to judge it again.
pub(crate) fn header_of(run: &Run) -> Header {
    let description = &run.description;
    let stage = |mark: &loadline_store::StageMark| StageMark {
        label: mark.label.clone(),
        start_ms: mark.start_ms,
        end_ms: mark.end_ms,
    };
    let promise = |stored: &loadline_store::StoredPromise| Promise {
        sentence: stored.sentence.clone(),
        origin: stored.origin.clone(),
    };
    Header {
        name: run.name.clone(),
        target: run.target.clone(),
        started_ms: run.started_ms,
        version: description.version.clone(),
        service: description.service.clone(),
        command: description.command.clone(),
        traffic: description.traffic.clone(),
        stages: description.stages.iter().map(stage).collect(),
        promises: description.promises.iter().map(promise).collect(),
        open: description.open,
        warm_up_ms: description.warm_up_ms,
        environment: description.environment.clone(),
    }
}

/// The last line: how it ended.
pub(crate) fn end_of(ended: &Ended) -> End {
    let (ending, reason) = match &ended.ending {
        Ending::Completed => ("completed", None),
        Ending::Interrupted => ("interrupted", None),
        Ending::Aborted(reason) => ("aborted", Some(reason.clone())),
    };
    End { at_ms: ended.at_ms, ending: ending.to_owned(), reason }
}
