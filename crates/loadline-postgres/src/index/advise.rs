//! The whole way: catalogue, statements, candidates, search, advice.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::advice::{Advice, Basis, Recommended, StatementGain};
use super::candidate::{IndexDefinition, RuleBased, candidates, identity, rule_based};
use super::catalogue::{Catalogue, Table, read_catalogue};
use super::error::IndexError;
use super::options::{AdviseOptions, Sizes};
use super::search::{Outcome, Problem, Search, Set};
use super::size::{PAGE_BYTES, index_size_bytes};
use super::statement::{ReadStatement, SkipReason, read_statements};
use super::upkeep::{Upkeep, Writing, upkeep};
use super::what_if::{Estimate, HypoPg, HypoPgError, Serious, WhatIf};
use super::workload::Workload;
use crate::session::{Extension, Session};

/// An improvement below this share of the workload's cost is not worth an index.
const SAVES_MIN_SHARE: f64 = 1e-5;

/// Refused statements that are kept with the server's reason.
const REFUSALS_MAX: usize = 3;

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
    let mut case = Case::read(catalogue, workload, options)?;
    match session.sight().hypopg.ready() {
        Some(extension) => {
            let advice = case.with_hypopg(client, extension).await;
            // The session goes on to others, who want it as it was.
            let ended = HypoPg::end(client, extension).await;
            let advice = advice?;
            ended.map_err(asked)?;
            Ok(advice)
        }
        None => case.with_estimate().await,
    }
}

/// A workload read against a catalogue.
struct Case<'o> {
    catalogue: Catalogue,
    options: &'o AdviseOptions,
    writing: Writing,
    statements: Vec<(ReadStatement, f64)>,
    skipped: BTreeMap<SkipReason, usize>,
    /// Tables of statements that the role may not read.
    unreadable: Vec<String>,
    /// Statements that the planner refused, with its reason.
    refusals: Vec<(usize, String)>,
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
        let heaviest = heaviest(workload, options.statements_max);
        let texts: Vec<&str> = heaviest.iter().map(|(_, text, _)| *text).collect();
        let (mut statements, mut skipped) = (Vec::new(), BTreeMap::new());
        for (read, (number, _, calls)) in
            read_statements(&catalogue, &texts)?.into_iter().zip(&heaviest)
        {
            match read {
                Ok(read) => statements.push((ReadStatement { number: *number, ..read }, *calls)),
                Err(reason) => *skipped.entry(reason).or_default() += 1,
            }
        }
        let update = |(statement, calls): &(ReadStatement, f64)| {
            let (table, columns) = statement.updates.clone()?;
            Some((table, columns, *calls))
        };
        let updates = statements.iter().filter_map(update).collect();
        let writing = Writing { share: workload.writes_share, updates };
        Ok(Self {
            catalogue,
            options,
            writing,
            statements,
            skipped,
            unreadable: Vec::new(),
            refusals: Vec::new(),
        })
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
            sizes,
            rents,
            upkeep: candidates.list.iter().map(costs).collect(),
            budget_bytes: self.options.budget_bytes,
        }
    }

    async fn with_hypopg(
        &mut self,
        client: &Client,
        extension: &Extension,
    ) -> Result<Advice, IndexError> {
        let path = self.catalogue.search_path_setting();
        let mut texts = HypoPg::new(client, extension, &path).await.map_err(asked)?;
        self.plan_all(&mut texts).await?;
        let candidates = self.candidates();
        let sql = candidates.list.iter().map(|index| index.hypothetical_sql(&self.catalogue));
        let mut what_if = texts.with_candidates(sql.collect());
        let sizes = match self.options.sizes {
            Sizes::HypoPg => what_if.sizes().await.map_err(asked)?,
            Sizes::Built => self.built_sizes(&candidates),
        };
        let chosen = self.choose(&candidates, sizes, &mut what_if).await.map_err(asked)?;
        let basis = Basis::HypoPg { version: extension.version.clone() };
        Ok(Advice { refused: what_if.refused().len(), ..self.advice(basis, &candidates, chosen) })
    }

    /// Statements the server does not plan take no part, so they are planned before candidates are thought of.
    async fn plan_all(&mut self, texts: &mut HypoPg<'_>) -> Result<(), IndexError> {
        let mut planned = Vec::new();
        for (statement, calls) in std::mem::take(&mut self.statements) {
            let reason = match texts.add_statement(&statement.texts, statement.generic).await {
                Ok(()) => {
                    planned.push((statement, calls));
                    continue;
                }
                Err(HypoPgError::Server(error)) => match error.code() {
                    Some(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
                        self.note_unreadable(&statement);
                        SkipReason::Forbidden
                    }
                    Some(_) => {
                        self.note_refused(&statement, &error);
                        SkipReason::NotPlanned
                    }
                    None => return Err(IndexError::Server { what: "a plan", source: error }),
                },
                Err(HypoPgError::NoCost) => SkipReason::NotPlanned,
            };
            *self.skipped.entry(reason).or_default() += 1;
        }
        self.statements = planned;
        Ok(())
    }

    fn note_refused(&mut self, statement: &ReadStatement, error: &tokio_postgres::Error) {
        if let Some(answer) = error.as_db_error().filter(|_| self.refusals.len() < REFUSALS_MAX) {
            self.refusals.push((statement.number, answer.message().to_owned()));
        }
    }

    fn note_unreadable(&mut self, statement: &ReadStatement) {
        for mention in &statement.shape.uses {
            let table = &self.catalogue.tables[mention.table];
            if !table.readable && !self.unreadable.contains(&table.title()) {
                self.unreadable.push(table.title());
            }
        }
    }

    async fn with_estimate(&mut self) -> Result<Advice, IndexError> {
        // Without the right to read a table its statistics are hidden, and the formula knows little.
        let statements = std::mem::take(&mut self.statements);
        statements.iter().for_each(|(statement, _)| self.note_unreadable(statement));
        self.statements = statements;
        let candidates = self.candidates();
        let shapes = self.statements.iter().map(|(statement, _)| &statement.shape).collect();
        let mut what_if = Estimate::new(&self.catalogue, shapes, &candidates.list);
        let sizes = self.built_sizes(&candidates);
        let chosen = match self.choose(&candidates, sizes, &mut what_if).await {
            Ok(chosen) => chosen,
            Err(never) => match never {},
        };
        Ok(self.advice(Basis::Estimate, &candidates, chosen))
    }

    /// Searches twice over the same plans: what an index must save depends on what the workload costs at best.
    async fn choose<W: WhatIf>(
        &self,
        candidates: &Candidates,
        sizes: Vec<f64>,
        what_if: &mut W,
    ) -> Result<Chosen, W::Error> {
        let problem = self.problem(candidates, sizes);
        let (began, limits, seed) = (Instant::now(), self.options.limits, self.options.seed);
        let clock = || began.elapsed().as_secs_f64();
        let mut serious = Serious::new(what_if, self.options.worth, self.statements.len());
        let survey = Search::new(&problem, &mut serious, limits, clock, seed).survey().await?;
        let rent_unit = survey.floor;
        let charged = problem.charged(rent_unit);
        let search = Search::new(&charged, &mut serious, limits, clock, seed).after(survey);
        let outcome = search.run().await?;
        let was_cut = outcome.plans >= limits.plans_max || clock() >= limits.time_max_s;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for statement in 0..self.statements.len() {
            let relevant = &problem.relevant[statement];
            let with = outcome.chosen.both(relevant);
            before.push(what_if.plan(statement, relevant, &problem.none()).await?.cost);
            after.push(what_if.plan(statement, relevant, &with).await?.cost);
        }
        let rents = problem.rents.iter().map(|rent| rent * rent_unit).collect();
        Ok(Chosen { outcome, problem, before, after, rents, was_cut })
    }

    fn built_sizes(&self, candidates: &Candidates) -> Vec<f64> {
        candidates.list.iter().map(|index| index_size_bytes(&self.catalogue, index)).collect()
    }

    fn advice(&self, basis: Basis, candidates: &Candidates, chosen: Chosen) -> Advice {
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
            by_rule: self.by_rule(),
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

    fn by_rule(&self) -> Vec<(RuleBased, String)> {
        let mentions = self.statements.iter().flat_map(|(statement, _)| &statement.shape.uses);
        let mut offers: Vec<(RuleBased, String)> = Vec::new();
        for offer in mentions.flat_map(|mention| rule_based(&self.catalogue, mention)) {
            // A partitioned table would want one for each part; each part is offered its own where a statement names it.
            if !self.catalogue.tables[offer.index.table].parts.is_empty() {
                continue;
            }
            let sql = offer.index.sql(&self.catalogue);
            if !offers.iter().any(|(_, other)| *other == sql) {
                offers.push((offer, sql));
            }
        }
        offers
    }
}

/// What the search chose, with the costs as the planner has them.
struct Chosen {
    outcome: Outcome,
    problem: Problem,
    before: Vec<f64>,
    after: Vec<f64>,
    /// What each candidate had to save.
    rents: Vec<f64>,
    was_cut: bool,
}

/// The column that could be the table's primary key, if it has no unique index and this one's only key has no equals.
fn possible_key(table: &Table, index: &IndexDefinition) -> Option<String> {
    let [column] = index.key_columns()[..] else { return None };
    let of = &table.columns[column];
    let is_key = index.keys.len() == 1
        && index.predicate.is_none()
        && of.null_share == 0.0
        && table.rows > 0.0
        && of.distinct >= table.rows * 0.999
        && !table.has_unique;
    is_key.then(|| of.name.clone())
}

/// The statements that matter most: each text once, with its place and its calls. Sums are by text, as statistics have it
/// once for each role.
fn heaviest(workload: &Workload, count_max: usize) -> Vec<(usize, &str, f64)> {
    let mut sums: HashMap<&str, (usize, f64, f64)> = HashMap::new();
    for (number, statement) in workload.statements.iter().enumerate() {
        let sum = sums.entry(statement.text.trim()).or_insert((number, 0.0, 0.0));
        sum.1 += statement.calls.max(0.0);
        sum.2 += statement.total_ms.max(0.0);
    }
    let mut all: Vec<(&str, (usize, f64, f64))> = sums.into_iter().collect();
    // Where times are known, they say what matters; else calls do.
    all.sort_by(|(_, a), (_, b)| b.2.total_cmp(&a.2).then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0)));
    all.truncate(count_max);
    all.into_iter().map(|(text, (number, calls, _))| (number, text, calls)).collect()
}

fn asked(error: HypoPgError) -> IndexError {
    match error {
        HypoPgError::Server(source) => IndexError::Server { what: "a plan", source },
        HypoPgError::NoCost => IndexError::Answer { what: "a plan" },
    }
}
