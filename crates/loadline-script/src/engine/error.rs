//! What went wrong in a script: the message and where, in the places of the original source.

use std::fmt;

use rquickjs::{CaughtError, Ctx, Value};

use crate::source::Program;

/// Frames kept of a stack.
const FRAMES_MAX: usize = 16;
/// Bytes kept of a message.
const MESSAGE_BYTES_MAX: usize = 4_096;

/// An exception of a script that nothing caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScriptError {
    /// As JavaScript prints it: `TypeError: not a function`.
    pub(crate) message: String,
    /// Where, the innermost call first.
    pub(crate) frames: Vec<Frame>,
}

/// One call of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The function's name, empty without one.
    pub(crate) function: String,
    /// The place in the source as it was written: `file:///script.js:3:7`; empty in native functions.
    pub(crate) place: String,
}

impl ScriptError {
    /// One without a place.
    pub(crate) fn plain(message: String) -> Self {
        Self { message, frames: Vec::new() }
    }

    /// One from what QuickJS caught.
    pub(super) fn of_caught(caught: CaughtError<'_>, program: &Program) -> Self {
        match caught {
            CaughtError::Exception(exception) => {
                Self::of_value(exception.ctx(), exception.as_value(), program)
            }
            CaughtError::Value(value) => Self::of_value(&value.ctx().clone(), &value, program),
            CaughtError::Error(error) => Self::plain(error.to_string()),
        }
    }

    /// One from a value that was thrown, an error or anything else.
    pub(super) fn of_value<'js>(ctx: &Ctx<'js>, value: &Value<'js>, program: &Program) -> Self {
        let Some(object) = value.as_object().filter(|_| value.is_error()) else {
            return Self::plain(cut(printed(ctx, value)));
        };
        let text =
            |name: &str| object.get::<_, Option<String>>(name).ok().flatten().unwrap_or_default();
        let (name, message) = (text("name"), text("message"));
        let message = match (name.is_empty(), message.is_empty()) {
            (false, false) => format!("{name}: {message}"),
            (true, _) => message,
            (false, true) => name,
        };
        let stack = text("stack");
        let frames = stack.lines().filter_map(|line| Frame::read(line, program));
        Self { message: cut(message), frames: frames.take(FRAMES_MAX).collect() }
    }

    /// The innermost place in the source, where there is one.
    #[cfg(test)]
    pub(crate) fn place(&self) -> Option<&str> {
        self.frames.iter().map(|frame| &*frame.place).find(|place| !place.is_empty())
    }
}

impl Frame {
    /// A frame of QuickJS's `    at name (file:line:column)`.
    fn read(line: &str, program: &Program) -> Option<Self> {
        let line = line.trim().strip_prefix("at ")?;
        let (function, place) = match line.split_once(" (") {
            Some((function, place)) => (function, place.trim_end_matches(')')),
            None => ("", line),
        };
        let function = if function == "<anonymous>" { "" } else { function };
        let place = if place == "native" { String::new() } else { original(place, program) };
        Some(Self { function: function.to_owned(), place })
    }
}

/// The place in the original source of `module:line:column` in what was compiled.
fn original(place: &str, program: &Program) -> String {
    let parts = || {
        let (rest, column) = place.rsplit_once(':')?;
        let (module, line) = rest.rsplit_once(':')?;
        let place = program.place(module, line.parse().ok()?, column.parse().ok()?);
        let file = place.file;
        // A place below the working folder is shown from there; as a URL it is whole.
        let file = if module.ends_with(&file) { module } else { &file };
        let scheme = if file.starts_with('/') { "file://" } else { "" };
        Some(format!("{scheme}{file}:{}:{}", place.line, place.column))
    };
    parts().unwrap_or_else(|| place.to_owned())
}

/// Any value as text: objects as JSON.
fn printed<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> String {
    if value.is_object()
        && let Ok(Some(json)) = ctx.json_stringify(value.clone())
    {
        return json.to_string().unwrap_or_default();
    }
    let text = value.get::<rquickjs::Coerced<String>>();
    text.map_or_else(|_| format!("a thrown {}", value.type_name()), |text| text.0)
}

fn cut(mut message: String) -> String {
    if message.len() > MESSAGE_BYTES_MAX {
        message.truncate(message.floor_char_boundary(MESSAGE_BYTES_MAX));
        message.push('…');
    }
    message
}

/// The message, then one line a frame, as k6 prints a stack.
impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for frame in &self.frames {
            match (frame.function.as_str(), frame.place.as_str()) {
                ("", "") => {}
                (function, "") => write!(f, "\n\tat {function} (native)")?,
                ("", place) => write!(f, "\n\tat {place}")?,
                (function, place) => write!(f, "\n\tat {function} ({place})")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for ScriptError {}
