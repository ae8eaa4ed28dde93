//! What comes out: indexes to create, each with its reason in figures, and how far the figures can be trusted.
//!
//! Deliberately not here: indexes that could go, which rules find (`crate::rules`).

use std::collections::BTreeMap;

use super::candidate::{IndexDefinition, RuleBased};
use super::prove::{Fate, Origin, Proof};
use super::search::Progress;
use super::statement::SkipReason;
use super::upkeep::Upkeep;

/// What the costs rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The server's own planner, asked through HypoPG. What it promises has not been measured.
    HypoPg {
        /// The extension's version.
        version: String,
    },
    /// A formula over statistics: an estimate, unverified.
    Estimate,
}

/// A statement that gains from an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatementGain {
    /// Its place in the workload.
    pub number: usize,
    /// How often it runs.
    pub calls: f64,
    /// The planner's cost of one run without any new index.
    pub before: f64,
    /// The same with all chosen ones.
    pub after: f64,
}

/// An index to create.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommended {
    /// The index.
    pub index: IndexDefinition,
    /// The schema of its table.
    pub schema: String,
    /// The name of its table.
    pub table: String,
    /// The name proposed for it.
    pub name: String,
    /// The columns that are its keys.
    pub columns: Vec<String>,
    /// Its keys, carried columns and condition, as people write them.
    pub made_of: String,
    /// The column that might be the primary key which the table lacks: the index's only one, without NULLs or equals.
    pub key: Option<String>,
    /// The statements that make it, in order: one, or for a partitioned table one for each part and one for the whole.
    pub creation: Vec<String>,
    /// Schema and name of the index that each of them makes.
    pub names: Vec<(String, String)>,
    /// The same as one text.
    pub sql: String,
    /// Its size once built.
    pub size_bytes: f64,
    /// What the workload would cost more without this one, all others there.
    pub saves: f64,
    /// The statements whose plans use it.
    pub statements: Vec<StatementGain>,
    /// What it costs writers.
    pub upkeep: Upkeep,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// What the costs rest on.
    pub basis: Basis,
    /// Indexes to create, the one that saves most first.
    pub create: Vec<Recommended>,
    /// Indexes offered by rule alone, which no planner has judged: without figures.
    pub by_rule: Vec<(RuleBased, Recommended)>,
    /// The workload's cost as things are.
    pub cost_before: f64,
    /// The same with the new indexes, their upkeep included.
    pub cost_after: f64,
    /// Each statement that took part.
    pub statements: Vec<StatementGain>,
    /// Statements left out, by reason.
    pub skipped: BTreeMap<SkipReason, usize>,
    /// A few of the statements that the planner refused, by their place in the workload, with the server's reason.
    pub refusals: Vec<(usize, String)>,
    /// Tables of statements that the role may not read, as people write them.
    pub unreadable: Vec<String>,
    /// Names in statements for which no table or column was found.
    pub unknown_names: usize,
    /// Candidates looked at, and those of them that the server refused.
    pub candidates: usize,
    /// Candidates the server would not think of.
    pub refused: usize,
    /// How the choice came to be.
    pub progress: Vec<Progress>,
    /// Plans asked for.
    pub plans: u64,
    /// Whether a limit ended the search before it had looked at everything.
    pub was_cut: bool,
    /// The cost with the best plan found for each statement: what no budget goes below, as far as is known.
    pub cost_floor: f64,
}

impl Advice {
    /// Whether there is an index that a proof could build.
    #[must_use]
    pub fn has_provable(&self) -> bool {
        !self.create.is_empty() || self.provable_by_rule().next().is_some()
    }

    /// Indexes offered by rule that need no extension, so that a proof can build them.
    pub(super) fn provable_by_rule(&self) -> impl Iterator<Item = &Recommended> {
        let provable = self.by_rule.iter().filter(|(rule, _)| rule.extension.is_none());
        provable.map(|(_, recommended)| recommended)
    }

    /// Takes over what a proof found: what it withdrew is gone, and what it kept of other indexes is recommended, with the
    /// size it had when it was built.
    pub fn adopt(&mut self, proof: &Proof) {
        let is_withdrawn = |one: &Recommended| {
            let own = proof.indexes.iter().find(|index| index.sql == one.sql);
            own.is_some_and(|index| matches!(index.fate, Fate::Withdrawn(_)))
        };
        self.create.retain(|one| !is_withdrawn(one));
        let others = proof.kept().filter(|index| index.origin != Origin::Chosen);
        for (index, recommended) in others.filter_map(|one| Some((one, one.recommended.as_ref()?)))
        {
            let size_bytes = index.size_bytes as f64;
            self.by_rule.retain(|(_, offered)| offered.index != recommended.index);
            self.create.push(Recommended { size_bytes, ..recommended.clone() });
        }
    }
}
