//! Plans as text: depth by indentation, figures in brackets, properties below their node.

use super::title;
use crate::plan::error::PlanError;
use crate::plan::node::{Actual, Jit, NODES_MAX, Node, Plan, Trigger};

/// A text being read.
#[derive(Default)]
struct Reader {
    plan: Plan,
    /// Indentation and place of the nodes above the line.
    above: Vec<(usize, usize)>,
    /// A line that says what the next node is, and its indentation.
    role: Option<(usize, String)>,
    query: Vec<String>,
    /// Behind the tree: what follows is about the whole.
    is_in_footer: bool,
}

/// Reads the lines of a plan.
pub(super) fn read<'l>(lines: impl Iterator<Item = &'l str>) -> Result<Plan, PlanError> {
    let mut reader = Reader::default();
    for line in lines {
        reader.line(line)?;
    }
    if reader.plan.nodes.is_empty() {
        return Err(PlanError::NoPlan);
    }
    let query = reader.query.join("\n");
    reader.plan.query = (!query.trim().is_empty()).then(|| query.trim().to_owned());
    Ok(reader.plan)
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), PlanError> {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if self.plan.nodes.is_empty() {
            if let Some(query) = trimmed.strip_prefix("Query Text:") {
                self.query.push(query.trim_start().to_owned());
                return Ok(());
            }
            if !is_node(trimmed) {
                if !self.query.is_empty() {
                    self.query.push(line.to_owned());
                }
                return Ok(());
            }
        }
        if trimmed.starts_with("->") || self.plan.nodes.is_empty() {
            return self.node(indent, trimmed.trim_start_matches("->").trim_start());
        }
        let is_role =
            ["InitPlan ", "SubPlan ", "CTE "].iter().any(|word| trimmed.starts_with(word));
        if is_role && !trimmed.contains(": ") {
            self.role = Some((indent, trimmed.trim_end().to_owned()));
        } else if indent == 0 || self.is_in_footer {
            self.footer(trimmed);
        } else {
            self.property(indent, trimmed);
        }
        Ok(())
    }

    fn node(&mut self, indent: usize, text: &str) -> Result<(), PlanError> {
        if self.plan.nodes.len() >= NODES_MAX {
            return Err(PlanError::TooManyNodes(NODES_MAX));
        }
        let role = self.role.take();
        let level = role.as_ref().map_or(indent, |(level, _)| *level);
        while self.above.last().is_some_and(|(above, _)| *above >= level && *above > 0) {
            self.above.pop();
        }
        let mut node = Node::default();
        let head = text.find("  (").unwrap_or(text.len());
        title::read(&text[..head], &mut node);
        figures(&text[head..], &mut node);
        node.role = role.map(|(_, role)| role);
        node.parent = self.above.last().map(|(_, place)| *place);
        let place = self.plan.nodes.len();
        if let Some(parent) = node.parent {
            self.plan.nodes[parent].children.push(place);
        }
        self.plan.nodes.push(node);
        self.above.push((indent, place));
        Ok(())
    }

    /// A line below a node belongs to the nearest node that is less indented.
    fn property(&mut self, indent: usize, text: &str) {
        let owner = self.above.iter().rev().find(|(above, _)| *above < indent);
        let Some((_, place)) = owner else { return };
        let node = &mut self.plan.nodes[*place];
        if text.starts_with("Worker ") {
            return;
        }
        let Some((key, value)) = text.split_once(": ") else { return };
        property(node, key, value);
    }

    fn footer(&mut self, text: &str) {
        let number = |text: &str| text.trim().trim_end_matches(" ms").parse::<f64>().ok();
        self.is_in_footer = true;
        if let Some((name, figures)) =
            text.strip_prefix("Trigger ").and_then(|rest| rest.split_once(": "))
        {
            let is_constraint = name.contains("for constraint ");
            let name = name.split("for constraint ").last().unwrap_or(name).to_owned();
            let (ms, calls) = (named(figures, "time="), named(figures, "calls="));
            self.plan.triggers.push(Trigger { name, is_constraint, ms, calls });
            return;
        }
        let Some((key, value)) = text.split_once(": ") else { return };
        match key {
            "Planning Time" | "Planning time" => self.plan.planning_ms = number(value),
            "Execution Time" | "Execution time" | "Total runtime" => {
                self.plan.execution_ms = number(value);
            }
            "Functions" => {
                let jit = self.plan.jit.get_or_insert_with(Jit::default);
                jit.functions = number(value).unwrap_or_default();
            }
            "Timing" => {
                let jit = self.plan.jit.get_or_insert_with(Jit::default);
                jit.total_ms = named(value, "Total ");
            }
            _ => {}
        }
    }
}

/// Whether a line is a node: it has costs or what happened.
fn is_node(text: &str) -> bool {
    text.contains("  (cost=") || text.contains(" (actual ") || text.contains("(never executed)")
}

/// `(cost=0.42..8.44 rows=1 width=8) (actual time=0.023..0.024 rows=1 loops=1)`.
fn figures(text: &str, node: &mut Node) {
    let (planned, actual) = match text.find("(actual ") {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    };
    node.rows_planned = named(planned, "rows=");
    node.cost_total = planned.find("..").map_or(0.0, |at| number(&planned[at + 2..]));
    node.is_never_executed = text.contains("(never executed)");
    if let Some(actual) = actual {
        let time = actual.find("time=").and_then(|_| actual.find(".."));
        node.actual = Some(Actual {
            ms: time.map(|at| number(&actual[at + 2..])),
            rows: named(actual, "rows="),
            loops: named(actual, "loops="),
        });
    } else if node.is_never_executed {
        node.actual = Some(Actual { ms: Some(0.0), rows: 0.0, loops: 0.0 });
    }
}

/// One line below a node.
fn property(node: &mut Node, key: &str, value: &str) {
    let figures = &mut node.figures;
    match key {
        "Rows Removed by Filter" => figures.removed_by_filter = number(value),
        "Rows Removed by Join Filter" => figures.removed_by_join_filter = number(value),
        "Rows Removed by Index Recheck" => figures.removed_by_recheck = number(value),
        "Heap Fetches" => figures.heap_fetches = number(value),
        "Workers Planned" => figures.workers_planned = number(value),
        "Workers Launched" => figures.workers_launched = number(value),
        "Sort Method" => {
            let end = value.find("  ").unwrap_or(value.len());
            figures.sort_method = value[..end].to_owned();
            figures.sort_disk_kib = named(value, "Disk: ");
            figures.memory_kib = named(value, "Memory: ");
        }
        "Heap Blocks" => {
            figures.exact_blocks = named(value, "exact=");
            figures.lossy_blocks = named(value, "lossy=");
        }
        "Buckets" | "Planned Partitions" | "Batches" => {
            let whole = format!("{key}: {value}");
            figures.batches = named(&whole, "Batches: ");
            figures.memory_kib = named(&whole, "Memory Usage: ");
            figures.disk_kib = named(&whole, "Disk Usage: ");
        }
        "Buffers" => {
            let part = |word: &str| {
                value.split(", ").find(|part| part.starts_with(word)).unwrap_or_default()
            };
            let (shared, temp) = (part("shared"), part("temp"));
            node.buffers.hit = named(shared, "hit=");
            node.buffers.read = named(shared, "read=");
            node.buffers.temp_read = named(temp, "read=");
            node.buffers.temp_written = named(temp, "written=");
        }
        _ => node.conditions.push((key.to_owned(), value.trim_end().to_owned())),
    }
}

/// The number behind a name; zero where it is not there.
fn named(text: &str, name: &str) -> f64 {
    text.find(name).map_or(0.0, |at| number(&text[at + name.len()..]))
}

/// The number at the beginning of a text.
fn number(text: &str) -> f64 {
    let text = text.trim_start();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let digits = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    digits.split("..").next().and_then(|digits| digits.parse().ok()).unwrap_or_default()
}
