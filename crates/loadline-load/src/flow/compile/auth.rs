//! How a request proves who sends it.

use loadline_core::file::Auth;

use super::super::error::FlowError;
use super::super::fill::Text;
use super::super::plan::Header;
use super::flow::Compiler;

/// The proof of a request: a header known ahead, or credentials for a challenge.
pub(super) struct Proof {
    pub(super) header: Option<Header>,
    pub(super) digest: Option<Text>,
}

impl Compiler<'_> {
    /// What `own` says, or the flow.
    pub(super) fn proof(&mut self, own: Option<&Auth>) -> Result<Proof, FlowError> {
        let mut text = |template| Text::new(template, &mut self.names);
        Ok(match own.or(self.flow.auth.as_ref()) {
            None => Proof { header: None, digest: None },
            Some(Auth::Basic(pair)) => {
                Proof { header: Some(Header::Basic(text(pair)?)), digest: None }
            }
            Some(Auth::Bearer(token)) => {
                let header = Header::Plain(text(token)?.prefixed("Bearer "));
                Proof { header: Some(header), digest: None }
            }
            Some(Auth::Digest(pair)) => Proof { header: None, digest: Some(text(pair)?) },
        })
    }
}
