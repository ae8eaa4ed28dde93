//! The whole way: catalogue, statements, candidates, search, advice.

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use tokio_postgres::Client;

use super::advice::{Advice, Basis, Recommended, StatementGain};
use super::candidate::{IndexDefinition, RuleBased, candidates, identity, rule_based};
use super::catalogue::{Catalogue, read_catalogue};
use super::error::IndexError;
use super::existing::droppable;
use super::options::{AdviseOptions, Sizes};
use super::search::{Outcome, Problem, Search, Set};
use super::size::index_size_bytes;
use super::statement::{ReadStatement, SkipReason, read_statements};
use super::upkeep::{Upkeep, upkeep};
use super::what_if::{Estimate, HypoPg, HypoPgError, hypopg_version};
use super::workload::Workload;
use crate::session::Session;

/// An improvement below this share of the workload's cost is not worth an index.
const SAVES_MIN_SHARE: f64 = 1e-5;

/// Chooses indexes for a workload.
///
/// # Errors
///
/// When the server does not answer. Statements that cannot be read or planned are skipped and counted.
pub async fn advise(
    session: &Session,
    workload: &Workload,
    options: &AdviseOptions,
) -> Result<Advice, IndexError> {
    let client = session.client();
    let catalogue = read_catalogue(client).await?;
    let version = hypopg_version(client).await.map_err(IndexError::server("its extensions"))?;
    let mut case = Case::read(catalogue, workload, options)?;
    match version {
        Some(version) => {
            let advice = case.with_hypopg(client, version).await;
            // The session goes on to others, who want it as it was.
            let reset = client
                .batch_execute("SELECT hypopg_reset(); RESET geqo; RESET plan_cache_mode")
                .await;
            let advice = advice?;
            reset.map_err(IndexError::server("its settings"))?;
            Ok(advice)
        }
        None => case.with_estimate().await,
    }
}

/// A workload read against a catalogue.
struct Case<'o> {
    catalogue: Catalogue,
    options: &'o AdviseOptions,
    writes_share: f64,
    statements: Vec<(ReadStatement, f64)>,
    skipped: BTreeMap<SkipReason, usize>,
}

/// The candidates of all statements.
struct Candidates {
    list: Vec<IndexDefinition>,
    /// For each statement the numbers of those it gave reason for.
    own: Vec<Vec<usize>>,
}

impl<'o> Case<'o> {
    fn read(
        catalogue: Catalogue,
        workload: &Workload,
        options: &'o AdviseOptions,
    ) -> Result<Self, IndexError> {
        let mut calls: HashMap<&str, f64> = HashMap::new();
        for statement in &workload.statements {
            *calls.entry(statement.text.trim()).or_default() += statement.calls.max(0.0);
        }
        let mut distinct: Vec<(usize, &str)> = Vec::new();
        for (number, statement) in workload.statements.iter().enumerate() {
            let text = statement.text.trim();
            if !distinct.iter().any(|(_, other)| *other == text) {
                distinct.push((number, text));
            }
        }
        distinct.sort_by(|a, b| calls[b.1].total_cmp(&calls[a.1]));
        distinct.truncate(options.statements_max);
        let texts: Vec<&str> = distinct.iter().map(|(_, text)| *text).collect();
        let (mut statements, mut skipped) = (Vec::new(), BTreeMap::new());
        for (read, (number, text)) in
            read_statements(&catalogue, &texts)?.into_iter().zip(&distinct)
        {
            match read {
                Ok(read) => {
                    statements.push((ReadStatement { number: *number, ..read }, calls[text]));
                }
                Err(reason) => *skipped.entry(reason).or_default() += 1,
            }
        }
        let writes_share = workload.writes_share;
        Ok(Self { catalogue, options, writes_share, statements, skipped })
    }

    fn candidates(&self) -> Candidates {
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

    fn problem(&self, candidates: &Candidates, sizes: Vec<f64>) -> Problem {
        let count = candidates.list.len();
        let costs =
            |index: &IndexDefinition| upkeep(&self.catalogue, index, self.writes_share).cost;
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
            sizes,
            upkeep: candidates.list.iter().map(costs).collect(),
            budget_bytes: self.options.budget_bytes,
        }
    }

    async fn with_hypopg(
        &mut self,
        client: &Client,
        version: String,
    ) -> Result<Advice, IndexError> {
        // Statements the server does not plan take no part, so they are planned before candidates are thought of.
        let mut texts = HypoPg::new(client, Vec::new()).await.map_err(asked)?;
        let mut planned = Vec::new();
        for (statement, calls) in std::mem::take(&mut self.statements) {
            match texts.add_statement(&statement.texts, statement.generic).await {
                Ok(()) => planned.push((statement, calls)),
                Err(HypoPgError::Server(error)) if error.as_db_error().is_none() => {
                    return Err(IndexError::Server { what: "a plan", source: error });
                }
                Err(_) => *self.skipped.entry(SkipReason::NotPlanned).or_default() += 1,
            }
        }
        self.statements = planned;
        let candidates = self.candidates();
        let sql = candidates.list.iter().map(|index| index.hypothetical_sql(&self.catalogue));
        let mut what_if = texts.with_candidates(sql.collect());
        let sizes = match self.options.sizes {
            Sizes::HypoPg => what_if.sizes().await.map_err(asked)?,
            Sizes::Built => self.built_sizes(&candidates),
        };
        let problem = self.problem(&candidates, sizes);
        let began = Instant::now();
        let clock = move || began.elapsed().as_secs_f64();
        let search =
            Search::new(&problem, &mut what_if, self.options.limits, clock, self.options.seed);
        let outcome = search.run().await.map_err(asked)?;
        let refused = what_if.refused().len();
        Ok(self.advice(Basis::HypoPg { version }, &candidates, &problem, outcome, refused))
    }

    async fn with_estimate(&mut self) -> Result<Advice, IndexError> {
        let candidates = self.candidates();
        let problem = self.problem(&candidates, self.built_sizes(&candidates));
        let shapes = self.statements.iter().map(|(statement, _)| &statement.shape).collect();
        let mut what_if = Estimate::new(&self.catalogue, shapes, &candidates.list);
        let began = Instant::now();
        let clock = move || began.elapsed().as_secs_f64();
        let search =
            Search::new(&problem, &mut what_if, self.options.limits, clock, self.options.seed);
        let outcome = match search.run().await {
            Ok(outcome) => outcome,
            Err(never) => match never {},
        };
        Ok(self.advice(Basis::Estimate, &candidates, &problem, outcome, 0))
    }

    fn built_sizes(&self, candidates: &Candidates) -> Vec<f64> {
        candidates.list.iter().map(|index| index_size_bytes(&self.catalogue, index)).collect()
    }

    fn advice(
        &self,
        basis: Basis,
        candidates: &Candidates,
        problem: &Problem,
        outcome: Outcome,
        refused: usize,
    ) -> Advice {
        let gains: Vec<StatementGain> = self
            .statements
            .iter()
            .enumerate()
            .map(|(place, (statement, _))| StatementGain {
                number: statement.number,
                before: outcome.costs_before[place],
                after: outcome.costs_after[place],
            })
            .collect();
        let weigh =
            |costs: &[f64]| costs.iter().zip(&problem.weights).map(|(c, w)| c * w).sum::<f64>();
        let cost_before = weigh(&outcome.costs_before);
        let mut create = Vec::new();
        for (member, saves) in outcome.chosen.iter().zip(&outcome.marginal) {
            if *saves < cost_before.min(outcome.cost) * SAVES_MIN_SHARE {
                continue;
            }
            let index = candidates.list[member].clone();
            let users = (0..gains.len()).filter(|place| outcome.used[*place].contains(member));
            let upkeep: Upkeep = upkeep(&self.catalogue, &index, self.writes_share);
            create.push(Recommended {
                sql: index.sql(&self.catalogue),
                size_bytes: problem.sizes[member],
                saves: *saves,
                statements: users.map(|place| gains[place]).collect(),
                upkeep,
                index,
            });
        }
        create.sort_by(|a, b| b.saves.total_cmp(&a.saves));
        Advice {
            basis,
            create,
            by_rule: self.by_rule(),
            drop: droppable(&self.catalogue),
            cost_before,
            cost_after: outcome.cost,
            statements: gains,
            skipped: self.skipped.clone(),
            unknown_names: self.statements.iter().map(|(s, _)| s.shape.unknown_names).sum(),
            candidates: candidates.list.len(),
            refused,
            progress: outcome.progress,
            plans: outcome.plans,
            cost_floor: outcome.floor,
        }
    }

    fn by_rule(&self) -> Vec<(RuleBased, String)> {
        let mentions = self.statements.iter().flat_map(|(statement, _)| &statement.shape.uses);
        let mut offers: Vec<(RuleBased, String)> = Vec::new();
        for offer in mentions.flat_map(|mention| rule_based(&self.catalogue, mention)) {
            let sql = offer.index.sql(&self.catalogue);
            if !offers.iter().any(|(_, other)| *other == sql) {
                offers.push((offer, sql));
            }
        }
        offers
    }
}

fn asked(error: HypoPgError) -> IndexError {
    match error {
        HypoPgError::Server(source) => IndexError::Server { what: "a plan", source },
        HypoPgError::NoCost => IndexError::Answer { what: "a plan" },
    }
}
