//! Plans as JSON. Kinds become those of the text: rules know one set of names.

use serde_json::Value;

use crate::plan::error::PlanError;
use crate::plan::node::{Actual, Buffers, Figures, Jit, NODES_MAX, Node, Plan, Trigger};

/// Conditions and keys that are kept.
const CONDITIONS: [&str; 12] = [
    "Filter",
    "Index Cond",
    "Recheck Cond",
    "Join Filter",
    "Hash Cond",
    "Merge Cond",
    "One-Time Filter",
    "Order By",
    "TID Cond",
    "Sort Key",
    "Presorted Key",
    "Group Key",
];

/// Reads a document: the plan, or a list whose first member it is.
pub(super) fn read(text: &str) -> Result<Plan, PlanError> {
    // What follows the document is not its: a log goes on behind a plan.
    let mut documents = serde_json::Deserializer::from_str(text).into_iter();
    let document: Value =
        documents.next().ok_or(PlanError::NoPlan)?.map_err(|error| damage(&error))?;
    let document = document.as_array().and_then(|list| list.first()).unwrap_or(&document);
    let root = document.get("Plan").ok_or(PlanError::NoPlan)?;
    let mut plan = Plan {
        query: text_of(document, "Query Text"),
        planning_ms: document.get("Planning Time").and_then(Value::as_f64),
        execution_ms: document.get("Execution Time").and_then(Value::as_f64),
        jit: document.get("JIT").map(jit),
        triggers: list(document, "Triggers").iter().map(trigger).collect(),
        nodes: Vec::new(),
    };
    let mut waiting = vec![(root, None)];
    while let Some((value, parent)) = waiting.pop() {
        if plan.nodes.len() >= NODES_MAX {
            return Err(PlanError::TooManyNodes(NODES_MAX));
        }
        let place = plan.nodes.len();
        plan.nodes.push(Node { parent, ..node(value) });
        if let Some(parent) = parent {
            let parent: usize = parent;
            plan.nodes[parent].children.push(place);
        }
        waiting.extend(list(value, "Plans").iter().rev().map(|child| (child, Some(place))));
    }
    Ok(plan)
}

/// Where a document is damaged, and how.
fn damage(error: &serde_json::Error) -> PlanError {
    let text = error.to_string();
    let why = match text.split_once(" at line ") {
        _ if error.is_eof() => "ends too early".to_owned(),
        Some((what, _)) => format!("is damaged: {what}"),
        None => format!("is damaged: {text}"),
    };
    PlanError::Json { line: error.line(), why }
}

fn node(value: &Value) -> Node {
    let number = |key: &str| value.get(key).and_then(Value::as_f64).unwrap_or_default();
    let conditions = CONDITIONS.iter().filter_map(|key| {
        let text = match value.get(*key)? {
            Value::String(text) => text.clone(),
            Value::Array(all) => {
                all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            _ => return None,
        };
        Some(((*key).to_owned(), text))
    });
    let loops = value.get("Actual Loops").and_then(Value::as_f64);
    Node {
        kind: kind(value),
        schema: text_of(value, "Schema"),
        relation: text_of(value, "Relation Name")
            .or_else(|| text_of(value, "CTE Name"))
            .or_else(|| text_of(value, "Function Name")),
        alias: text_of(value, "Alias"),
        index: text_of(value, "Index Name"),
        role: text_of(value, "Subplan Name"),
        rows_planned: number("Plan Rows"),
        cost_total: number("Total Cost"),
        actual: loops.map(|loops| Actual {
            ms: value.get("Actual Total Time").and_then(Value::as_f64),
            rows: number("Actual Rows"),
            loops,
        }),
        is_never_executed: loops == Some(0.0),
        conditions: conditions.collect(),
        figures: figures(value, number),
        buffers: Buffers {
            hit: number("Shared Hit Blocks"),
            read: number("Shared Read Blocks"),
            temp_read: number("Temp Read Blocks"),
            temp_written: number("Temp Written Blocks"),
        },
        parent: None,
        children: Vec::new(),
    }
}

fn figures(value: &Value, number: impl Fn(&str) -> f64) -> Figures {
    let is_on_disk = text_of(value, "Sort Space Type").as_deref() == Some("Disk");
    let space = number("Sort Space Used");
    Figures {
        removed_by_filter: number("Rows Removed by Filter"),
        removed_by_join_filter: number("Rows Removed by Join Filter"),
        removed_by_recheck: number("Rows Removed by Index Recheck"),
        heap_fetches: number("Heap Fetches"),
        sort_method: text_of(value, "Sort Method").unwrap_or_default(),
        sort_disk_kib: if is_on_disk { space } else { 0.0 },
        memory_kib: number("Peak Memory Usage") + if is_on_disk { 0.0 } else { space },
        batches: number("Hash Batches").max(number("HashAgg Batches")),
        disk_kib: number("Disk Usage"),
        exact_blocks: number("Exact Heap Blocks"),
        lossy_blocks: number("Lossy Heap Blocks"),
        workers_planned: number("Workers Planned"),
        workers_launched: number("Workers Launched"),
    }
}

/// The kind as the text has it.
fn kind(value: &Value) -> String {
    let text = |key: &str| text_of(value, key).unwrap_or_default();
    let base = text("Node Type");
    let strategy = text("Strategy");
    let mut kind = match (base.as_str(), strategy.as_str()) {
        ("Aggregate", "Sorted") => "GroupAggregate".to_owned(),
        ("Aggregate", "Hashed") => "HashAggregate".to_owned(),
        ("Aggregate", "Mixed") => "MixedAggregate".to_owned(),
        ("SetOp", "Hashed") => "HashSetOp".to_owned(),
        ("ModifyTable", _) => text("Operation"),
        _ => base.clone(),
    };
    let join = text("Join Type");
    if !join.is_empty() && join != "Inner" {
        kind = match kind.strip_suffix(" Join") {
            Some(first) => format!("{first} {join} Join"),
            None => format!("{kind} {join} Join"),
        };
    }
    let mode = text("Partial Mode");
    if !mode.is_empty() && mode != "Simple" {
        kind = format!("{mode} {kind}");
    }
    if text("Scan Direction") == "Backward" {
        kind.push_str(" Backward");
    }
    if value.get("Parallel Aware").and_then(Value::as_bool) == Some(true) {
        kind = format!("Parallel {kind}");
    }
    kind
}

fn jit(value: &Value) -> Jit {
    let functions = value.get("Functions").and_then(Value::as_f64).unwrap_or_default();
    let total = value.get("Timing").and_then(|timing| timing.get("Total")).and_then(Value::as_f64);
    Jit { functions, total_ms: total.unwrap_or_default() }
}

fn trigger(value: &Value) -> Trigger {
    let number = |key: &str| value.get(key).and_then(Value::as_f64).unwrap_or_default();
    let constraint = text_of(value, "Constraint Name");
    Trigger {
        is_constraint: constraint.is_some(),
        name: constraint.or_else(|| text_of(value, "Trigger Name")).unwrap_or_default(),
        ms: number("Time"),
        calls: number("Calls"),
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text_of(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}
