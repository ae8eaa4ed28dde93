//! A proof on a copy of the database, which is made for it and removed after it: nobody waits, and only the server's disk
//! and processors notice.
//!
//! Deliberately not here: copies that somebody else made, which are a database like any other.

use tokio_postgres::error::SqlState;

use super::error::ProveError;
use super::options::{Consent, ProveOptions};
use super::proof::Proof;
use super::step::ProveStep;
use super::trial::prove;
use crate::index::{Advice, Workload};
use crate::session::{Session, SessionError, SessionOptions, quoted_name};

/// What names of copies begin with; the process id of the session that made it follows.
const PREFIX: &str = "loadline_proof_";

/// Copies the database that `url` names, proves the advice there, and drops the copy.
///
/// The server copies a database only while nobody else is connected to it, and the role needs `CREATEDB` and must own the
/// database (or the database be a template). Nobody is told to wait, so [`ProveOptions::consent`] is not asked.
/// Where the future is dropped, the copy stays: a database whose name begins with `loadline_proof_`.
///
/// # Errors
///
/// As with [`prove`], and when the database cannot be copied.
pub async fn prove_on_copy(
    url: &str,
    session: &SessionOptions,
    workload: &Workload,
    advice: &Advice,
    options: &ProveOptions,
    report: &mut (dyn FnMut(ProveStep<'_>) + Send),
) -> Result<Proof, ProveError> {
    let mut writing = session.clone();
    writing.can_write = true;
    let source = Session::connect(url, &writing).await?;
    if source.sight().is_replica {
        return Err(ProveError::Replica);
    }
    let name = format!("{PREFIX}{}", source.pid());
    report(ProveStep::Copying { name: &name });
    make(&source, &name, options).await?;
    let proof = prove_there(url, &writing, &name, workload, advice, options, report).await;
    let removed = remove(&source, &name).await;
    let proof = proof?;
    removed?;
    Ok(proof)
}

async fn prove_there(
    url: &str,
    session: &SessionOptions,
    name: &str,
    workload: &Workload,
    advice: &Advice,
    options: &ProveOptions,
    report: &mut (dyn FnMut(ProveStep<'_>) + Send),
) -> Result<Proof, ProveError> {
    let there = SessionOptions { database: Some(name.to_owned()), ..session.clone() };
    let copy = Session::connect(url, &there).await?;
    let options = ProveOptions { consent: Consent::AllWait, ..options.clone() };
    prove(&copy, workload, advice, &options, report).await
}

async fn make(source: &Session, name: &str, options: &ProveOptions) -> Result<(), ProveError> {
    let limit_ms = options.time_max.as_millis();
    source.simple(&format!("SET statement_timeout = {limit_ms}")).await?;
    let from = quoted_name(&source.sight().database);
    let create = format!("CREATE DATABASE {} TEMPLATE {from}", quoted_name(name));
    match source.client().batch_execute(&create).await {
        Ok(()) => Ok(()),
        Err(error) => Err(refused(&error)),
    }
}

/// Drops the copy. The session there has been left a moment ago; the server waits for it to end.
async fn remove(source: &Session, name: &str) -> Result<(), ProveError> {
    let drop = format!("DROP DATABASE IF EXISTS {}", quoted_name(name));
    let dropped = source.client().batch_execute(&drop).await;
    dropped.map_err(|error| {
        let why = format!("the copy {name} is still there: {error}");
        ProveError::Copy { why, hint: "drop it: `DROP DATABASE \"loadline_proof_…\"`" }
    })
}

fn refused(error: &tokio_postgres::Error) -> ProveError {
    let Some(answer) = error.as_db_error() else { return SessionError::running(error).into() };
    let why = match answer.detail() {
        Some(detail) => format!("{}: {detail}", answer.message()),
        None => answer.message().to_owned(),
    };
    let hint = match answer.code() {
        code if *code == SqlState::OBJECT_IN_USE => {
            "others are connected: end their sessions, prove on a staging copy of your own, or in the database itself"
        }
        code if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
            "`ALTER ROLE … CREATEDB`, and own the database; or prove on a staging copy of your own"
        }
        code if *code == SqlState::DISK_FULL => "free as much disk as the database takes",
        code if *code == SqlState::QUERY_CANCELED => {
            "give it longer, or prove on a staging copy of your own"
        }
        _ => "prove on a staging copy of your own",
    };
    ProveError::Copy { why, hint }
}
