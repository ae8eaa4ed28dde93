//! The whole way: catalogue, statements, candidates, search, advice.

mod answer;
mod candidates;

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use self::answer::Chosen;
use self::candidates::Candidates;
use super::advice::{Advice, Basis};
use super::catalogue::{Catalogue, read_catalogue};
use super::error::IndexError;
use super::options::{AdviseOptions, Sizes};
use super::search::Search;
use super::size::index_size_bytes;
use super::statement::{ReadStatement, SkipReason, read_statements};
use super::upkeep::Writing;
use super::what_if::{Estimate, HypoPg, HypoPgError, Serious, WhatIf};
use super::workload::Workload;
use crate::session::{Extension, Session};

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
