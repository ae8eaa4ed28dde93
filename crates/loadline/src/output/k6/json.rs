//! `-o json=FILE`: every sample as a line of JSON; without a file on stdout.

use loadline_script::output::JsonFormat;

use super::files::SampleFile;
use super::kind::{K6Opening, Opened};
use crate::failure::Failure;

pub(super) fn open(path: &str, _: &K6Opening<'_>) -> Result<Opened, Failure> {
    let path = if path.is_empty() { "-" } else { path };
    SampleFile::create(path, Box::new(JsonFormat::default()))
        .map(|file| Opened::Samples(Box::new(file)))
}
