//! Values of arguments whose form clap does not know, each with words that say what it wants.

use std::ffi::OsString;
use std::str::FromStr;

use loadline_core::traffic::Think;
use loadline_script::options::SummaryMode;

/// A whole number; a sign or a fraction is answered with an example.
pub(super) fn whole<N: FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| "it wants a whole number such as 10".to_owned())
}

/// A factor for lengths.
pub(super) fn scale(text: &str) -> Result<f64, String> {
    let factor: f64 = text.parse().map_err(|_| "it wants a number such as 0.01".to_owned())?;
    if factor.is_finite() && factor > 0.0 && factor <= 1_000.0 {
        Ok(factor)
    } else {
        Err("it wants a number above 0 and at most 1000".to_owned())
    }
}

/// A pause, with the accepted forms in the error.
pub(super) fn think(text: &str) -> Result<Think, String> {
    text.parse::<Think>().map_err(|error| format!("{error}; {}", error.hint))
}

/// `Name: value`.
pub(super) fn header(text: &str) -> Result<(String, String), String> {
    let form = || "it reads `Name: value`".to_owned();
    let (name, value) = text.split_once(':').ok_or_else(form)?;
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(form());
    }
    if value.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
        return Err("the value holds a control character".to_owned());
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}

/// `NAME=VALUE`, or a name alone.
pub(super) fn assignment(text: &str) -> Result<(String, Option<String>), String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_name = !name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().all(is_part);
    if name.is_empty() || !is_name {
        return Err("it reads `NAME=VALUE`, with letters, digits and `_` in the name".to_owned());
    }
    Ok((name.to_owned(), value))
}

/// `NAME=VALUE`, neither of them empty.
pub(super) fn tag(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => Ok(text.to_owned()),
        _ => Err("it reads `NAME=VALUE`".to_owned()),
    }
}

/// A mode of the summary.
pub(super) fn mode(text: &str) -> Result<SummaryMode, String> {
    SummaryMode::ALL.into_iter().find(|mode| mode.name() == text).ok_or_else(|| {
        format!("it wants one of {}", SummaryMode::ALL.map(SummaryMode::name).join(", "))
    })
}

/// Variables of the process; what is no text is no variable of a script.
pub(super) fn variables() -> impl Iterator<Item = (String, String)> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text)
}
