//! The choice of indexes for a workload, as a fact that rules judge. It takes seconds and the server's planner, so it is made
//! only where somebody wants it.

use crate::index::{
    Advice, AdviseOptions, Basis, Gathered, IndexError, SkipReason, Workload, advise,
    from_statistics,
};
use crate::rules::need::{Hidden, grant_read};
use crate::session::{Presence, Session, SessionError, Sight, quoted_name};
use crate::statements::Statement;

/// The rule that judges it.
const RULE: &str = "recommended-index";

/// A workload and the indexes chosen for it.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The workload.
    pub workload: Workload,
    /// What was chosen; what was skipped on the way to the workload is counted there, too.
    pub advice: Advice,
}

/// Why no choice was made.
#[derive(Debug, thiserror::Error)]
pub enum ChoiceError {
    /// The server did not answer.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The choice itself.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl Choice {
    /// Chooses for a workload.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub async fn of(
        session: &Session,
        gathered: Gathered,
        options: &AdviseOptions,
    ) -> Result<Self, ChoiceError> {
        let Gathered { workload, skipped } = gathered;
        let mut advice = advise(session, &workload, options).await?;
        for (reason, number) in skipped {
            *advice.skipped.entry(reason).or_default() += number;
        }
        Ok(Self { workload, advice })
    }

    /// Chooses for what the server's statistics of statements have.
    ///
    /// # Errors
    ///
    /// As with [`of`](Self::of).
    pub async fn of_statistics(
        session: &Session,
        statements: &[Statement],
        options: &AdviseOptions,
    ) -> Result<Self, ChoiceError> {
        Self::of(session, from_statistics(session, statements).await?, options).await
    }

    /// The text of a statement of the workload.
    #[must_use]
    pub fn text(&self, number: usize) -> &str {
        self.workload.statements.get(number).map_or("", |statement| &statement.text)
    }

    /// The time of all runs of a statement of the workload, for all roles.
    #[must_use]
    pub fn total_ms(&self, number: usize) -> f64 {
        let text = self.text(number).trim();
        let same = self.workload.statements.iter().filter(|other| other.text.trim() == text);
        same.map(|statement| statement.total_ms).sum()
    }

    /// What could not be judged, and what would show it.
    #[must_use]
    pub fn hidden(&self, sight: &Sight) -> Vec<Hidden> {
        let hidden = |what: String, remedy: String| Hidden { what, remedy, rules: vec![RULE] };
        let mut all = Vec::new();
        if self.advice.basis == Basis::Estimate {
            let what = "what the server's planner thinks of an index that is not there";
            let remedy = match sight.hypopg {
                Presence::NotInstalled => {
                    "install HypoPG on the server (Debian has it in postgresql-NN-hypopg), then CREATE EXTENSION hypopg;"
                }
                _ => "CREATE EXTENSION hypopg; (in this database, by an administrator)",
            };
            all.push(hidden(what.to_owned(), remedy.to_owned()));
        }
        let forbidden = self.advice.skipped.get(&SkipReason::Forbidden).copied().unwrap_or(0);
        if forbidden > 0 || !self.advice.unreadable.is_empty() {
            let tables = self.advice.unreadable.join(", ");
            let what = format!(
                "plans and column statistics of tables that the role may not read: {tables}"
            );
            all.push(hidden(what, grant_read(sight, &quoted_name(&sight.role))));
        }
        all
    }
}
