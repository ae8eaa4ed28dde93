//! Loadline's own runs, as `loadline export` writes them: nothing is lost.

use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;
use crate::own::{Line, LineError, read_line};

/// Bytes of a line at most: a window with many busy series.
const LINE_BYTES_MAX: usize = 64 << 20;

pub(super) const FORMAT: Format = Format {
    name: "loadline",
    tool: "Loadline",
    made_by: "`loadline export RUN --out FILE`",
    taken: "everything: windows, promises, stages, environment, and how the run ended",
    lost: "nothing",
    detect: |head| head.trim_start().starts_with("{\"schema\":\"loadline.windows/"),
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut last_ms = None;
    while let Some(line) = input.next_line_within(LINE_BYTES_MAX)? {
        let read = read_line(line);
        let (number, is_whole) = (input.line_number(), input.is_whole());
        let read = read.map_err(|error| wrong(number, is_whole, error))?;
        let mistake = |message: &str| Err(ImportError::at(number, 0, message));
        if recorder.about.end.is_some() {
            return mistake("something follows the end of the run");
        }
        match read {
            Line::Header(_) if number > 1 => return mistake("a second header"),
            Line::Header(header) => recorder.about.header = Some(*header),
            Line::Window(_) | Line::End(_) if recorder.about.header.is_none() => {
                return mistake("the header is missing");
            }
            Line::End(end) => recorder.about.end = Some(end),
            Line::Window(window) => {
                if last_ms.is_some_and(|last| window.start_ms < last) {
                    return mistake("the window begins before the one before it ends");
                }
                last_ms = Some(window.end_ms());
                recorder.window(&window);
            }
        }
    }
    if recorder.about.end.is_none() {
        recorder.about.note("the file has no end: the run was killed, or the file breaks off");
    }
    Ok(())
}

fn wrong(line: u64, is_whole: bool, error: LineError) -> ImportError {
    if !is_whole {
        return super::csv::truncated(line, &error.message);
    }
    let hint = "accepted is what `loadline export` of this version writes";
    ImportError::at(line, error.column as u64, error.message).hint(hint)
}
