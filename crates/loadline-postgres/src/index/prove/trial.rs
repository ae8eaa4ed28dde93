//! The whole way: build, measure as things are, choose, make sure, undo.

use std::time::{Duration, Instant};

use super::choose::{Choice, Report};
use super::error::ProveError;
use super::ledger::Ledger;
use super::options::{Consent, ProveOptions};
use super::pool::{Wanted, gather, given};
use super::probe::{Probes, meet};
use super::proof::{Fate, Proof, ProvenIndex, Withdrawal};
use super::settle::Missed;
use super::stage::Stage;
use super::step::ProveStep;
use super::verdict::{Findings, verdict};
use crate::index::catalogue::{Catalogue, read_catalogue};
use crate::index::search::Set;
use crate::index::{Advice, Workload};
use crate::session::{Session, SessionError};

/// No index is begun after this share of the time.
const BUILD_UNTIL: f64 = 0.4;
/// No statement is run for the first time after this share of it.
const FIRST_UNTIL: f64 = 0.55;
/// The choice ends at this share of it.
const CHOOSE_UNTIL: f64 = 0.7;

/// Proves an advice in the session's own database, in one transaction that is rolled back.
///
/// The session must have been opened with [`can_write`](crate::session::SessionOptions::can_write). Each `CREATE INDEX`
/// takes a lock that makes who writes to the table wait until the proof ends, which is what
/// [`ProveOptions::consent`] is about. Statements run read-only and with the session's rights; of one that changes rows, the
/// part that finds them is run.
///
/// Where the future is dropped, everything is rolled back as soon as the statement under way has ended.
///
/// # Errors
///
/// When consent or rights are missing, nothing can be built or run, or the server is gone.
pub async fn prove(
    session: &Session,
    workload: &Workload,
    advice: &Advice,
    options: &ProveOptions,
    report: &mut (dyn FnMut(ProveStep<'_>) + Send),
) -> Result<Proof, ProveError> {
    let began = Instant::now();
    if options.consent == Consent::None {
        return Err(ProveError::NoConsent);
    }
    let wanted = gather(session, workload, advice, options).await?;
    trial(session, workload, wanted, options, began, report).await
}

/// As [`prove`], for indexes of the caller's own: one `CREATE INDEX` each.
///
/// # Errors
///
/// As with [`prove`].
pub async fn prove_indexes(
    session: &Session,
    workload: &Workload,
    statements: &[String],
    options: &ProveOptions,
    report: &mut (dyn FnMut(ProveStep<'_>) + Send),
) -> Result<Proof, ProveError> {
    trial(session, workload, given(statements), options, Instant::now(), report).await
}

async fn trial(
    session: &Session,
    workload: &Workload,
    wanted: Vec<Wanted>,
    options: &ProveOptions,
    began: Instant,
    report: Report<'_>,
) -> Result<Proof, ProveError> {
    if wanted.is_empty() {
        return Err(ProveError::NothingToBuild);
    }
    let catalogue = read_catalogue(session.client()).await?;
    let stage = Stage::open(session, options).await?;
    set_search_path(&stage, &catalogue).await?;
    let probes = Probes::read(&stage, &catalogue, workload, options.advise.statements_max).await?;
    let Probes { list, skipped } = probes;
    let ledger = Ledger::new(stage, list, options, began);
    let mut trial = Trial { ledger, wanted, built: Vec::new(), out_of_time: false };
    let found = trial.run(report).await;
    let proof = match found {
        Ok(kept) => {
            verdict(
                &mut trial.ledger,
                trial.built,
                Findings { kept, skipped, out_of_time: trial.out_of_time },
            )
            .await
        }
        Err(error) => Err(error),
    };
    report(ProveStep::Undoing);
    let undone = trial.ledger.stage.close().await;
    let mut proof = proof?;
    undone?;
    proof.took_s = began.elapsed().as_secs_f64();
    Ok(proof)
}

/// Names without a schema are found as the advice found them.
async fn set_search_path(stage: &Stage<'_>, catalogue: &Catalogue) -> Result<(), ProveError> {
    let path = catalogue.search_path_setting();
    let set = stage.client().execute("SELECT set_config('search_path', $1, true)", &[&path]).await;
    set.map_err(|error| SessionError::running(&error))?;
    Ok(())
}

/// A proof under way.
struct Trial<'s, 'o> {
    ledger: Ledger<'s, 'o>,
    wanted: Vec<Wanted>,
    built: Vec<(Wanted, ProvenIndex)>,
    out_of_time: bool,
}

impl Trial<'_, '_> {
    /// The indexes worth keeping, with who misses each.
    async fn run(&mut self, report: Report<'_>) -> Result<Vec<(usize, Missed)>, ProveError> {
        self.build(report).await?;
        self.measure_first(report).await?;
        let chosen = self.choose(report).await?;
        let (_, missed) = self.ledger.settle(chosen, report).await?;
        self.out_of_time |= self.ledger.left_s() <= 0.0;
        Ok(missed)
    }

    async fn build(&mut self, report: Report<'_>) -> Result<(), ProveError> {
        let of = self.wanted.len();
        let mut forbidden = None;
        for (number, wanted) in std::mem::take(&mut self.wanted).into_iter().enumerate() {
            report(ProveStep::Building { number: number + 1, of, sql: &wanted.sql });
            let began = Instant::now();
            let limit_s = self.ledger.left_s() * (1.0 - BUILD_UNTIL);
            let is_late = self.ledger.time_share() > BUILD_UNTIL;
            let limit = Duration::from_secs_f64(if is_late { 0.0 } else { limit_s });
            let refusal = self.ledger.stage.build(&wanted.build, limit).await?.err();
            if refusal.as_ref().is_some_and(|refusal| refusal.is_forbidden) {
                forbidden = refusal.clone();
            }
            let size_bytes = self.ledger.stage.built(number).map_or(0, |built| built.size_bytes);
            let fate = refusal.map_or(Fate::Unproven, |refusal| {
                let late = "time ended before it was built".to_owned();
                let why = if refusal.is_late { late } else { refusal.why };
                Fate::Withdrawn(Withdrawal::NotBuilt { why })
            });
            let proven = ProvenIndex {
                sql: wanted.sql.clone(),
                origin: wanted.origin,
                recommended: wanted.recommended.clone(),
                estimated_bytes: wanted.estimated_bytes,
                size_bytes,
                build_s: began.elapsed().as_secs_f64(),
                fate,
            };
            self.built.push((wanted, proven));
        }
        match forbidden {
            Some(refusal) if self.ledger.stage.all().is_empty() => {
                Err(ProveError::MayNotBuild { why: refusal.why })
            }
            _ => self.analyse().await,
        }
    }

    /// An expression has no statistics before its table is looked at again.
    async fn analyse(&mut self) -> Result<(), ProveError> {
        for table in self.ledger.stage.tables_with_expressions().await? {
            self.ledger.stage.analyse(&table).await?;
        }
        meet(&mut self.ledger.probes, &self.ledger.stage);
        Ok(())
    }

    /// Statements whose plan changes come first; what time does not suffice for is not run.
    async fn measure_first(&mut self, report: Report<'_>) -> Result<(), ProveError> {
        let (none, all) = (self.ledger.none(), self.ledger.stage.all());
        let mut order = Vec::new();
        for place in self.ledger.runnable() {
            let base = self.ledger.plan(place, &none).await?;
            let full = self.ledger.plan(place, &all).await?;
            order.push((base == full, place));
        }
        order.sort_unstable();
        let of = order.len();
        for (done, (_, place)) in order.into_iter().enumerate() {
            if self.ledger.time_share() > FIRST_UNTIL {
                self.out_of_time = true;
                self.ledger.probes[place].refused = Some("time ended before it was run".to_owned());
                continue;
            }
            report(ProveStep::Measuring { number: done + 1, of });
            self.ledger.measure_first(&all, place).await?;
        }
        if self.ledger.runnable().is_empty() {
            return Err(ProveError::NothingToRun);
        }
        Ok(())
    }

    /// From what the advice chose, and from everything that was built where that is more.
    async fn choose(&mut self, report: Report<'_>) -> Result<Set, ProveError> {
        let all = self.ledger.stage.all();
        let chosen = |number: &usize| self.built[*number].0.origin == super::proof::Origin::Chosen;
        let mut start = Set::of(self.ledger.stage.len(), all.iter().filter(chosen));
        if start.is_empty() {
            start = all.clone();
        }
        let ledger = &mut self.ledger;
        let (mut set, mut score) =
            Choice::from(ledger, start.clone(), CHOOSE_UNTIL, report).await?.climb().await?;
        if start != all && ledger.time_share() < CHOOSE_UNTIL {
            let (other, other_score) =
                Choice::from(ledger, all, CHOOSE_UNTIL, report).await?.climb().await?;
            if other_score < score {
                (set, score) = (other, other_score);
            }
        }
        debug_assert!(score.is_finite());
        Ok(set)
    }
}
