//! Reading the kernel's small files: whole, bounded, as text.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Bytes read of a file. The longest of them, `/proc/stat` of a machine with a thousand cores, has some 200 KB.
const BYTES_MAX: u64 = 1 << 20;

/// The text of a file; bytes that are no text are replaced, as in a process's name.
pub(crate) fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::with_capacity(1_024);
    File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The number behind `name:` or `name` at the beginning of a line.
pub(crate) fn field(text: &str, name: &str) -> Option<f64> {
    let value = |line: &str| {
        let rest = line.strip_prefix(name)?;
        let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix(' '))?;
        rest.split_ascii_whitespace().next()?.parse().ok()
    };
    text.lines().find_map(value)
}
