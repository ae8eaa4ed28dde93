//! Requests added up: how often each endpoint sends each statement, and with which other statement's rows that goes.
//!
//! Deliberately not here: single requests after they were counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::traces::Request;
use crate::n_plus_one::bounds::{CALLS_MIN, ROWS_PER_CALL_MAX};
use crate::n_plus_one::report::{Estimate, Growth, Parent, Source, StatementLoop};

/// Statements before a loop that are remembered; those that come first in the first requests.
const PARENTS_MAX: usize = 8;
/// Pairs of endpoints and statements that are counted.
const PAIRS_MAX: usize = 20_000;
/// The part of an endpoint's requests in which a loop must run: a cache fills and is quiet.
const OFTEN_MIN: f64 = 0.5;
/// The part of a loop's requests that its parent is in.
const PARENT_MIN: f64 = 0.8;
/// Requests of an endpoint, below which nothing is said.
const REQUESTS_MIN: u64 = 3;
/// The part of the calls' changes that rows must explain.
const EXPLAINED_MIN: f64 = 0.8;
/// The part by which calls must change to have changed.
const CHANGE_MIN: f64 = 0.03;
/// The part by which rows and calls may differ where neither changed.
const ALIKE_MAX: f64 = 0.05;

/// Everything counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    requests: BTreeMap<u32, u64>,
    pairs: BTreeMap<(u32, u32), Calls>,
}

/// A statement in the requests of an endpoint.
#[derive(Debug, Default)]
struct Calls {
    /// Requests in which it ran.
    requests: u64,
    calls: f64,
    squares: f64,
    least: u64,
    most: u64,
    ms: f64,
    /// Rows, and the calls that told them.
    rows: f64,
    rows_told: f64,
    before: BTreeMap<u32, Before>,
}

/// A statement that ran before it, in the requests with both.
#[derive(Debug, Default)]
struct Before {
    requests: f64,
    calls: f64,
    /// Sums over requests that tell its rows: number, rows, calls, and their products.
    told: f64,
    rows: f64,
    loops: f64,
    rows_rows: f64,
    loops_loops: f64,
    rows_loops: f64,
}

/// A statement within one request.
#[derive(Debug, Default)]
struct Once {
    first: usize,
    calls: u64,
    ms: f64,
    rows: f64,
    rows_told: u64,
}

impl Tally {
    pub(super) fn add(&mut self, request: &Request) {
        *self.requests.entry(request.endpoint).or_default() += 1;
        let mut once: BTreeMap<u32, Once> = BTreeMap::new();
        for (at, ran) in request.statements.iter().enumerate() {
            let own =
                once.entry(ran.statement).or_insert_with(|| Once { first: at, ..Once::default() });
            own.calls += 1;
            own.ms += ran.ms;
            own.rows += ran.rows.unwrap_or_default() as f64;
            own.rows_told += u64::from(ran.rows.is_some());
        }
        for (statement, own) in &once {
            let pair = (request.endpoint, *statement);
            if self.pairs.len() < PAIRS_MAX || self.pairs.contains_key(&pair) {
                self.pairs.entry(pair).or_default().add(own, &once);
            }
        }
    }

    /// The loops, by the texts of endpoints and statements.
    pub(super) fn loops(
        &self,
        endpoints: &[String],
        statements: &[Arc<str>],
    ) -> Vec<StatementLoop> {
        let mut loops = Vec::new();
        for ((endpoint, statement), calls) in &self.pairs {
            let requests = self.requests.get(endpoint).copied().unwrap_or_default();
            if !calls.is_loop(requests) {
                continue;
            }
            let (parent, growth) = calls.parent(statements);
            let mean = calls.calls / requests as f64;
            let least = if calls.requests < requests { 0 } else { calls.least };
            loops.push(StatementLoop {
                source: Source::Spans,
                endpoint: endpoints[*endpoint as usize].clone(),
                statement: statements[*statement as usize].clone(),
                calls_per_request: Estimate {
                    value: mean,
                    low: least as f64,
                    high: calls.most as f64,
                },
                rows_per_call: (calls.rows_told > 0.0).then(|| calls.rows / calls.rows_told),
                mean_ms: calls.ms / calls.calls,
                requests,
                parent,
                growth,
            });
        }
        loops
    }
}

impl Calls {
    fn add(&mut self, own: &Once, all: &BTreeMap<u32, Once>) {
        let calls = own.calls as f64;
        self.least = if self.requests == 0 { own.calls } else { self.least.min(own.calls) };
        self.most = self.most.max(own.calls);
        self.requests += 1;
        self.calls += calls;
        self.squares += calls * calls;
        self.ms += own.ms;
        self.rows += own.rows;
        self.rows_told += own.rows_told as f64;
        let earlier = all
            .iter()
            .filter(|(_, other)| other.first < own.first && other.calls * 2 <= own.calls.max(2));
        for (statement, other) in earlier {
            if self.before.len() < PARENTS_MAX || self.before.contains_key(statement) {
                self.before.entry(*statement).or_default().add(other, calls);
            }
        }
    }

    fn is_loop(&self, requests: u64) -> bool {
        let mean = self.calls / requests.max(1) as f64;
        requests >= REQUESTS_MIN
            && mean >= CALLS_MIN
            && self.requests as f64 >= requests as f64 * OFTEN_MIN
            && self.rows <= self.rows_told * ROWS_PER_CALL_MAX
    }

    fn varies(&self) -> bool {
        let mean = self.calls / self.requests as f64;
        (self.squares / self.requests as f64 - mean * mean).max(0.0).sqrt() > CHANGE_MIN * mean
    }

    fn parent(&self, statements: &[Arc<str>]) -> (Option<Parent>, Growth) {
        let steady = self
            .before
            .iter()
            .filter(|(_, before)| before.requests >= self.requests as f64 * PARENT_MIN);
        let told: Vec<_> = steady.clone().filter(|(_, before)| before.told > 0.0).collect();
        let named = |(statement, before): (&u32, &Before)| Parent {
            statement: statements[*statement as usize].clone(),
            rows_per_request: (before.told > 0.0).then(|| before.rows / before.told),
        };
        let varies = self.varies();
        let off = |before: &Before| match varies {
            true => 1.0 - before.explained(),
            false => before.off(),
        };
        let best = told.iter().min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
        let limit = if varies { 1.0 - EXPLAINED_MIN } else { ALIKE_MAX };
        if let Some((statement, before)) = best.filter(|(_, before)| off(before) <= limit) {
            let growth = if varies { Growth::Proven } else { Growth::Likely };
            return (Some(named((statement, before))), growth);
        }
        if !varies {
            return (None, Growth::Constant);
        }
        // Where no rows are told, the statement that ran least before it is the one whose rows it may be.
        let silent = steady.filter(|(_, before)| before.told == 0.0);
        let least = silent.min_by(|a, b| a.1.calls.total_cmp(&b.1.calls));
        let growth = if least.is_some() { Growth::Follows } else { Growth::Unexplained };
        (least.map(named), growth)
    }
}

impl Before {
    fn add(&mut self, own: &Once, loops: f64) {
        self.requests += 1.0;
        self.calls += own.calls as f64;
        if own.rows_told == own.calls {
            self.told += 1.0;
            self.rows += own.rows;
            self.loops += loops;
            self.rows_rows += own.rows * own.rows;
            self.loops_loops += loops * loops;
            self.rows_loops += own.rows * loops;
        }
    }

    /// The part of the calls' variance that rows explain, where more rows mean more calls.
    fn explained(&self) -> f64 {
        let both = self.rows_loops * self.told - self.rows * self.loops;
        let rows = self.rows_rows * self.told - self.rows * self.rows;
        let loops = self.loops_loops * self.told - self.loops * self.loops;
        if both <= 0.0 || rows <= 0.0 || loops <= 0.0 { 0.0 } else { both * both / (rows * loops) }
    }

    /// The part by which rows and calls differ; rows that change beside calls that do not are not the reason.
    fn off(&self) -> f64 {
        let mean = self.rows / self.told;
        let spread = (self.rows_rows / self.told - mean * mean).max(0.0).sqrt();
        (self.rows / self.loops - 1.0).abs().max(spread / mean.max(f64::MIN_POSITIVE))
    }
}
