//! The arguments that say what is watched beside the load.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::builder::NonEmptyStringValueParser;
use loadline_watch::{Request, Trust};

use super::NetworkArgs;
use crate::session::DatabaseRequest;

/// What is watched beside the load.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Machine under load")]
pub(crate) struct WatchArgs {
    /// Watch this process of the machine, with its children. May be given several times.
    #[arg(long = "pid", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) pids: Vec<u32>,
    /// Watch all processes with this name, as one, also those that start later. May be given several times.
    #[arg(long = "process", value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) names: Vec<String>,
    /// Watch the machine itself: CPU, memory, disks, network.
    #[arg(long)]
    pub(crate) host: bool,
    /// Read this page of metrics, Prometheus or OpenMetrics, each second. May be given several times.
    #[arg(long = "scrape", value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) pages: Vec<String>,
    /// Read this PostgreSQL server each second, over one connection that changes nothing: postgres://USER@HOST/DATABASE. A
    /// password may come from PGPASSWORD. May be given several times.
    #[arg(long = "postgres", value_name = "URL", help_heading = DATABASE, value_parser = NonEmptyStringValueParser::new())]
    pub(crate) servers: Vec<String>,
    /// Read the times of statements from the server's log as it grows (stderr, csvlog or jsonlog): `sql p95` needs them. A
    /// folder means the newest log in it. May be given several times.
    #[arg(long = "postgres-log", value_name = "FILE", help_heading = DATABASE)]
    pub(crate) logs: Vec<PathBuf>,
    /// Read the pools of this PgBouncer by its console: postgres://USER@HOST:6432/pgbouncer. May be given several times.
    #[arg(long = "pgbouncer", value_name = "URL", help_heading = DATABASE, value_parser = NonEmptyStringValueParser::new())]
    pub(crate) poolers: Vec<String>,
}

/// The heading of what is read from databases.
const DATABASE: &str = "Database under load";

impl WatchArgs {
    /// Pages are trusted as the target is.
    pub(super) fn request(&self, network: &NetworkArgs) -> Request {
        Request {
            host: self.host,
            pids: self.pids.clone(),
            names: self.names.clone(),
            pages: self.pages.clone(),
            trust: Trust { ca: network.ca.clone(), insecure: network.insecure },
        }
    }

    /// What of databases is watched.
    pub(super) fn databases(&self) -> DatabaseRequest {
        DatabaseRequest {
            servers: self.servers.clone(),
            logs: self.logs.clone(),
            poolers: self.poolers.clone(),
        }
    }
}
