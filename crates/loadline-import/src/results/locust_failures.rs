//! Locust's list of failures: it says which kinds there were, but not how many requests there were in all, so that
//! no share and no verdict follows from it alone.

use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;

pub(super) const FORMAT: Format = Format {
    name: "locust-failures",
    tool: "Locust",
    made_by: "`locust --csv PREFIX`: PREFIX_failures.csv",
    taken: "nothing: it is refused with the way to the file that has the totals",
    lost: "all of it",
    detect: |head| {
        head.starts_with("Method,Name,Error,Occurrences")
            || head.starts_with("Count,Message,Traceback")
    },
    read,
};

fn read(_input: &mut Input<'_>, _recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    Err(ImportError::file("failures alone do not tell how many requests there were")
        .hint("import PREFIX_stats.csv of the same run, which counts requests and failures"))
}
