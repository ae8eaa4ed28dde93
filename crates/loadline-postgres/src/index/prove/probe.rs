//! A statement as the proof runs it: its texts with values, what it calls for, and the plans it was seen to have.
//!
//! In comes the workload; out go the statements that can be run and, for the others, why not.

use std::collections::{BTreeMap, HashMap};

use super::calls::{called, doubtful, without_locks};
use super::error::ProveError;
use super::stage::Stage;
use crate::index::catalogue::Catalogue;
use crate::index::search::Set;
use crate::index::statement::read_statements;
use crate::index::{SkipReason, Workload};

/// A plan that a statement was seen to have, with what it took.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Its text, without costs.
    text: String,
    /// The new indexes in it.
    pub(super) used: Set,
    /// A set of indexes with which it comes about.
    pub(super) example: Set,
    /// Seconds of each run.
    pub(super) runs_s: Vec<f64>,
    /// It did not end within so many seconds.
    pub(super) over_s: Option<f64>,
}

/// A statement that is run.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    /// Its place in the workload.
    pub(super) number: usize,
    pub(super) calls: f64,
    /// What is run, one after the other: one text, or one for each draw of values.
    pub(super) texts: Vec<String>,
    /// Schema and name of each table.
    tables: Vec<(String, String)>,
    /// New indexes on its tables; others do not matter to it.
    pub(super) relevant: Set,
    pub(super) plans: Vec<Plan>,
    /// Which plan it has with these of the relevant indexes.
    known: Vec<(Set, usize)>,
    /// Why it is not run, once that turned out.
    pub(super) refused: Option<String>,
}

/// All statements of a workload.
#[derive(Debug)]
pub(super) struct Probes {
    pub(super) list: Vec<Probe>,
    pub(super) skipped: BTreeMap<SkipReason, usize>,
}

impl Probes {
    /// Reads the statements of a workload, those with the most calls first where there are too many.
    pub(super) async fn read(
        stage: &Stage<'_>,
        catalogue: &Catalogue,
        workload: &Workload,
        statements_max: usize,
    ) -> Result<Self, ProveError> {
        let mut distinct: HashMap<&str, (usize, f64)> = HashMap::new();
        for (number, statement) in workload.statements.iter().enumerate() {
            let known = distinct.entry(statement.text.trim()).or_insert((number, 0.0));
            known.1 += statement.calls.max(0.0);
        }
        let mut distinct: Vec<(&str, (usize, f64))> = distinct.into_iter().collect();
        distinct.sort_by(|(_, (a, more)), (_, (b, less))| less.total_cmp(more).then(a.cmp(b)));
        distinct.truncate(statements_max);
        distinct.sort_by_key(|(_, (number, _))| *number);
        let texts: Vec<&str> = distinct.iter().map(|(text, _)| *text).collect();
        let mut probes = Self { list: Vec::new(), skipped: BTreeMap::new() };
        for (read, (_, (number, calls))) in
            read_statements(catalogue, &texts)?.into_iter().zip(&distinct)
        {
            match read {
                Ok(read) => {
                    let tables = read.shape.uses.iter().map(|mention| {
                        let table = &catalogue.tables[mention.table];
                        (table.schema.clone(), table.name.clone())
                    });
                    let missing = "its parameters have no values".to_owned();
                    probes.list.push(Probe {
                        number: *number,
                        calls: *calls,
                        texts: read
                            .texts
                            .iter()
                            .map(|text| without_locks(text).to_owned())
                            .collect(),
                        tables: tables.collect(),
                        relevant: Set::default(),
                        plans: Vec::new(),
                        known: Vec::new(),
                        refused: read.generic.then_some(missing),
                    });
                }
                Err(reason) => *probes.skipped.entry(reason).or_default() += 1,
            }
        }
        probes.refuse_doubtful(stage).await?;
        Ok(probes)
    }

    async fn refuse_doubtful(&mut self, stage: &Stage<'_>) -> Result<(), ProveError> {
        let calls = |probe: &Probe| -> Vec<String> {
            probe.texts.iter().flat_map(|text| called(text)).collect()
        };
        let names: Vec<String> = self.list.iter().flat_map(calls).collect();
        let doubtful = doubtful(stage.client(), &names).await?;
        for probe in &mut self.list {
            let found = calls(probe).into_iter().find(|name| doubtful.contains(name));
            if let (None, Some(name)) = (&probe.refused, found) {
                probe.refused = Some(format!("it calls {name}(), which may do more than read"));
            }
        }
        Ok(())
    }
}

/// Notes which of the new indexes lie on each statement's tables.
pub(super) fn meet(probes: &mut [Probe], stage: &Stage<'_>) {
    let named: Vec<(String, String)> =
        probes.iter().flat_map(|probe| probe.tables.clone()).collect();
    for probe in probes {
        let matters = |number: &usize| {
            stage.built(*number).is_some_and(|built| {
                // A part of a partitioned table is named by nobody, and matters to all.
                probe.tables.contains(&built.table) || !named.contains(&built.table)
            })
        };
        probe.relevant = Set::of(stage.len(), (0..stage.len()).filter(matters));
    }
}

impl Probe {
    /// The plan it has with these indexes shown, where that follows from plans seen: one that was the best of more indexes
    /// is the best of fewer as long as those it uses are among them.
    pub(super) fn known(&self, shown: &Set) -> Option<usize> {
        let shown = shown.both(&self.relevant);
        let fits = |(among, plan): &&(Set, usize)| {
            self.plans[*plan].used.within(&shown) && shown.within(among)
        };
        self.known.iter().find(fits).map(|(_, plan)| *plan)
    }

    /// Notes a plan seen with these indexes.
    pub(super) fn note(&mut self, shown: &Set, text: String, used: Set) -> usize {
        let among = shown.both(&self.relevant);
        let place = self.plans.iter().position(|plan| plan.text == text).unwrap_or_else(|| {
            let example = among.clone();
            self.plans.push(Plan { text, used, example, runs_s: Vec::new(), over_s: None });
            self.plans.len() - 1
        });
        self.known.push((among, place));
        place
    }
}

impl Plan {
    /// The shortest run: what the machine does beside it only ever adds.
    pub(super) fn least_s(&self) -> Option<f64> {
        self.runs_s.iter().copied().min_by(f64::total_cmp)
    }
}
