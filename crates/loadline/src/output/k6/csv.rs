//! `-o csv=FILE`: every sample as a line with columns; without a file in `file.csv`.
//!
//! `K6_CSV_TIME_FORMAT` says how times are written, `K6_CSV_FILENAME` where they go.

use loadline_script::output::{CsvFormat, CsvTime, CsvTimeError};

use super::files::SampleFile;
use super::kind::{K6Opening, Opened};
use crate::failure::Failure;

/// Where lines go unless told otherwise.
const USUAL_FILE: &str = "file.csv";

pub(super) fn open(path: &str, opening: &K6Opening<'_>) -> Result<Opened, Failure> {
    let variables = opening.variables;
    let time = variables.or("K6_CSV_TIME_FORMAT", "unix").parse();
    let time: CsvTime = time.map_err(|error: CsvTimeError| {
        Failure::usage(
            format!("K6_CSV_TIME_FORMAT: {error}"),
            "leave it out for seconds since 1970",
        )
    })?;
    let path = if path.is_empty() { variables.or("K6_CSV_FILENAME", USUAL_FILE) } else { path };
    let format = CsvFormat::new(opening.system_tags, time);
    SampleFile::create(path, Box::new(format)).map(|file| Opened::Samples(Box::new(file)))
}
