//! What can be wrong with a file of spans as a whole. A line that cannot be read is no error: it is skipped and counted.

use std::io;

/// Why spans were not read to their end.
#[derive(Debug, thiserror::Error)]
pub enum SpansError {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// No line of it holds spans.
    #[error("none of its {lines} lines is an ExportTraceServiceRequest of OTLP in JSON")]
    NoSpans {
        /// Lines that were looked at.
        lines: u64,
    },
}
