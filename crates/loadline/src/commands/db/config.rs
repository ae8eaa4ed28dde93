//! `loadline db config`: settings that suit the machine, each with its reason; changed only when told to.

use clap::Args as ClapArgs;
use loadline_postgres::rules::facts::Facts;
use loadline_postgres::rules::settings::{Recommendation, Workload, recommendations};
use loadline_postgres::session::{Session, SessionOptions};
use serde_json::json;

use super::machine::MachineArgs;
use super::server::{ServerArgs, head};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, note, print};

/// Recommend settings from memory, processors, disk, connections and workload, each with its reason and source
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    machine: MachineArgs,
    /// The kind of workload: web, oltp, warehouse, mixed; guessed from the server's counters unless given.
    #[arg(long, value_name = "KIND")]
    workload: Option<Workload>,
    /// How to write them.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ConfigFormat::Text)]
    format: ConfigFormat,
    /// Run the ALTER SYSTEM statements, each shown before, and reload what needs no restart.
    #[arg(long)]
    apply: bool,
}

/// How settings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ConfigFormat {
    /// For people.
    Text,
    /// ALTER SYSTEM statements.
    Sql,
    /// Lines of postgresql.conf.
    Conf,
    /// For programs.
    Json,
}

/// Gathers, recommends, and where it was asked for, applies.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let options = SessionOptions { can_write: args.apply, ..args.server.options() };
    let (runtime, session) = args.server.open_with(&options)?;
    let known = runtime.block_on(args.machine.known(&session))?;
    let machine = known.machine.ok_or_else(|| {
        Failure::usage(
            "the server's machine is not known",
            "say what it has: --memory 16GiB --cores 8 --disk ssd",
        )
    })?;
    let facts = runtime.block_on(Facts::gather(&session, Some(machine)))?;
    let workload = args.workload.unwrap_or_else(|| Workload::observed(&facts));
    let all = recommendations(&facts, workload);
    let changes: Vec<&Recommendation> = all.iter().filter(|one| one.is_change).collect();
    let about = format!(
        "{}; {} GiB of memory, {} processors, {}; workload {}",
        head(&session),
        machine.memory_bytes >> 30,
        machine.cores,
        known.disk,
        workload.name()
    );
    print(Stream::Stdout, &rendered(&changes, all.len(), &about, args.format));
    if args.apply {
        runtime.block_on(apply(&session, &changes))?;
    }
    Ok(Exit::Met)
}

async fn apply(session: &Session, changes: &[&Recommendation]) -> Result<(), Failure> {
    for change in changes {
        note(&format!("running: {}", change.statement()));
        session.execute(&change.statement(), &[]).await?;
    }
    if changes.is_empty() {
        return Ok(());
    }
    session.query("SELECT pg_reload_conf()", &[]).await?;
    let waiting: Vec<&str> =
        changes.iter().filter(|one| one.needs_restart).map(|one| one.name).collect();
    if waiting.is_empty() {
        note("reloaded: all of them are in force");
    } else {
        note(&format!("reloaded; after a restart: {}", waiting.join(", ")));
    }
    Ok(())
}

fn rendered(
    changes: &[&Recommendation],
    judged: usize,
    about: &str,
    format: ConfigFormat,
) -> String {
    let lines = |form: fn(&Recommendation) -> String| {
        changes.iter().map(|one| format!("{}\n", form(one))).collect::<String>()
    };
    match format {
        ConfigFormat::Sql => {
            lines(Recommendation::statement)
                + if changes.is_empty() { "" } else { "SELECT pg_reload_conf();\n" }
        }
        ConfigFormat::Conf => lines(Recommendation::line),
        ConfigFormat::Json => {
            let all: Vec<_> = changes.iter().map(|one| json_of(one)).collect();
            let document = json!({ "server": about, "settings": all });
            format!("{document:#}\n")
        }
        ConfigFormat::Text => {
            let mut text = format!("{about}\n");
            for one in changes {
                let restart = if one.needs_restart { ", after a restart" } else { "" };
                text.push_str(&format!(
                    "\n{} = {} (now {}{restart})\n  {} [{}]\n",
                    one.name, one.recommended, one.current, one.reason, one.source
                ));
            }
            let counted =
                format!("\n{} of {judged} settings differ by more than a quarter\n", changes.len());
            text + &counted
                + "formulas know less than measurements: load the server before and after, and compare\n"
        }
    }
}

fn json_of(one: &Recommendation) -> serde_json::Value {
    json!({
        "name": one.name,
        "current": one.current,
        "recommended": one.recommended,
        "reason": one.reason,
        "source": one.source,
        "needs_restart": one.needs_restart,
        "statement": one.statement(),
    })
}
