//! `loadline db check`: every rule, what matters most first.

use clap::Args as ClapArgs;
use loadline_postgres::rules::facts::{Facts, read_pools};
use loadline_postgres::rules::{Limits, Severity, check};

use super::machine::MachineArgs;
use super::out::{self, OutFormat};
use super::server::{ServerArgs, head};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, print};

/// Judge a server by every rule: findings with evidence, the statement to run and the gain to expect
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    machine: MachineArgs,
    /// The console of the PgBouncer before the server: postgres://USER@HOST:6432/pgbouncer.
    #[arg(long, value_name = "URL")]
    pgbouncer: Option<String>,
    /// How to write the findings.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = OutFormat::Text)]
    format: OutFormat,
    /// End with exit code 99 when a finding is at least that grave.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
}

/// From where on findings fail the command.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FailOn {
    Advice,
    Warning,
    Critical,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            Self::Advice => Severity::Advice,
            Self::Warning => Severity::Warning,
            Self::Critical => Severity::Critical,
        }
    }
}

/// Gathers, judges, prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (runtime, session) = args.server.open()?;
    let machine = runtime.block_on(args.machine.known(&session))?.machine;
    let mut facts = runtime.block_on(Facts::gather(&session, machine))?;
    if let Some(url) = &args.pgbouncer {
        facts.pools = runtime.block_on(read_pools(url, &args.server.options()))?;
    }
    let check = check(&facts, &Limits::default());
    print(Stream::Stdout, &out::check(&check, &head(&session), args.format));
    let fails =
        |fail_on: FailOn| check.advice.iter().any(|advice| advice.severity >= fail_on.severity());
    Ok(if args.fail_on.is_some_and(fails) { Exit::Missed } else { Exit::Met })
}
