//! The methods of HTTP that a flow may use.

use std::fmt;
use std::str::FromStr;

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Method {
    /// Read.
    #[default]
    Get,
    /// Create or do.
    Post,
    /// Replace.
    Put,
    /// Change in part.
    Patch,
    /// Remove.
    Delete,
    /// Read the head alone.
    Head,
    /// Ask what is possible.
    Options,
}

/// A word that is not one of the methods.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a method; accepted: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`"
)]
pub struct UnknownMethod(pub String);

impl Method {
    /// All methods, with the key that names each in a flow.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Get, "get"),
        (Self::Post, "post"),
        (Self::Put, "put"),
        (Self::Patch, "patch"),
        (Self::Delete, "delete"),
        (Self::Head, "head"),
        (Self::Options, "options"),
    ];

    /// The method as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Self::ALL
            .into_iter()
            .find(|(_, key)| key.eq_ignore_ascii_case(text))
            .map(|(method, _)| method)
            .ok_or_else(|| UnknownMethod(text.to_owned()))
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
