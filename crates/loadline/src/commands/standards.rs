//! `loadline standards`: the packs of promises a service can adopt.

use clap::{Args as ClapArgs, Subcommand};
use loadline_core::pack::{Pack, all};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::line;
use crate::plan::packs_named;

/// List and show standards packs: promises, tests and alerts to adopt.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the shipped packs.
    List,
    /// Show what a pack promises, each row with the id of its requirement.
    Show {
        /// A pack's name, or the path of a pack file.
        pack: String,
    },
}

/// Prints packs.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.action {
        Action::List => all().iter().for_each(list),
        Action::Show { pack } => packs_named(std::iter::once(pack))?.iter().for_each(show),
    }
    Ok(Exit::Met)
}

fn list(pack: &Pack) {
    let title = pack.title.as_deref().unwrap_or_default();
    let parts = [
        counted(pack.objectives.len(), "objective"),
        counted(pack.tests.len(), "test"),
        counted(pack.alerts.len(), "alert"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    line(&format!("{:<13} {title}: {}", pack.name, parts.join(", ")));
}

/// `1 test`, `3 tests`; none is not worth a word.
fn counted(count: usize, word: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
}

fn show(pack: &Pack) {
    line(&format!("{}  {}", pack.name, pack.title.as_deref().unwrap_or_default()));
    section("objectives", pack.objectives.iter().map(|(id, said)| (&**id, said.to_string())));
    let tests =
        pack.tests.iter().map(|(id, test)| (&**id, format!("{}: {}", test.name, test.traffic())));
    section("tests", tests);
    section(
        "alerts, raised when missed",
        pack.alerts.iter().map(|(id, said)| (&**id, said.to_string())),
    );
    section("against a baseline", pack.baseline.iter().map(|(id, said)| (&**id, said.to_string())));
    section("notes", pack.notes.iter().map(|(id, note)| (&**id, note.clone())));
}

fn section<'p>(title: &str, rows: impl Iterator<Item = (&'p str, String)>) {
    for (place, (id, text)) in rows.enumerate() {
        if place == 0 {
            line(&format!("\n{title}"));
        }
        line(&format!("  {id:<4} {text}"));
    }
}
