//! vegeta's own binary form, which only Go reads: told apart to say how to get a form that can be read.

use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;

pub(super) const FORMAT: Format = Format {
    name: "vegeta-gob",
    tool: "vegeta",
    made_by: "`vegeta attack > results.bin`",
    taken: "nothing: it is refused with the command that converts it",
    lost: "all of it",
    detect: |head| {
        let names = ["Attack", "Seq", "Latency", "BytesOut"];
        head.contains('\u{0}') && names.iter().all(|name| head.contains(name))
    },
    read,
};

fn read(_input: &mut Input<'_>, _recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    Err(ImportError::file("this is vegeta's binary form, which only vegeta reads")
        .hint("`vegeta encode results.bin > results.json` makes a file that can be imported"))
}
