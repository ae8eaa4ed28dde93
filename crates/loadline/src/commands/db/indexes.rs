//! `loadline db indexes`: which indexes to create and which to drop, for a whole workload and under a budget of storage.
//!
//! In come statements with how often they ran; out go indexes with the statements that gain and what writers pay. Nothing
//! is created without `--apply`, and nothing is called measured without `--prove`.

mod answer;
mod apply;
mod json;
mod lists;
mod proof;
mod workload;

use clap::Args as ClapArgs;
use loadline_core::Bytes;
use loadline_postgres::index::{AdviseOptions, CandidateOptions};
use loadline_postgres::rules::facts::{Choice, Facts};
use loadline_postgres::rules::{Limits, check};
use loadline_postgres::session::Session;

use self::answer::Answer;
use self::proof::ProveArgs;
use self::workload::WorkloadArgs;
use super::out::OutFormat;
use super::server::{ServerArgs, head};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, print};

/// Rules that speak of indexes.
const RULES: [&str; 6] = [
    "recommended-index",
    "duplicate-index",
    "prefix-index",
    "unused-index",
    "invalid-index",
    "foreign-key-index",
];

/// Choose indexes for the whole workload under a budget of storage: what to create, what to drop, who gains and who pays
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    workload: WorkloadArgs,
    /// Bytes that all new indexes may take together, once built.
    #[arg(long, value_name = "SIZE", default_value = "1GiB")]
    budget: Bytes,
    /// Keys that an index may have.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=4))]
    width: u8,
    /// Carry no other columns along (INCLUDE).
    #[arg(long)]
    no_include: bool,
    #[command(flatten)]
    prove: ProveArgs,
    /// Create the indexes, each statement shown before: CONCURRENTLY, so that writers are not blocked.
    #[arg(long)]
    apply: bool,
    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = OutFormat::Text)]
    format: OutFormat,
}

/// Chooses, proves where that was asked for, prints, and creates where that was asked for.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (runtime, session) = args.server.open()?;
    let options = args.options();
    let (mut facts, source) = runtime.block_on(chosen(args, &session, &options))?;
    let head = head(&session);
    // One connection at a time.
    drop(session);
    let mut proof = None;
    if let (Some(place), Some(choice)) = (args.prove.place, &mut facts.choice)
        && choice.advice.has_provable()
    {
        let proven = runtime.block_on(proof::prove_at(place, args, choice, &options))?;
        choice.advice.adopt(&proven);
        proof = Some(proven);
    }
    let mut check = check(&facts, &Limits::default());
    check.advice.retain(|advice| RULES.contains(&advice.rule));
    if let Some(proof) = &proof {
        proof::put_into(&mut check, proof);
    }
    check.hidden.retain(|hidden| hidden.rules.iter().any(|rule| RULES.contains(rule)));
    let Some(choice) = facts.choice else { return Ok(Exit::Met) };
    let answer = Answer { head, source, budget_bytes: options.budget_bytes, choice, check, proof };
    print(Stream::Stdout, &answer.rendered(args.format));
    if args.apply {
        return runtime.block_on(apply::apply(args, &answer.choice));
    }
    Ok(Exit::Met)
}

impl Args {
    fn options(&self) -> AdviseOptions {
        AdviseOptions {
            budget_bytes: self.budget.count(),
            candidates: CandidateOptions {
                keys_max: usize::from(self.width),
                covering: !self.no_include,
                ..CandidateOptions::default()
            },
            ..AdviseOptions::default()
        }
    }
}

/// Facts with the choice among them, and where the workload comes from.
async fn chosen(
    args: &Args,
    session: &Session,
    options: &AdviseOptions,
) -> Result<(Facts, String), Failure> {
    let (gathered, source) = args.workload.gather(session).await?;
    let mut facts = Facts::gather(session, None).await?;
    facts.choice = Some(Choice::of(session, gathered, options).await?);
    Ok((facts, source))
}
