//! The arguments that say how a URL is requested.

use clap::Args as ClapArgs;
use loadline_core::file::Method;

use crate::commands::values::header;
use crate::plan::UrlRequest;

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
}

impl RequestArgs {
    pub(super) fn to_request(&self) -> UrlRequest {
        let default = if self.body.is_some() { Method::Post } else { Method::Get };
        UrlRequest {
            method: self.method.unwrap_or(default),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }
}
