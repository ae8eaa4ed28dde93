//! JSON lines: an object a line, all with the keys of the first.

use std::io::{BufRead as _, BufReader, Read};

use serde_json::{Map, Value};

use super::table::{BadLine, FEED_BYTES_MAX, Table};

pub(super) fn read(input: impl Read) -> Result<Table, BadLine> {
    let mut input = BufReader::new(input);
    let mut table: Option<Table> = None;
    let mut text = String::new();
    for line in 1.. {
        text.clear();
        // A file without line ends must not fill the memory.
        let read = (&mut input).take(FEED_BYTES_MAX as u64).read_line(&mut text);
        if read.map_err(|error| BadLine::at(line, error.to_string()))? == 0 {
            break;
        }
        if text.trim().is_empty() {
            continue;
        }
        let object: Map<String, Value> = serde_json::from_str(&text).map_err(|error| {
            BadLine::at(line, format!("the line is not a JSON object: {error}"))
        })?;
        let rows = match &mut table {
            Some(rows) => rows,
            None => table.insert(Table::new(object.keys().cloned().collect())?),
        };
        let cells: Vec<String> = rows
            .columns
            .iter()
            .map(|column| {
                let value = object.get(column);
                value
                    .map(as_text)
                    .ok_or_else(|| BadLine::at(line, format!("the object has no `{column}`")))
            })
            .collect::<Result<_, _>>()?;
        rows.push(line, cells.iter().map(String::as_str))?;
    }
    table.ok_or_else(|| BadLine { line: None, why: "the file is empty".to_owned() })
}

/// A text without its quotes, anything else as JSON.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
