//! `--apply`: the indexes are created one by one, each statement shown before. Writers are not blocked; what a failed build
//! leaves is dropped.

use std::time::Duration;

use loadline_postgres::index::{Built, Remainder, build};
use loadline_postgres::rules::facts::{Choice, bytes, duration};
use loadline_postgres::session::{Session, SessionOptions};

use super::Args;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{note, printable, warning};

/// The longest a build may take.
const BUILD_MAX: Duration = Duration::from_secs(24 * 3_600);
/// The longest a build may wait for others: for a lock, and for transactions that began before it.
const LOCK_MAX: Duration = Duration::from_secs(60);

pub(super) async fn apply(args: &Args, choice: &Choice) -> Result<Exit, Failure> {
    if choice.advice.create.is_empty() {
        note("nothing to create");
        return Ok(Exit::Met);
    }
    let options = SessionOptions {
        can_write: true,
        statement_timeout: BUILD_MAX,
        lock_timeout: LOCK_MAX,
        ..args.server.options()
    };
    let session = Session::connect(&args.server.url, &options).await?;
    let mut failed = 0;
    for recommended in &choice.advice.create {
        let mut show = |statement: &str| note(&printable(&format!("running: {statement};")));
        match build(&session, recommended, &mut show).await? {
            Built::Done { size_bytes, seconds } => {
                let size = bytes(i64::try_from(size_bytes).unwrap_or(i64::MAX));
                note(&printable(&format!(
                    "{} is there: {size} in {}",
                    recommended.name,
                    duration(seconds)
                )));
            }
            Built::Failed { error, remainder } => {
                failed += 1;
                warning(&printable(&format!("failed to {error}")));
                remainder.iter().for_each(tell);
            }
        }
    }
    if failed == 0 {
        return Ok(Exit::Met);
    }
    let all = choice.advice.create.len();
    warning(&format!("{failed} of {all} indexes were not created"));
    Ok(Exit::Missed)
}

fn tell(remainder: &Remainder) {
    let Remainder { name, dropped, sql } = remainder;
    match dropped {
        Ok(()) => {
            note(&printable(&format!("what the build left, {name}, was invalid and is dropped")));
        }
        Err(error) => warning(&printable(&format!(
            "what the build left, {name}, is invalid and still there (failed to {error}): {sql};"
        ))),
    }
}
