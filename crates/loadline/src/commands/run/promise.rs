//! The arguments that say what is promised.

use clap::Args as ClapArgs;

/// What is promised.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Promises")]
pub(crate) struct PromiseArgs {
    /// An objective to hold the run against: 'http p95 < 200ms'. May be given several times.
    #[arg(long = "objective", short = 'o', value_name = "SENTENCE")]
    pub(crate) objectives: Vec<String>,
    /// A standards pack to hold the run against, by name or by path. May be given several times.
    #[arg(long, value_name = "PACK")]
    pub(crate) standards: Vec<String>,
}
