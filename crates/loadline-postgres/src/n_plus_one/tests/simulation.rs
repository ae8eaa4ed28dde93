//! A made-up service and its load. In comes a seed; out come windows and the truth.

use std::collections::HashMap;
use std::sync::Arc;

use crate::n_plus_one::{Calls, Ledger, LoopReport, Observation};
use crate::statements::StatementKey;

pub(super) const LIST: i64 = 1;
pub(super) const CUSTOMER: i64 = 2;
const CUSTOMERS: i64 = 3;
const ORDER: i64 = 4;
const PRODUCTS: i64 = 5;
const PRICE: i64 = 6;
const NEWEST: i64 = 7;
pub(super) const SETTING: i64 = 8;
const SEARCH: i64 = 9;
const DASHBOARD: i64 = 10;

pub(super) const ENDPOINTS: [&str; 7] =
    ["/orders", "/orders-eager", "/order", "/dashboard", "/products", "/settings", "/search"];

/// The texts of the made-up statements.
pub(super) fn texts() -> HashMap<i64, Arc<str>> {
    let named = [
        (LIST, "SELECT * FROM orders ORDER BY id DESC LIMIT $1"),
        (CUSTOMER, "SELECT * FROM customers WHERE id = $1"),
        (CUSTOMERS, "SELECT * FROM customers WHERE id = ANY($1)"),
        (ORDER, "SELECT * FROM orders WHERE id = $1"),
        (PRODUCTS, "SELECT id FROM products LIMIT $1"),
        (PRICE, "SELECT price FROM products WHERE id = $1"),
        (NEWEST, "SELECT id FROM orders LIMIT $1"),
        (SETTING, "SELECT value FROM settings WHERE key = $1"),
        (SEARCH, "SELECT * FROM products WHERE name LIKE $1"),
    ];
    let figures = (0..6).map(|at| (DASHBOARD + at, format!("SELECT count(*) FROM figure_{at}")));
    named
        .iter()
        .map(|(id, text)| (*id, (*text).into()))
        .chain(figures.map(|(id, text)| (id, text.into())))
        .collect()
}

/// How a load is made.
#[derive(Debug, Clone)]
pub(super) struct Load {
    pub(super) seed: u64,
    pub(super) seconds: usize,
    /// Page sizes to choose from.
    pub(super) pages: Vec<u32>,
    /// Whether each page size lasts for a phase of the load.
    pub(super) in_phases: bool,
    /// Endpoints by their place, each with the requests a second of its phases.
    pub(super) rates: Vec<(usize, Vec<f64>)>,
    /// Seconds of a phase.
    pub(super) phase_s: usize,
    /// How far the ends of windows lie apart.
    pub(super) jitter_s: f64,
    /// Seconds from one statement of a request to the next.
    pub(super) statement_s: f64,
}

impl Load {
    /// All endpoints at rates that vary on their own.
    pub(super) fn mixed(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed ^ 0x5eed);
        let rates = (0..ENDPOINTS.len())
            .map(|at| (at, (0..12).map(|_| 5.0 + 45.0 * random.f64()).collect()))
            .collect();
        Self {
            seed,
            seconds: 60,
            pages: vec![5, 10, 20, 50],
            in_phases: false,
            rates,
            phase_s: 5,
            jitter_s: 0.1,
            statement_s: 0.002,
        }
    }
}

/// What was observed, and the true calls of the customer's statement in a request of `/orders`.
pub(super) struct Observed {
    pub(super) windows: Vec<Observation>,
    pub(super) customers_per_request: f64,
}

impl Observed {
    pub(super) fn report(&self) -> LoopReport {
        let mut ledger = Ledger::default();
        self.windows.iter().for_each(|window| ledger.add(window));
        ledger.findings(&texts())
    }
}

/// Sends the load and looks at it once a second.
pub(super) fn observe(load: &Load) -> Observed {
    let mut random = fastrand::Rng::with_seed(load.seed);
    let mut windows = vec![Observation { seconds: 1.0, ..Observation::default() }; load.seconds];
    let ends: Vec<f64> = (0..load.seconds)
        .map(|at| at as f64 + 1.0 + load.jitter_s * (random.f64() * 2.0 - 1.0))
        .collect();
    let mut cached = 0_u32;
    let (mut customers, mut orders) = (0.0, 0.0);
    for (endpoint, rates) in &load.rates {
        let mut at = 0.0;
        loop {
            let phase = at as usize / load.phase_s;
            at += -(1.0 - random.f64()).ln() / rates[phase % rates.len()];
            if at >= load.seconds as f64 {
                break;
            }
            let choice = if load.in_phases { phase } else { random.usize(..) };
            let page = load.pages[choice % load.pages.len()];
            let statements = statements(*endpoint, page, &mut cached, &mut random);
            if *endpoint == 0 {
                orders += 1.0;
                customers += f64::from(page);
            }
            let mut moment = at;
            for (id, calls, rows) in statements {
                // One by one, so that a request may lie in two windows.
                for _ in 0..calls as u32 {
                    let counted = ends.partition_point(|end| *end < moment).min(load.seconds - 1);
                    let sum = windows[counted].statements.entry(key(id)).or_default();
                    sum.add(&Calls { calls: 1.0, rows: rows / calls, total_ms: 0.1 });
                    moment += load.statement_s;
                }
            }
            // A request is counted when it is answered.
            let answered = (moment as usize).min(load.seconds - 1);
            *windows[answered].requests.entry(ENDPOINTS[*endpoint].to_owned()).or_default() += 1;
        }
    }
    Observed { windows, customers_per_request: customers / f64::max(orders, 1.0) }
}

/// What a request sends: statement, calls, rows.
fn statements(
    endpoint: usize,
    page: u32,
    cached: &mut u32,
    random: &mut fastrand::Rng,
) -> Vec<(i64, f64, f64)> {
    let rows = f64::from(page);
    match endpoint {
        0 => vec![(LIST, 1.0, rows), (CUSTOMER, rows, rows)],
        1 => vec![(LIST, 1.0, rows), (CUSTOMERS, 1.0, rows)],
        2 => vec![(ORDER, 1.0, 1.0), (CUSTOMER, 1.0, 1.0)],
        3 => (0..6).map(|at| (DASHBOARD + at, 1.0, 1.0)).collect(),
        4 => {
            let new = f64::from(page.saturating_sub(*cached));
            *cached = (*cached).max(page);
            vec![(PRODUCTS, 1.0, rows), (PRICE, new, new)]
        }
        5 => vec![(NEWEST, 1.0, rows), (SETTING, 12.0, 12.0)],
        _ => vec![(SEARCH, 1.0, f64::from(random.u32(0..10)))],
    }
}

fn key(query_id: i64) -> StatementKey {
    StatementKey { role: 10, database: 5, query_id, is_top_level: true }
}
