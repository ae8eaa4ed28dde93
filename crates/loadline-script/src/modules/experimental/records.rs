//! Records of delimited text, with the rules and the errors scripts see under k6: lines that are empty are
//! skipped, all records have as many fields as the first, and quotes stand around whole fields only.

/// How far a text is read.
#[derive(Debug, Clone)]
pub(super) struct Records {
    delimiter: char,
    at: usize,
    line: usize,
    /// Fields of the first record.
    width: Option<usize>,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RecordError {
    #[error("record on line {0}: wrong number of fields")]
    Width(usize),
    #[error("parse error on line {0}, column {1}: bare \" in non-quoted field")]
    BareQuote(usize, usize),
    #[error("parse error on line {0}, column {1}: extraneous or missing \" in quoted-field")]
    Quote(usize, usize),
}

impl Records {
    /// Begins at the byte `at` of a text.
    pub(super) fn new(delimiter: char, at: usize) -> Self {
        Self { delimiter, at, line: 0, width: None }
    }

    /// The next record; none at the end. `text` is the same each time.
    pub(super) fn next(&mut self, text: &[u8]) -> Result<Option<Vec<String>>, RecordError> {
        let line = loop {
            match self.line(text) {
                None => return Ok(None),
                Some(b"\n") => {}
                Some(line) => break line.to_vec(),
            }
        };
        let first_line = self.line;
        let fields = self.fields(text, line)?;
        if *self.width.get_or_insert(fields.len()) != fields.len() {
            return Err(RecordError::Width(first_line));
        }
        Ok(Some(fields))
    }

    /// The next line with its end as `\n`; the last one may have none.
    fn line<'a>(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let rest = text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        self.at += length;
        self.line += 1;
        let line = &rest[..length];
        Some(match line.strip_suffix(b"\r") {
            Some(last) => last,
            None if line == b"\r\n" => b"\n",
            None => line,
        })
    }

    fn fields(&mut self, text: &[u8], line: Vec<u8>) -> Result<Vec<String>, RecordError> {
        let mut delimiter = [0; 4];
        let delimiter = self.delimiter.encode_utf8(&mut delimiter).as_bytes();
        let mut fields = Vec::new();
        let mut line = line;
        let mut at = 0;
        loop {
            let rest = &line[at..];
            if rest.first() == Some(&b'"') {
                let (field, after) = self.quoted(text, &mut line, at + 1, delimiter)?;
                fields.push(field);
                match after {
                    Some(after) => at = after,
                    None => return Ok(fields),
                }
                continue;
            }
            let end = rest.windows(delimiter.len()).position(|window| window == delimiter);
            let field = end.map_or_else(|| without_end(rest), |end| &rest[..end]);
            if let Some(quote) = field.iter().position(|byte| *byte == b'"') {
                return Err(RecordError::BareQuote(self.line, at + quote + 1));
            }
            fields.push(String::from_utf8_lossy(field).into_owned());
            match end {
                Some(end) => at += end + delimiter.len(),
                None => return Ok(fields),
            }
        }
    }

    /// A field in quotes that begins at `at`, which may go on over several lines; and where the next field
    /// begins, when there is one.
    fn quoted(
        &mut self,
        text: &[u8],
        line: &mut Vec<u8>,
        mut at: usize,
        delimiter: &[u8],
    ) -> Result<(String, Option<usize>), RecordError> {
        let mut field = Vec::new();
        loop {
            let rest = &line[at..];
            let Some(quote) = rest.iter().position(|byte| *byte == b'"') else {
                push_line(rest, &mut field);
                let Some(next) = self.line(text) else {
                    return Err(RecordError::Quote(self.line, line.len() + 1));
                };
                *line = next.to_vec();
                at = 0;
                continue;
            };
            field.extend_from_slice(&rest[..quote]);
            at += quote + 1;
            let after = &line[at..];
            if after.first() == Some(&b'"') {
                field.push(b'"');
                at += 1;
            } else if after.starts_with(delimiter) {
                return Ok((lossy(&field), Some(at + delimiter.len())));
            } else if without_end(after).is_empty() {
                return Ok((lossy(&field), None));
            } else {
                return Err(RecordError::Quote(self.line, at));
            }
        }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn without_end(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n")).unwrap_or(line)
}

/// Adds a line to a field, its end as `\n`.
fn push_line(line: &[u8], field: &mut Vec<u8>) {
    field.extend_from_slice(without_end(line));
    if line.ends_with(b"\n") {
        field.push(b'\n');
    }
}
