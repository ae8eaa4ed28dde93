//! The answer for programs.

use loadline_postgres::index::{Basis, Recommended, StatementGain};
use loadline_postgres::rules::facts::Choice;
use serde_json::{Map, Value, json};

use super::super::out;
use super::answer::Answer;
use super::proof;

pub(super) fn document(answer: &Answer) -> Value {
    let (choice, advice) = (&answer.choice, &answer.choice.advice);
    let findings = out::json_of(&answer.check, &answer.head);
    let basis = match &advice.basis {
        Basis::HypoPg { version } => json!({ "planner": true, "hypopg": version }),
        Basis::Estimate => json!({ "planner": false, "hypopg": null }),
    };
    let skipped: Map<String, Value> = advice
        .skipped
        .iter()
        .map(|(reason, number)| (reason.words().to_owned(), json!(number)))
        .collect();
    json!({
        "server": answer.head,
        "workload": answer.source,
        "basis": basis,
        "is_measured": answer.proof.is_some(),
        "budget_bytes": answer.budget_bytes,
        "cost_before": advice.cost_before,
        "cost_after": advice.cost_after,
        "plans": advice.plans,
        "was_cut": advice.was_cut,
        "create": advice.create.iter().map(|one| recommended(choice, one)).collect::<Vec<_>>(),
        "statements": advice.statements.iter().map(|one| gain(choice, one)).collect::<Vec<_>>(),
        "left_out": skipped,
        "proof": answer.proof.as_ref().map(|proof| proof::json_of(choice, proof)),
        "findings": findings["findings"],
        "not_seen": findings["not_seen"],
    })
}

fn recommended(choice: &Choice, one: &Recommended) -> Value {
    json!({
        "schema": one.schema,
        "table": one.table,
        "name": one.name,
        "statements": one.creation,
        "size_bytes": one.size_bytes.round(),
        "saves_cost": one.saves,
        "write_cost": one.upkeep.cost,
        "written_bytes": one.upkeep.written_bytes.round(),
        "hot_updates_lost": one.upkeep.hot_lost.round(),
        "gaining": one.statements.iter().map(|gains| gain(choice, gains)).collect::<Vec<_>>(),
    })
}

fn gain(choice: &Choice, gain: &StatementGain) -> Value {
    json!({
        "text": choice.text(gain.number),
        "calls": gain.calls,
        "cost_before": gain.before,
        "cost_after": gain.after,
    })
}
