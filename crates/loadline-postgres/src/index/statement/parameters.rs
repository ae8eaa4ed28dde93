//! Values for `$1`: drawn from the statistics of the column it is compared with, several times, so that common and rare
//! values both count. Never NULL, which would make the planner promise an empty result.
//!
//! Deliberately not here: values from logs and activity, which whoever has them puts into the text.

use std::collections::HashMap;
use std::ops::ControlFlow;

use sqlparser::ast::{Query, Value, ValueWithSpan, VisitMut, VisitorMut};

use super::print::{literal, query_text};
use super::read::DRAWS;
use super::resolver::Parameter;
use crate::index::catalogue::{Catalogue, Column};

/// The part of the histogram that lies between two bounds of a range.
const RANGE_SHARE: f64 = 0.1;

/// The texts to plan for a query: itself where it has no parameters, a text for each draw where all of them have values,
/// and its own text with `true` where one has none. `own` is that text where nothing of it was changed. None where the
/// query cannot be printed.
pub(super) fn fill(
    catalogue: &Catalogue,
    query: &Query,
    parameters: &[Parameter],
    own: Option<&str>,
) -> Option<(Vec<String>, bool)> {
    let mut probe = Replace { values: HashMap::new(), found: 0, missing: 0, paging: false };
    let mut copy = query.clone();
    probe.run(&mut copy);
    let unfilled = || own.map(str::to_owned).or_else(|| query_text(query));
    if probe.found == 0 {
        return Some((vec![unfilled()?], false));
    }
    let mut texts = Vec::new();
    for draw in 0..DRAWS {
        let values = values(catalogue, parameters, draw);
        let mut replace = Replace { values, found: 0, missing: 0, paging: false };
        let mut copy = query.clone();
        replace.run(&mut copy);
        if replace.missing > 0 {
            return Some((vec![unfilled()?], true));
        }
        texts.push(query_text(&copy)?);
    }
    texts.dedup();
    Some((texts, false))
}

/// A value for each parameter. Draws lie evenly in the column's mass; each parameter begins elsewhere.
fn values(catalogue: &Catalogue, parameters: &[Parameter], draw: usize) -> HashMap<String, String> {
    let mut values = HashMap::new();
    for parameter in parameters {
        let Some((table, column)) = parameter.column else { continue };
        let mass = (draw as f64 + 0.5) / DRAWS as f64;
        let column = &catalogue.tables[table].columns[column];
        let value = match parameter.lower {
            None => equal_to(column, mass),
            Some(true) => at(column, mass * (1.0 - RANGE_SHARE)),
            Some(false) => at(column, mass * (1.0 - RANGE_SHARE) + RANGE_SHARE),
        };
        let value = value.map(|value| if parameter.list { list_of(&value) } else { value });
        if let Some(value) = value {
            values.entry(parameter.name.clone()).or_insert(value);
        }
    }
    values
}

/// A list with this value alone, as the server reads arrays.
fn list_of(value: &str) -> String {
    format!("{{\"{}\"}}", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The value below which a share of the rows lies, common values first.
fn equal_to(column: &Column, mass: f64) -> Option<String> {
    let mut left = mass;
    for (value, share) in &column.common {
        if left < *share {
            return Some(value.clone());
        }
        left -= share;
    }
    let common: f64 = column.common.iter().map(|(_, share)| share).sum();
    let rest = (1.0 - common).max(f64::EPSILON);
    at(column, (left / rest).clamp(0.0, 1.0)).or_else(|| column.common.last().map(|c| c.0.clone()))
}

/// The value at a place of the histogram; columns with few values have none, and give a common one.
fn at(column: &Column, place: f64) -> Option<String> {
    let bounds = &column.histogram;
    if bounds.is_empty() {
        let mut common: Vec<&String> = column.common.iter().map(|(value, _)| value).collect();
        common.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => a.total_cmp(&b),
            _ => a.cmp(b),
        });
        let last = common.len().checked_sub(1)?;
        return common.get((place * last as f64).round() as usize).map(|value| (*value).clone());
    }
    bounds.get((place * (bounds.len() - 1) as f64).round() as usize).cloned()
}

/// Puts values in the places of parameters.
struct Replace {
    values: HashMap<String, String>,
    found: usize,
    missing: usize,
    paging: bool,
}

impl Replace {
    fn run(&mut self, query: &mut Query) {
        // LIMIT and OFFSET have no column to draw from: a first page.
        if let Some(limit) = &mut query.limit_clause {
            self.paging = true;
            let _ = VisitMut::visit(limit, self);
            self.paging = false;
        }
        let _ = VisitMut::visit(query, self);
    }
}

impl VisitorMut for Replace {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let Value::Placeholder(name) = &value.value {
            self.found += 1;
            if self.paging {
                value.value = Value::Number("10".into(), false);
            } else if let Some(drawn) = self.values.get(name) {
                value.value = literal(drawn);
            } else {
                self.missing += 1;
            }
        }
        ControlFlow::Continue(())
    }
}
