//! Records of separated values: a quoted field may hold separators, doubled quotes and line breaks.
//!
//! Lines come in, records go out one at a time with the line they start in. Columns are found by their names, so
//! their order is free.

use super::error::ImportError;
use super::input::{Input, LINE_BYTES_MAX};

/// Fields of a record at most.
const FIELDS_MAX: usize = 1_000;

/// One record.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The line it starts in.
    pub(crate) line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// The field at `place`, counted from zero; empty where the record has none.
    pub(crate) fn get(&self, place: usize) -> &str {
        let Some(end) = self.ends.get(place) else { return "" };
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[start..*end]
    }

    /// How many fields it has.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The fields in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// Reads the next record into `self`; false at the end. Empty lines are passed over.
    pub(crate) fn read(
        &mut self,
        input: &mut Input<'_>,
        delimiter: char,
    ) -> Result<bool, ImportError> {
        self.text.clear();
        self.ends.clear();
        let mut quoted = false;
        loop {
            let Some(line) = input.next_line()? else {
                let breaks_off =
                    quoted.then(|| truncated(self.line, "a quoted field is never closed"));
                return breaks_off.map_or(Ok(false), Err);
            };
            if line.is_empty() && !quoted {
                continue;
            }
            let goes_on = quoted;
            quoted = self.take(line, delimiter, quoted);
            if !goes_on {
                self.line = input.line_number();
            }
            if self.ends.len() > FIELDS_MAX || self.text.len() > LINE_BYTES_MAX {
                let message = format!("a record has more than {FIELDS_MAX} fields or 8 MiB");
                return Err(ImportError::at(input.line_number(), 0, message));
            }
            if !quoted {
                return Ok(true);
            }
        }
    }

    /// Takes a line into the record; true when a quoted field goes on in the next.
    fn take(&mut self, line: &str, delimiter: char, mut quoted: bool) -> bool {
        let mut letters = line.chars().peekable();
        let mut is_start = !quoted;
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    self.text.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if is_start => quoted = true,
                _ if letter == delimiter && !quoted => {
                    self.ends.push(self.text.len());
                    is_start = true;
                    continue;
                }
                _ => self.text.push(letter),
            }
            is_start = false;
        }
        if quoted {
            self.text.push('\n');
        } else {
            self.ends.push(self.text.len());
        }
        quoted
    }
}

/// A file that ends in the middle of a record.
pub(crate) fn truncated(line: u64, message: &str) -> ImportError {
    ImportError::at(line, 0, format!("the file breaks off here: {message}"))
        .hint("delete the last line to import what is whole before it")
}

/// The columns of a file, by name.
#[derive(Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// The columns that a header names.
    pub(crate) fn of(header: &Record) -> Self {
        Self { names: header.iter().map(|name| name.trim().to_owned()).collect() }
    }

    /// Columns of those names, where a file has no header.
    pub(crate) fn named(names: &[&str]) -> Self {
        Self { names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Where the column is; none where the file has none of that name.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    /// Where the column is that the file cannot do without.
    pub(crate) fn need(&self, name: &str) -> Result<usize, ImportError> {
        self.place(name).ok_or_else(|| {
            ImportError::at(1, 0, format!("the column `{name}` is missing"))
                .hint(format!("the file has {}", self.names.join(", ")))
        })
    }

    /// The columns that are none of `known`.
    pub(crate) fn others(&self, known: &[&str]) -> Vec<&str> {
        let is_other = |name: &&str| !known.contains(name);
        self.names.iter().map(String::as_str).filter(is_other).collect()
    }

    /// Checks that a record has a field for each column; the last one of a file may have broken off.
    pub(crate) fn fit(&self, record: &Record, input: &Input<'_>) -> Result<(), ImportError> {
        let (have, want) = (record.len(), self.names.len());
        if have == want {
            return Ok(());
        }
        if have < want && !input.is_whole() {
            return Err(truncated(record.line, &format!("{have} of {want} fields")));
        }
        let message = format!("the line has {have} fields, the header {want}");
        Err(ImportError::at(record.line, 0, message)
            .hint(format!("accepted: {}", self.names.join(","))))
    }

    /// The field at `place` as a number.
    pub(crate) fn number(&self, record: &Record, place: usize) -> Result<f64, ImportError> {
        let text = record.get(place).trim();
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.wrong(record, place, "a number"))
    }

    /// The field at `place` as something that cannot be below zero.
    pub(crate) fn amount(&self, record: &Record, place: usize) -> Result<f64, ImportError> {
        let number = self.number(record, place)?;
        if number >= 0.0 {
            Ok(number)
        } else {
            Err(self.wrong(record, place, "a number that is not below zero"))
        }
    }

    /// The mistake that the field at `place` is not `accepted`.
    pub(crate) fn wrong(&self, record: &Record, place: usize, accepted: &str) -> ImportError {
        let name = self.names.get(place).map_or("", String::as_str);
        let found: String = record.get(place).chars().take(80).collect();
        ImportError::at(record.line, place as u64 + 1, format!("`{name}` is `{found}`"))
            .hint(format!("accepted is {accepted}"))
    }
}
