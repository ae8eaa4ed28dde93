//! Values of arguments whose form clap does not know, each with words that say what it wants.

use std::str::FromStr;

use loadline_core::traffic::Think;

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
