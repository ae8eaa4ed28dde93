//! The candidates of a workload, and what the search is told of them.
//!
//! In come the statements that were read; out go candidates, each once, and the problem: sizes, rents, upkeep, and which
//! candidate may matter to which statement.

use std::collections::{BTreeMap, HashMap};

use super::Case;
use crate::index::candidate::{IndexDefinition, candidates, identity};
use crate::index::catalogue::Table;
use crate::index::search::{Problem, Set};
use crate::index::size::PAGE_BYTES;
use crate::index::upkeep::upkeep;

/// The candidates of all statements.
pub(super) struct Candidates {
    pub(super) list: Vec<IndexDefinition>,
    /// For each statement the numbers of those it gave reason for.
    pub(super) own: Vec<Vec<usize>>,
}

impl Candidates {
    fn stand_ins(&self, index: &IndexDefinition) -> Vec<usize> {
        let stands_in = |number: &usize| self.list[*number].stands_in_for(index);
        (0..self.list.len()).filter(stands_in).collect()
    }
}

impl Case<'_> {
    pub(super) fn candidates(&self) -> Candidates {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut all = Candidates { list: Vec::new(), own: Vec::new() };
        for (statement, _) in &self.statements {
            let mut own = Vec::new();
            for mention in &statement.shape.uses {
                for index in candidates(&self.catalogue, mention, &self.options.candidates) {
                    let number = *numbers.entry(identity(&index)).or_insert_with(|| {
                        all.list.push(index);
                        all.list.len() - 1
                    });
                    own.push(number);
                }
            }
            own.sort_unstable();
            own.dedup();
            all.own.push(own);
        }
        self.add_merged(&mut all);
        all
    }

    /// Where several statements would carry different columns along behind the same keys, one index may serve them all.
    fn add_merged(&self, all: &mut Candidates) {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, index) in all.list.iter().enumerate() {
            if !index.include.is_empty() {
                let keys = IndexDefinition { include: Vec::new(), ..index.clone() };
                groups.entry(identity(&keys)).or_default().push(number);
            }
        }
        for group in groups.into_values().filter(|group| group.len() > 1) {
            let mut merged = all.list[group[0]].clone();
            for number in &group[1..] {
                merged.include.extend(&all.list[*number].include);
            }
            merged.include.sort_unstable();
            merged.include.dedup();
            let table = &self.catalogue.tables[merged.table];
            let bytes: f64 =
                merged.include.iter().map(|column| table.columns[*column].width_bytes).sum();
            let known = group.iter().any(|number| all.list[*number].include == merged.include);
            if known || bytes > self.options.candidates.include_bytes_max {
                continue;
            }
            let number = all.list.len();
            all.list.push(merged);
            for own in &mut all.own {
                if own.iter().any(|one| group.contains(one)) {
                    own.push(number);
                }
            }
        }
    }

    pub(super) fn problem(&self, candidates: &Candidates, sizes: Vec<f64>) -> Problem {
        let count = candidates.list.len();
        let costs = |index: &IndexDefinition| upkeep(&self.catalogue, index, &self.writing).cost;
        let whole = |table: &&Table| table.parts.is_empty();
        let pages: f64 = self.catalogue.tables.iter().filter(whole).map(|table| table.pages).sum();
        let rents = sizes.iter().map(|size| self.options.worth.rent_of(*size, pages * PAGE_BYTES));
        let rents = rents.collect();
        let relevant = self.statements.iter().map(|(statement, _)| {
            let fits = |number: &usize| {
                let index = &candidates.list[*number];
                let leading = index.key_columns().first().copied();
                statement.shape.uses.iter().any(|mention| {
                    mention.table == index.table
                        && leading.is_none_or(|column| mention.referenced.contains(&column))
                })
            };
            Set::of(count, (0..count).filter(fits))
        });
        Problem {
            weights: self.statements.iter().map(|(_, calls)| *calls).collect(),
            relevant: relevant.collect(),
            own: candidates.own.iter().map(|own| Set::of(count, own.iter().copied())).collect(),
            stand_ins: candidates.list.iter().map(|index| candidates.stand_ins(index)).collect(),
            sizes,
            rents,
            upkeep: candidates.list.iter().map(costs).collect(),
            budget_bytes: self.options.budget_bytes,
        }
    }
}
