//! The arguments that say what is watched beside the load.

use clap::Args as ClapArgs;
use clap::builder::NonEmptyStringValueParser;
use loadline_watch::{Request, Trust};

use super::NetworkArgs;

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
}

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
}
