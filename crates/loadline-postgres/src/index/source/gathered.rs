//! A workload as it came, with what was left out.

use std::collections::BTreeMap;

use crate::index::statement::SkipReason;
use crate::index::workload::Workload;
use crate::session::{Cells as _, Session, SessionError};

/// A workload and what is missing in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    /// The statements.
    pub workload: Workload,
    /// Statements left out, by reason.
    pub skipped: BTreeMap<SkipReason, usize>,
}

impl Gathered {
    pub(super) fn skip(&mut self, reason: SkipReason) {
        *self.skipped.entry(reason).or_default() += 1;
    }
}

const WRITTEN: &str = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int8 AS written FROM pg_stat_user_tables";

/// The share of the rows which the server counted as written that these statements wrote. Neither counter says when the
/// other was last reset, so that the rows themselves have to tell.
pub(super) async fn writes_share(session: &Session, written: f64) -> Result<f64, SessionError> {
    let counted = session.query_one(WRITTEN, &[]).await?.int("written")? as f64;
    Ok(if counted > 0.0 { (written / counted).clamp(0.0, 1.0) } else { 0.0 })
}
