//! `loadline db check`: every rule, what matters most first.

use clap::Args as ClapArgs;
use loadline_postgres::index::{AdviseOptions, Limits as SearchLimits};
use loadline_postgres::rules::facts::{Choice, ChoiceError, Facts, read_pools};
use loadline_postgres::rules::{Hidden, Limits, Severity, check};
use loadline_postgres::session::Session;

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
    let unchosen = runtime.block_on(choose(&session, &mut facts))?;
    let mut check = check(&facts, &Limits::default());
    check.hidden.extend(unchosen);
    print(Stream::Stdout, &out::check(&check, &head(&session), args.format));
    let fails =
        |fail_on: FailOn| check.advice.iter().any(|advice| advice.severity >= fail_on.severity());
    Ok(if args.fail_on.is_some_and(fails) { Exit::Missed } else { Exit::Met })
}

/// The choice of indexes is one of many judgements here, and shall not take longer than all others.
const CHOICE_LIMITS: SearchLimits = SearchLimits { plans_max: 2_000, time_max_s: 8.0 };
/// Statements it looks at: those that take the most time.
const CHOICE_STATEMENTS_MAX: usize = 200;

/// Adds the choice of indexes to the facts; where the server does not answer in time, what stays unjudged.
async fn choose(session: &Session, facts: &mut Facts) -> Result<Option<Hidden>, Failure> {
    let Some(statements) = &facts.statements else { return Ok(None) };
    let options = AdviseOptions {
        limits: CHOICE_LIMITS,
        statements_max: CHOICE_STATEMENTS_MAX,
        ..AdviseOptions::default()
    };
    match Choice::of_statistics(session, statements, &options).await {
        Ok(choice) => facts.choice = Some(choice),
        Err(ChoiceError::Index(error)) if !session.is_closed() => {
            return Ok(Some(Hidden {
                what: format!("which indexes to create: failed to {error}"),
                remedy: "loadline db indexes, when the server is less busy".to_owned(),
                rules: vec!["recommended-index"],
            }));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(None)
}
