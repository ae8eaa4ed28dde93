//! The arguments that say how a URL is requested.

use clap::Args as ClapArgs;
use loadline_core::file::Method;

use super::credentials::{basic, bearer};
use crate::commands::values::header;
use crate::failure::Failure;
use crate::plan::{Target, UrlRequest};

/// The header that credentials go into.
const AUTHORIZATION: &str = "authorization";

/// How a URL is requested.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Request (with a URL)")]
pub(crate) struct RequestArgs {
    /// The method.
    #[arg(long, short = 'X', value_name = "METHOD")]
    pub(crate) method: Option<Method>,
    /// A header: 'Accept: text/html'. May be given several times.
    #[arg(long = "header", short = 'H', value_name = "HEADER", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The body; the method is then POST unless said otherwise.
    #[arg(long, value_name = "TEXT")]
    pub(crate) body: Option<String>,
    /// A user and a password to send with each request; `env:NAME` reads them from a variable.
    #[arg(long, value_name = "USER:PASSWORD")]
    pub(crate) basic: Option<String>,
    /// A token to send with each request; `env:NAME` reads it from a variable.
    #[arg(long, value_name = "TOKEN", conflicts_with = "basic")]
    pub(crate) bearer: Option<String>,
}

impl RequestArgs {
    /// How to request `target`, where that is a URL.
    pub(super) fn to_request(&self, target: &Target) -> Result<UrlRequest, Failure> {
        let default = if self.body.is_some() { Method::Post } else { Method::Get };
        let mut headers = self.headers.clone();
        headers.extend(self.authorization(target)?.map(|value| (AUTHORIZATION.to_owned(), value)));
        Ok(UrlRequest { method: self.method.unwrap_or(default), headers, body: self.body.clone() })
    }

    fn authorization(&self, target: &Target) -> Result<Option<String>, Failure> {
        let value = match (&self.basic, &self.bearer) {
            (Some(pair), _) => basic(pair)?,
            (None, Some(token)) => bearer(token)?,
            (None, None) => return Ok(None),
        };
        if let Target::File { .. } = target {
            let message = "`--basic` and `--bearer` are for a URL, not for a file";
            return Err(Failure::usage(message, "a flow says itself who its users are"));
        }
        if self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(AUTHORIZATION)) {
            let message = "there are two values for the header `Authorization`";
            return Err(Failure::usage(message, "give one of `--basic`, `--bearer`, `--header`"));
        }
        Ok(Some(value))
    }
}
