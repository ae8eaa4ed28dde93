//! The proof out of what was measured: each index's fate with its reason, each statement's change, the total.
//!
//! Deliberately not here: measuring. Plans may still be asked for, which is quick.

use std::collections::BTreeMap;

use super::error::ProveError;
use super::interval::{Pairs, Part, median, total};
use super::ledger::Ledger;
use super::pool::Wanted;
use super::proof::{Change, Fate, Proof, ProvenIndex, StatementProof, Withdrawal};
use super::settle::Missed;
use crate::index::SkipReason;
use crate::index::search::Set;

/// What the trial came to.
#[derive(Debug)]
pub(super) struct Findings {
    /// The indexes to keep, with who misses each.
    pub(super) kept: Vec<(usize, Missed)>,
    pub(super) skipped: BTreeMap<SkipReason, usize>,
    pub(super) out_of_time: bool,
}

/// Writes the proof.
pub(super) async fn verdict(
    ledger: &mut Ledger<'_, '_>,
    built: Vec<(Wanted, ProvenIndex)>,
    findings: Findings,
) -> Result<Proof, ProveError> {
    let set = Set::of(ledger.stage.len(), findings.kept.iter().map(|(number, _)| *number));
    let mut statements = Vec::new();
    for place in 0..ledger.probes.len() {
        statements.push(statement(ledger, place, &set).await?);
    }
    let mut indexes = Vec::new();
    for (number, (wanted, mut index)) in built.into_iter().enumerate() {
        if index.fate == Fate::Unproven {
            let missed = findings.kept.iter().find(|(kept, _)| *kept == number);
            index.fate = match missed {
                Some((_, missed)) if missed.needs.is_empty() => Fate::Unproven,
                Some((_, missed)) => {
                    Fate::Kept { saves_s: missed.saves_s, needs: missed.needs.clone() }
                }
                None => fate_outside(ledger, number, &wanted, &set, findings.out_of_time).await?,
            };
        }
        indexes.push(index);
    }
    let rescued = |one: &&StatementProof| matches!(one.change, Change::Rescued { .. });
    let (before_s, after_s, ratio) = sum(ledger, &statements, &set).await?;
    Ok(Proof {
        indexes,
        rescued: statements.iter().filter(rescued).count(),
        statements,
        skipped: findings.skipped,
        before_s,
        after_s,
        ratio,
        size_bytes: ledger.bytes(&set),
        runs: ledger.runs,
        took_s: 0.0,
        out_of_time: findings.out_of_time,
    })
}

async fn statement(
    ledger: &mut Ledger<'_, '_>,
    place: usize,
    kept: &Set,
) -> Result<StatementProof, ProveError> {
    let none = ledger.none();
    let base = ledger.plan(place, &none).await?;
    let after = ledger.plan(place, kept).await?;
    if let (Some(base), Some(after)) = (base, after) {
        ledger.wait_as_long(place, base, after).await?;
    }
    let probe = &ledger.probes[place];
    let mut proof = StatementProof {
        number: probe.number,
        calls: probe.calls,
        before_s: None,
        after_s: None,
        change: Change::OutOfTime,
    };
    let (Some(base), Some(after)) = (base, after) else {
        let why = probe.refused.clone().unwrap_or_default();
        proof.change = Change::NotRun { why };
        return Ok(proof);
    };
    let usual_s = |plan: usize| {
        let runs_s = &probe.plans[plan].runs_s;
        (!runs_s.is_empty()).then(|| median(runs_s))
    };
    let pairs = ledger.pairs.get(&(place, base, after));
    let measured = pairs.and_then(|pairs| Some((pairs, pairs.interval()?)));
    proof.before_s = usual_s(base);
    proof.after_s = usual_s(after);
    proof.change = if base == after {
        if proof.before_s.is_some() { Change::SamePlan } else { Change::TooSlow }
    } else if let Some((pairs, ratio)) = measured {
        proof.before_s = Some(pairs.before_s());
        proof.after_s = Some(pairs.before_s() * ratio.estimate);
        Change::Measured { ratio, pairs: pairs.len() }
    } else {
        match (probe.plans[base].over_s, proof.after_s) {
            (Some(over_s), Some(after_s)) => Change::Rescued { at_most: after_s / over_s },
            (Some(_), None) => Change::TooSlow,
            _ => Change::OutOfTime,
        }
    };
    Ok(proof)
}

/// Totals over statements with a time before and after.
async fn sum(
    ledger: &mut Ledger<'_, '_>,
    statements: &[StatementProof],
    kept: &Set,
) -> Result<(f64, f64, Option<super::Interval>), ProveError> {
    let none = ledger.none();
    let mut contests = Vec::new();
    for (place, proof) in statements.iter().enumerate() {
        let (Change::SamePlan | Change::Measured { .. }, Some(before_s)) =
            (&proof.change, proof.before_s)
        else {
            continue;
        };
        let base = ledger.plan(place, &none).await?;
        let after = ledger.plan(place, kept).await?;
        if let (Some(base), Some(after)) = (base, after) {
            contests.push(((place, base, after), before_s * proof.calls));
        }
    }
    let parts: Vec<Part<'_>> = contests
        .iter()
        .map(|(contest, before_s)| Part {
            before_s: *before_s,
            pairs: ledger.pairs.get(contest).filter(|pairs: &&Pairs| pairs.interval().is_some()),
        })
        .collect();
    let before_s: f64 = parts.iter().map(|part| part.before_s).sum();
    let ratio = total(&parts);
    Ok((before_s, ratio.map_or(0.0, |ratio| before_s * ratio.estimate), ratio))
}

/// Why an index that was built is not kept: what it would do beside those that are.
async fn fate_outside(
    ledger: &mut Ledger<'_, '_>,
    number: usize,
    wanted: &Wanted,
    kept: &Set,
    out_of_time: bool,
) -> Result<Fate, ProveError> {
    let used = |plan: &super::probe::Plan| plan.used.contains(number);
    let is_used = ledger.probes.iter().any(|probe| probe.plans.iter().any(used));
    if !is_used {
        let run = |statement: &usize| {
            ledger.probes.iter().any(|probe| probe.number == *statement && probe.refused.is_none())
        };
        let others = wanted.statements.iter().any(|statement| !run(statement));
        return Ok(if others { Fate::Unproven } else { Fate::Withdrawn(Withdrawal::Unused) });
    }
    let mut more = kept.clone();
    more.insert(number);
    let none = ledger.none();
    let mut worst: Option<(usize, f64)> = None;
    let mut is_open = false;
    for place in ledger.runnable() {
        let Some(base) = ledger.plan(place, &none).await? else { continue };
        let Some(with) = ledger.plan(place, &more).await? else { continue };
        let base_s = ledger.probes[place].plans[base].least_s();
        match (ledger.estimate(place, base, with), base_s) {
            (Some(with_s), Some(base_s)) => {
                let ratio = with_s / base_s.max(1e-6);
                if worst.is_none_or(|(_, worst)| ratio > worst) {
                    worst = Some((ledger.probes[place].number, ratio));
                }
            }
            (None, _) => is_open = true,
            _ => {}
        }
    }
    let options = ledger.options;
    Ok(match worst {
        Some((statement, ratio))
            if ratio > 1.0 + options.slower_share_max && !options.accept_slower =>
        {
            Fate::Withdrawn(Withdrawal::Slows { statement, ratio })
        }
        _ if ledger.bytes(&more) as f64 > options.budget_bytes => {
            Fate::Withdrawn(Withdrawal::OverBudget)
        }
        _ if is_open && out_of_time => Fate::Unproven,
        _ => Fate::Withdrawn(Withdrawal::NothingSlower),
    })
}
