//! The operations of a description with what their path says for all of them.

use loadline_core::file::Method;

use super::document::Document;
use crate::flows::left_out::LeftOut;
use crate::flows::value::Value;

/// Operations that are looked at.
const OPERATIONS_MAX: usize = 10_000;
/// Statuses of success that a check lists.
const STATUSES_MAX: usize = 8;
/// Bytes of a path at most.
const PATH_BYTES_MAX: usize = 2 << 10;

/// One operation.
pub(super) struct Operation<'d> {
    pub(super) method: Method,
    pub(super) path: &'d str,
    pub(super) node: &'d Value,
    /// Its parameters, resolved; its own win over those of the path.
    pub(super) parameters: Vec<&'d Value>,
}

/// All operations in the order of the description.
pub(super) fn operations<'d>(document: &'d Document, left_out: &mut LeftOut) -> Vec<Operation<'d>> {
    let mut operations = Vec::new();
    for (path, item) in document.root.entries_of("paths") {
        if !path.starts_with('/') || path.len() > PATH_BYTES_MAX {
            if !path.starts_with("x-") {
                left_out.note("paths that do not begin with `/` or are too long", path);
            }
            continue;
        }
        let Some(item) = document.resolved(item) else {
            left_out.note("references that lead nowhere, in a circle or to other documents", path);
            continue;
        };
        for (key, node) in item.entries() {
            let Ok(method) = key.parse::<Method>() else {
                if matches!(key.as_str(), "trace" | "query" | "connect") {
                    left_out.note("methods that a flow does not have", &format!("{key} {path}"));
                }
                continue;
            };
            if operations.len() < OPERATIONS_MAX && !node.entries().is_empty() {
                let parameters = parameters(document, item, node, left_out);
                operations.push(Operation { method, path, node, parameters });
            }
        }
    }
    operations
}

fn parameters<'d>(
    document: &'d Document,
    item: &'d Value,
    node: &'d Value,
    left_out: &mut LeftOut,
) -> Vec<&'d Value> {
    let mut found: Vec<&Value> = Vec::new();
    let key = |parameter: &Value| {
        let text = |key: &str| parameter.text_of(key).map(str::to_owned);
        (text("name"), text("in"))
    };
    for parameter in node.items_of("parameters").iter().chain(item.items_of("parameters")) {
        match document.resolved(parameter) {
            Some(parameter) if !found.iter().any(|known| key(known) == key(parameter)) => {
                found.push(parameter);
            }
            Some(_) => {}
            None => {
                let reference = parameter.text_of("$ref").unwrap_or_default();
                let reason = "references that lead nowhere, in a circle or to other documents";
                left_out.note(reason, reference);
            }
        }
    }
    found
}

impl Operation<'_> {
    /// The statuses that the description calls a success; empty where any will do.
    pub(super) fn expected_status(&self) -> Vec<u16> {
        let status = |(key, _): &(String, Value)| key.parse::<u16>().ok();
        let statuses = self.node.entries_of("responses").iter().filter_map(status);
        statuses.filter(|status| (200..400).contains(status)).take(STATUSES_MAX).collect()
    }
}
