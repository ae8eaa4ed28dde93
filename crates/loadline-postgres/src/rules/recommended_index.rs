//! Rule: indexes that the choice for the whole workload recommends, and those that rules alone offer (notes).
//!
//! Deliberately not here: choosing them (`crate::index`), and looking at single statements without a planner
//! (`missing_index`).

use std::collections::HashSet;

use super::advice::{Advice, Severity};
use super::facts::{Choice, Facts, bytes, count, percent};
use super::limits::Limits;
use super::list::Rule;
use super::slow_statement::shown;
use crate::index::{Basis, Recommended, RuleBased, StatementGain};
use crate::session::quoted_name;

/// What a gain is before anybody measured it.
const HOPED: &str = "not measured: `loadline db indexes --prove copy` measures";

pub(super) const RULE: Rule = Rule {
    name: "recommended-index",
    description: "indexes that make the workload cheaper by the planner's own estimate",
    needs: &[],
    find,
};

/// The end of the topic that rules about whole scans of a table share.
pub(super) const SCANS: &str = " read whole";

/// The share of the time of statements from which an index is more than advice.
const WARNING_SHARE: f64 = 0.05;
/// Indexes that are named; the others are in `loadline db indexes`.
const NAMED_MAX: usize = 20;
/// Rows written to a table before what its indexes cost is worth a word.
const WRITTEN_BYTES_MIN: f64 = 1_048_576.0;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let Some(choice) = &facts.choice else { return Vec::new() };
    let chosen = choice.advice.create.iter().take(NAMED_MAX);
    let chosen = chosen.map(|recommended| judged(facts, choice, recommended));
    let offers = choice.advice.by_rule.iter();
    chosen.chain(offers.map(|(offer, one)| offered(offer, &one.sql))).collect()
}

fn judged(facts: &Facts, choice: &Choice, recommended: &Recommended) -> Advice {
    let subject = format!("{}.{}", recommended.schema, recommended.table);
    let symptom = format!("lacks an index on {}", recommended.made_of);
    let (share, words) = gain(facts, choice, recommended);
    let severity = match choice.advice.basis {
        _ if share >= WARNING_SHARE => Severity::Warning,
        Basis::HypoPg { .. } => Severity::Advice,
        // Little is promised, and no planner was asked.
        Basis::Estimate => Severity::Note,
    };
    let advice = Advice::new(RULE.name, severity, subject, symptom)
        .evidence(evidence(choice, recommended))
        .next_step(next_step(recommended))
        .statement(format!("{};", recommended.sql))
        .gain(share, words);
    let is_own = |table: &&super::facts::Table| {
        table.schema == recommended.schema && table.name == recommended.table
    };
    // A foreign key whose columns it begins with is served, too.
    let beginnings = (1..=recommended.columns.len())
        .map(|length| format!(" by {}", recommended.columns[..length].join(",")));
    let ends: Vec<String> = std::iter::once(SCANS.to_owned()).chain(beginnings).collect();
    let own = facts.tables.iter().filter(is_own);
    let tables = own.flat_map(|table| ends.iter().map(|end| table.topic() + end));
    let texts: HashSet<&str> =
        recommended.statements.iter().map(|gain| choice.text(gain.number).trim()).collect();
    let gaining = facts.own_statements().filter(|one| texts.contains(one.text.trim()));
    let statements = gaining.map(|one| format!("statement {}", one.key.query_id));
    tables.chain(statements).fold(advice, Advice::topic)
}

/// What the statements that use it take today, as far as the plan says that it goes away; where nobody measured their
/// time, what the workload would cost more without it.
fn gain(facts: &Facts, choice: &Choice, recommended: &Recommended) -> (f64, String) {
    let all_ms = choice.workload.statements.iter().map(|statement| statement.total_ms).sum::<f64>();
    if all_ms > 0.0 {
        let saved = |gain: &StatementGain| {
            choice.total_ms(gain.number) * (1.0 - gain.after / gain.before.max(f64::MIN_POSITIVE))
        };
        let saved: f64 = recommended.statements.iter().map(saved).sum();
        let share = saved.max(0.0) / facts.statement_ms().max(all_ms);
        return (share, format!("up to {} of the time of statements, {HOPED}", percent(share)));
    }
    let cost = choice.advice.cost_after + recommended.saves;
    let share = recommended.saves / cost.max(f64::MIN_POSITIVE);
    (share, format!("{} of what the workload costs without it, {HOPED}", percent(share)))
}

fn evidence(choice: &Choice, recommended: &Recommended) -> String {
    let mut gains = recommended.statements.clone();
    gains.sort_by(|a, b| saved(b).total_cmp(&saved(a)));
    let mut text = match gains.first() {
        None => "no statement's plan uses it by itself".to_owned(),
        Some(most) => format!(
            "{} statement{} gain{}, most of all `{}`: {} call{}, planner's cost {} to {}{}",
            gains.len(),
            if gains.len() == 1 { "" } else { "s" },
            if gains.len() == 1 { "s" } else { "" },
            shown(choice.text(most.number)),
            count(most.calls as i64),
            if most.calls == 1.0 { "" } else { "s" },
            cost(most.before),
            cost(most.after),
            times_less(most.before, most.after),
        ),
    };
    text += &format!("; {} once built", bytes(recommended.size_bytes as i64));
    let upkeep = &recommended.upkeep;
    if upkeep.written_bytes >= WRITTEN_BYTES_MIN {
        let (written, overhead) =
            (bytes(upkeep.written_bytes as i64), percent(upkeep.overhead_share));
        text += &format!("; writers write {written} more in the same time, {overhead} more a row");
    }
    if upkeep.hot_lost >= 1.0 {
        let lost = count(upkeep.hot_lost as i64);
        text +=
            &format!("; {lost} updates set a column it holds and touch every index from then on");
    }
    text + "; " + &basis(&choice.advice.basis)
}

fn basis(basis: &Basis) -> String {
    match basis {
        Basis::HypoPg { version } => {
            format!("the server's planner says so through HypoPG {version}")
        }
        Basis::Estimate => {
            "an estimate from statistics, unverified: HypoPG is not there".to_owned()
        }
    }
}

fn next_step(recommended: &Recommended) -> String {
    let mut text = match recommended.creation.len() {
        1 => "make it (writers are not blocked), then compare `loadline db slow` before and after"
            .to_owned(),
        parts => format!(
            "run the {parts} statements one by one: an index for each part without blocking writers, then the whole's, which takes them over"
        ),
    };
    if let Some(key) = &recommended.key {
        text += &format!(
            "; the table has no unique index: where {key} is its key, ALTER TABLE {}.{} ADD PRIMARY KEY ({}) does the same and more",
            quoted_name(&recommended.schema),
            quoted_name(&recommended.table),
            quoted_name(key),
        );
    }
    text
}

fn offered(offer: &RuleBased, sql: &str) -> Advice {
    let step = match offer.extension {
        Some(extension) => {
            let extension = quoted_name(extension);
            format!("make it on a copy and compare; it needs CREATE EXTENSION {extension}")
        }
        None => "`loadline db indexes --prove copy` builds it and compares".to_owned(),
    };
    let symptom = format!("might want a {} index: {}", offer.index.method.name(), offer.reason);
    Advice::new(RULE.name, Severity::Note, format!("{}.{}", offer.schema, offer.table), symptom)
        .evidence(
            "a rule offers this kind of index; no planner can be asked about one that is not there"
                .to_owned(),
        )
        .next_step(step)
        .statement(format!("{sql};"))
}

fn saved(gain: &StatementGain) -> f64 {
    (gain.before - gain.after) * gain.calls
}

/// `12,345`, `8.4`.
fn cost(cost: f64) -> String {
    if cost < 100.0 { format!("{cost:.1}") } else { count(cost.round() as i64) }
}

/// `, 1,470 times less`; nothing where it is not even twice.
fn times_less(before: f64, after: f64) -> String {
    let times = before / after.max(f64::MIN_POSITIVE);
    match times {
        _ if times >= 10.0 => format!(", {} times less", count(times as i64)),
        _ if times >= 1.5 => format!(", {times:.1} times less"),
        _ => String::new(),
    }
}
