//! What the search chose, made into advice: names, statements, sizes, who gains, what is offered by rule alone.

use std::collections::HashSet;

use super::Case;
use super::candidates::Candidates;
use crate::index::advice::{Advice, Basis, Recommended, StatementGain};
use crate::index::candidate::{IndexDefinition, Method, RuleBased, rule_based};
use crate::index::catalogue::Table;
use crate::index::search::{Outcome, Problem};
use crate::index::upkeep::{Upkeep, upkeep};

/// An improvement below this share of the workload's cost is not worth an index.
const SAVES_MIN_SHARE: f64 = 1e-5;

/// What the search chose, with the costs as the planner has them.
pub(super) struct Chosen {
    pub(super) outcome: Outcome,
    pub(super) problem: Problem,
    pub(super) before: Vec<f64>,
    pub(super) after: Vec<f64>,
    /// What each candidate had to save.
    pub(super) rents: Vec<f64>,
    pub(super) was_cut: bool,
}

impl Case<'_> {
    pub(super) fn advice(&self, basis: Basis, candidates: &Candidates, chosen: Chosen) -> Advice {
        let statements = self.statements.iter().enumerate();
        let gains: Vec<StatementGain> = statements
            .map(|(place, (statement, calls))| StatementGain {
                number: statement.number,
                calls: *calls,
                before: chosen.before[place],
                after: chosen.after[place],
            })
            .collect();
        let weigh = |cost: fn(&StatementGain) -> f64| -> f64 {
            gains.iter().map(|gain| cost(gain) * gain.calls).sum()
        };
        let (cost_before, cost_after) = (weigh(|gain| gain.before), weigh(|gain| gain.after));
        let (outcome, mut taken) = (&chosen.outcome, HashSet::new());
        let mut create = Vec::new();
        for (member, saves) in outcome.chosen.iter().zip(&outcome.marginal) {
            let saves = saves + chosen.rents[member];
            if saves < cost_before.min(cost_after) * SAVES_MIN_SHARE {
                continue;
            }
            let users = (0..gains.len()).filter(|place| outcome.used[*place].contains(member));
            create.push(Recommended {
                size_bytes: chosen.problem.sizes[member],
                saves,
                statements: users.map(|place| gains[place]).collect(),
                upkeep: upkeep(&self.catalogue, &candidates.list[member], &self.writing),
                ..self.recommended(&candidates.list[member], &mut taken)
            });
        }
        create.sort_by(|a, b| b.saves.total_cmp(&a.saves));
        let upkeep: f64 = create.iter().map(|one| one.upkeep.cost).sum();
        Advice {
            basis,
            create,
            by_rule: self.by_rule(&mut taken),
            cost_before,
            cost_after: cost_after + upkeep,
            statements: gains,
            skipped: self.skipped.clone(),
            unreadable: self.unreadable.clone(),
            refusals: self.refusals.clone(),
            unknown_names: self.statements.iter().map(|(s, _)| s.shape.unknown_names).sum(),
            candidates: candidates.list.len(),
            refused: 0,
            progress: chosen.outcome.progress,
            plans: chosen.outcome.plans,
            was_cut: chosen.was_cut,
            cost_floor: chosen.outcome.floor,
        }
    }

    /// An index with its names and statements, and no figures.
    fn recommended(&self, index: &IndexDefinition, taken: &mut HashSet<String>) -> Recommended {
        let table = &self.catalogue.tables[index.table];
        let columns = index.key_columns();
        let columns: Vec<&str> =
            columns.iter().map(|column| table.columns[*column].name.as_str()).collect();
        let keys = columns.iter().map(|&column| column.to_owned()).collect();
        let columns = if columns.is_empty() { vec!["expr"] } else { columns };
        let mut name = |table: &Table| {
            let of: Vec<&str> = std::iter::once(&table.name[..]).chain(columns.clone()).collect();
            self.catalogue.name_index(&table.schema, &of, taken)
        };
        let own = name(table);
        let parts: Vec<String> =
            table.parts.iter().map(|part| name(&self.catalogue.tables[*part])).collect();
        let creation = index.creation(&self.catalogue, &own, &parts);
        let schemas = table.parts.iter().map(|part| &self.catalogue.tables[*part].schema);
        let names = schemas.cloned().zip(parts).chain([(table.schema.clone(), own.clone())]);
        let names = names.collect();
        Recommended {
            schema: table.schema.clone(),
            table: table.name.clone(),
            name: own,
            columns: keys,
            made_of: index.made_of(&self.catalogue),
            key: possible_key(table, index),
            sql: creation.join("; "),
            creation,
            names,
            size_bytes: 0.0,
            saves: 0.0,
            statements: Vec::new(),
            upkeep: Upkeep::default(),
            index: index.clone(),
        }
    }

    fn by_rule(&self, taken: &mut HashSet<String>) -> Vec<(RuleBased, Recommended)> {
        let mentions = self.statements.iter().flat_map(|(statement, _)| &statement.shape.uses);
        let mut offers: Vec<(RuleBased, Recommended)> = Vec::new();
        for offer in mentions.flat_map(|mention| rule_based(&self.catalogue, mention)) {
            // A partitioned table would want one for each part; each part is offered its own where a statement names it.
            if !self.catalogue.tables[offer.index.table].parts.is_empty() {
                continue;
            }
            if !offers.iter().any(|(_, other)| other.index == offer.index) {
                let recommended = self.recommended(&offer.index, taken);
                offers.push((offer, recommended));
            }
        }
        offers
    }
}

/// The column that could be the table's primary key, if it has no unique index and this one's only key has no equals.
fn possible_key(table: &Table, index: &IndexDefinition) -> Option<String> {
    let [column] = index.key_columns()[..] else { return None };
    let of = &table.columns[column];
    let is_key = index.method == Method::Btree
        && index.keys.len() == 1
        && index.predicate.is_none()
        && of.null_share == 0.0
        && table.rows > 0.0
        && of.distinct >= table.rows * 0.999
        && !table.has_unique;
    is_key.then(|| of.name.clone())
}
