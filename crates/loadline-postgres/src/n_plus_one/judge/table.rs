//! Windows as columns: requests by endpoint, calls and rows by statement.
//!
//! Deliberately not here: regressions.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::n_plus_one::bounds::{GROUP_S_MAX, GROUPS};
use crate::n_plus_one::fit::Column;
use crate::n_plus_one::ledger::{Window, in_groups};
use crate::n_plus_one::observation::Calls;
use crate::statements::{StatementClass, StatementKey, StatementKind};

/// Standard errors from which on an endpoint is needed to explain a statement.
const ENDPOINT_ERRORS: f64 = 2.5;
/// Standard errors from which on it is believed that something ran beside all endpoints: nobody would rather have that.
const BACKGROUND_ERRORS: f64 = 5.0;

/// Columns of one length.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) windows: usize,
    /// Names of endpoints.
    pub(super) endpoints: Vec<String>,
    /// Requests by endpoint, and after them the seconds of each window, for what runs beside all endpoints.
    pub(super) requests: Vec<Vec<f64>>,
    pub(super) statements: BTreeMap<StatementKey, Series>,
}

/// A statement that reads.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) text: Arc<str>,
    pub(super) calls: Vec<f64>,
    pub(super) rows: Vec<f64>,
    pub(super) all: Calls,
}

impl Table {
    /// The columns of these windows, short ones added up, and `length` of those once more.
    pub(super) fn new(
        windows: &[Window],
        endpoints: &[String],
        texts: &HashMap<i64, Arc<str>>,
        length: usize,
    ) -> Self {
        let windows = grouped(windows, length);
        let mut requests: Vec<Vec<f64>> = (0..endpoints.len())
            .map(|at| windows.iter().map(|window| requests_of(window, at)).collect())
            .collect();
        requests.push(windows.iter().map(|window| window.seconds).collect());
        let mut table = Self {
            windows: windows.len(),
            endpoints: endpoints.to_vec(),
            requests,
            statements: BTreeMap::new(),
        };
        for (at, window) in windows.iter().enumerate() {
            for (key, calls) in &window.statements {
                table.enter(at, *key, calls, texts);
            }
        }
        table.statements.retain(|_, series| is_read(series));
        table
    }

    fn enter(
        &mut self,
        at: usize,
        key: StatementKey,
        calls: &Calls,
        texts: &HashMap<i64, Arc<str>>,
    ) {
        let none = || vec![0.0; self.windows];
        let series = self.statements.entry(key).or_insert_with(|| Series {
            text: texts.get(&key.query_id).cloned().unwrap_or_default(),
            calls: none(),
            rows: none(),
            all: Calls::default(),
        });
        series.calls[at] += calls.calls;
        series.rows[at] += calls.rows;
        series.all.add(calls);
    }

    /// Requests by endpoint as columns, the background last.
    pub(super) fn columns(&self) -> Vec<Column<'_>> {
        let background = self.endpoints.len();
        self.requests
            .iter()
            .enumerate()
            .map(|(at, values)| Column {
                values,
                is_free: false,
                errors_min: if at == background { BACKGROUND_ERRORS } else { ENDPOINT_ERRORS },
            })
            .collect()
    }

    /// All requests of an endpoint.
    pub(super) fn requests_of(&self, endpoint: usize) -> f64 {
        self.requests[endpoint].iter().sum()
    }
}

/// Statements without a text, and those that write, are none that a join would spare.
fn is_read(series: &Series) -> bool {
    let rows = series.all.rows / series.all.calls.max(1.0);
    let class = StatementKind::of(&series.text, rows).class;
    matches!(class, StatementClass::Simple | StatementClass::Join)
}

fn requests_of(window: &Window, endpoint: usize) -> f64 {
    window.requests.get(endpoint).copied().unwrap_or_default()
}

/// The ends of requests and counters differ a little: the longer the windows, the less it matters.
fn grouped(windows: &[Window], length: usize) -> Vec<Window> {
    let seconds: f64 = windows.iter().map(|window| window.seconds).sum();
    let one = (seconds / windows.len().max(1) as f64).max(f64::MIN_POSITIVE);
    let wanted = (seconds / GROUPS as f64).clamp(one, GROUP_S_MAX.max(one));
    in_groups(windows.to_vec(), ((wanted / one) as usize).max(1) * length)
}
