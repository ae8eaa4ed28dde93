//! Input larger than memory, in lines or chunks, through a bounded number of workers: a reader cuts the input where
//! records end, workers put each record through the caller's code, and a sink takes the results, in order if asked.
//! At most `workers + buffer` chunks exist at a time, so a slow sink holds up the reader and memory stays bounded.
//!
//! ```
//! use loadline_toolkit::stream::{OnError, Source, StreamProcessor};
//!
//! let processor = StreamProcessor::builder().workers(2).on_error(OnError::Skip).build()?;
//! let mut sum = 0;
//! let report = processor.lines(
//!     Source::reader(&b"4\n8\nmany\n30\n"[..]),
//!     |record| std::str::from_utf8(record.bytes).unwrap_or_default().parse::<u32>(),
//!     |number| {
//!         sum += number;
//!         Ok::<_, std::io::Error>(())
//!     },
//! )?;
//! assert_eq!((sum, report.records, report.skipped), (42, 4, 1));
//! assert_eq!(report.first_skipped[0].0, 4, "the offset of the line that is no number");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Files
//! [`FileSource::auto`] reads with `pread`. A mapped file would save one copy, which is a small part of what any work on
//! the records costs, and another process that cuts the file short ends this one by SIGBUS, which no code here can
//! turn into an error. [`FileSource::auto_unchanging`] maps large files for those who know that nobody will.

mod bridge;
mod config;
mod cutter;
mod error;
mod pipeline;
mod processor;
mod record;
mod source;
mod stats;
#[cfg(test)]
mod tests;
mod worker;

pub use config::{OnError, StreamBuilder};
pub use error::{ConfigError, RecordError, StreamError};
pub use processor::StreamProcessor;
pub use record::{Record, Report};
pub use source::{FileSource, Source};
pub use stats::Stats;
