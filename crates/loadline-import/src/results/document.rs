//! A JSON document that is read as a whole: fields by their path, with the path in what goes wrong.

use serde_json::Value;

use super::error::ImportError;
use super::input::Input;

/// The document of `input`.
pub(crate) fn document(input: &mut Input<'_>) -> Result<Value, ImportError> {
    let text = input.document()?;
    serde_json::from_str(&text).map_err(|error| parse_error(0, &error))
}

/// The mistake in a JSON text that begins after line `before`.
pub(crate) fn parse_error(before: u64, error: &serde_json::Error) -> ImportError {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let (line, column) = (before + error.line() as u64, error.column() as u64);
    if error.is_eof() {
        return ImportError::at(line, column, "the file breaks off here: the JSON is not closed")
            .hint("write or fetch the file again");
    }
    ImportError::at(line, column, format!("this is not the JSON expected: {message}"))
}

/// The value at a path such as `summary.total`; none where there is none.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// The number at a path.
pub(crate) fn number(value: &Value, path: &str) -> Option<f64> {
    at(value, path)?.as_f64()
}

/// The count at a path; fractions are cut off.
pub(crate) fn count(value: &Value, path: &str) -> Option<u64> {
    let number = number(value, path)?;
    (number >= 0.0).then_some(number as u64)
}

/// The text at a path.
pub(crate) fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    at(value, path)?.as_str()
}

/// The number at a path that the document cannot do without.
pub(crate) fn need(value: &Value, path: &str, written_by: &str) -> Result<f64, ImportError> {
    number(value, path).ok_or_else(|| {
        ImportError::file(format!("the number `{path}` is missing"))
            .hint(format!("accepted is what {written_by} writes"))
    })
}
