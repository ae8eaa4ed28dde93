//! Comma-separated values as RFC 4180 has them, a line of names first.

use std::io::Read;

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::table::{BadLine, Table};

pub(super) fn read(input: impl Read) -> Result<Table, BadLine> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(input);
    let mut record = StringRecord::new();
    if !reader.read_record(&mut record).map_err(|error| bad_line(&error))? {
        return Err(BadLine { line: None, why: "the file is empty".to_owned() });
    }
    // Spreadsheets put a byte order mark before the first name.
    let name = |text: &str| text.trim_start_matches('\u{feff}').trim().to_owned();
    let mut table = Table::new(record.iter().map(name).collect())?;
    while reader.read_record(&mut record).map_err(|error| bad_line(&error))? {
        let line = record.position().map_or(0, csv::Position::line);
        table.push(line, record.iter())?;
    }
    Ok(table)
}

fn bad_line(error: &csv::Error) -> BadLine {
    let line = error.position().map(csv::Position::line);
    let why = match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let values = if *len == 1 { "1 value".to_owned() } else { format!("{len} values") };
            format!("the row has {values}, and the first line names {expected_len}")
        }
        ErrorKind::Utf8 { .. } => "the row is not UTF-8".to_owned(),
        ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    BadLine { line, why }
}
