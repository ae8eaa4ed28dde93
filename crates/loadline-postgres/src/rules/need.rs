//! What a rule cannot do without, and the words for what stays hidden when it is not there.
//!
//! Deliberately not here: finding out (`crate::session`).

use super::facts::Facts;
use crate::session::{Presence, Sight, quoted_name};

/// What a rule needs beyond a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Everybody's sessions and settings.
    Statistics,
    /// Statistics of statements.
    Statements,
    /// Statistics of columns.
    Columns,
    /// The machine's memory and processors.
    Machine,
}

/// Something that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// What was not seen.
    pub what: String,
    /// What would show it: a grant, an extension, an argument.
    pub remedy: String,
    /// Rules that did not judge, or not fully, because of it.
    pub rules: Vec<&'static str>,
}

impl Need {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Statistics, Self::Statements, Self::Columns, Self::Machine];

    /// What is hidden for lack of it; none where it is there.
    #[must_use]
    pub fn unmet(self, facts: &Facts) -> Option<(String, String)> {
        let role = quoted_name(&facts.sight.role);
        let (what, remedy) = match self {
            Self::Columns if hides_columns(facts) => (
                "statistics of columns of tables that the role may not read",
                grant_read(&facts.sight, &role),
            ),
            Self::Machine if facts.machine.is_none() => (
                "the server's memory, processors and disk",
                "--memory 16GB --cores 8 --disk ssd".to_owned(),
            ),
            Self::Columns | Self::Machine => return None,
            Self::Statistics | Self::Statements => return self.unmet_by(&facts.sight),
        };
        Some((what.to_owned(), remedy))
    }

    /// The same of what a session sees by itself; none for what is not told by that.
    #[must_use]
    pub fn unmet_by(self, sight: &Sight) -> Option<(String, String)> {
        let role = quoted_name(&sight.role);
        let (what, remedy) = match self {
            Self::Statistics if !sight.sees_statistics => {
                ("sessions, statements and replication of other roles, and some settings", format!("GRANT pg_monitor TO {role};"))
            }
            Self::Statements => match &sight.statements {
                Presence::Ready(_) => return None,
                Presence::NotCreated => (
                    "which statements take the time",
                    "CREATE EXTENSION pg_stat_statements; (in this database, by an administrator; where it is there already: GRANT USAGE on its schema)".to_owned(),
                ),
                Presence::NotLoaded => (
                    "which statements take the time",
                    "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'; (beside what is there, then restart)".to_owned(),
                ),
                Presence::NotInstalled => (
                    "which statements take the time",
                    "install the server's contrib package (Debian has it in postgresql-NN), then load and create pg_stat_statements".to_owned(),
                ),
            },
            Self::Statistics | Self::Columns | Self::Machine => return None,
        };
        Some((what.to_owned(), remedy))
    }

    /// Whether a rule can judge at all without it; where not, it is not asked.
    #[must_use]
    pub fn is_vital(self) -> bool {
        !matches!(self, Self::Statistics | Self::Columns)
    }
}

/// A role may read every table without the right to read all that may come.
fn hides_columns(facts: &Facts) -> bool {
    let tables = &facts.tables;
    !facts.sight.reads_all_data
        && (tables.is_empty() || tables.iter().any(|table| !table.is_readable))
}

/// The role for everything came with 14.
pub(crate) fn grant_read(sight: &Sight, role: &str) -> String {
    if sight.version.major() >= 14 {
        format!("GRANT pg_read_all_data TO {role};")
    } else {
        format!(
            "GRANT SELECT ON ALL TABLES IN SCHEMA \"public\" TO {role}; (and in each other schema)"
        )
    }
}
