//! Where the statements come from: the server's statistics unless files or logs are named.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::index::{Gathered, from_files, from_log, from_statistics};
use loadline_postgres::log::{ReadOptions, analyse_logs};
use loadline_postgres::session::Session;
use loadline_postgres::statements::StatementReader;

use super::super::slow;
use crate::failure::Failure;
use crate::output::print::note;

/// Which workload.
#[derive(Debug, ClapArgs)]
pub(super) struct WorkloadArgs {
    /// A file of statements, or a folder of .sql files, in place of pg_stat_statements; `-- calls: 120` before a statement says how often it runs.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["log", "over"])]
    queries: Option<PathBuf>,
    /// The server's log in place of pg_stat_statements: it has the values that statements ran with. May be repeated.
    #[arg(long, value_name = "FILE", conflicts_with = "over")]
    log: Vec<PathBuf>,
    /// Watch that long and choose for what ran meanwhile, rather than since the statistics began.
    #[arg(long, value_name = "DURATION")]
    over: Option<Span>,
}

impl WorkloadArgs {
    /// The statements, and in words where they come from.
    pub(super) async fn gather(&self, session: &Session) -> Result<(Gathered, String), Failure> {
        if let Some(path) = &self.queries {
            return Ok((from_files(path)?, format!("of {}, no writes counted", path.display())));
        }
        if !self.log.is_empty() {
            let report = analyse_logs(&self.log, &ReadOptions::default())?;
            let gathered = from_log(session, &report.analysis).await?;
            let logs = self.log.len();
            return Ok((gathered, format!("of {logs} log{}", if logs == 1 { "" } else { "s" })));
        }
        let reader = StatementReader::new(session).ok_or_else(|| {
            Failure::usage(
                "this database has no statistics of statements",
                "name a workload with `--queries PATH` or `--log FILE`, or load pg_stat_statements (shared_preload_libraries, then restart) and CREATE EXTENSION pg_stat_statements",
            )
        })?;
        let (statements, hidden) = slow::read(self.over, session, reader).await?;
        if hidden > 0 {
            note(&format!(
                "{hidden} statements of other roles are hidden: GRANT pg_read_all_stats shows them"
            ));
        }
        let stretch = match self.over {
            Some(over) => format!("over {over}"),
            None => "since its statistics began".to_owned(),
        };
        let gathered = from_statistics(session, &statements).await?;
        Ok((gathered, format!("of pg_stat_statements {stretch}")))
    }
}
