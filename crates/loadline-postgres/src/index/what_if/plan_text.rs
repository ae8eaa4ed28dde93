//! Cost and indexes out of EXPLAIN's text. A quarter of what the JSON form costs the server to write, and a node's line can
//! be told from its details, so that no constant of a statement is taken for an index.

/// What the text says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct PlanText {
    /// Total cost of the whole plan.
    pub(super) cost: Option<f64>,
    /// Names of the indexes its nodes use.
    pub(super) indexes: Vec<String>,
}

/// Reads the lines of a plan.
pub(super) fn read<'a>(lines: impl Iterator<Item = &'a str>) -> PlanText {
    let mut plan = PlanText::default();
    for (number, line) in lines.enumerate() {
        let Some((node, cost)) = line.split_once("  (cost=") else { continue };
        let node = node.trim_start();
        if number == 0 {
            plan.cost =
                cost.split_once("..").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
        } else if !node.starts_with("->") {
            continue;
        }
        if let Some(index) = index_of(node.trim_start_matches("->").trim_start()) {
            plan.indexes.push(index);
        }
    }
    plan
}

/// The index that a node names.
fn index_of(node: &str) -> Option<String> {
    let node = node.strip_prefix("Parallel ").unwrap_or(node);
    let name = if let Some(name) = node.strip_prefix("Bitmap Index Scan on ") {
        name
    } else if node.starts_with("Index Scan") || node.starts_with("Index Only Scan") {
        let (_, rest) = node.split_once(" using ")?;
        rest.rsplit_once(" on ").map_or(rest, |(name, _)| name)
    } else {
        return None;
    };
    let unquoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    Some(unquoted.map_or_else(|| name.to_owned(), |name| name.replace("\"\"", "\"")))
}
