//! Results of other tools: bytes of a file come in, windows and a description of the run go out.
//!
//! One file a format, all of one shape, in the one list of [`FORMATS`]. Single measurements become windows of a
//! second; totals become one window for the whole stretch, with histograms that say what the file says. Opening
//! files, judging and keeping are the caller's business. `docs/reference/import.md` tells what is taken from
//! each format and what is lost.

mod about;
mod answered;
mod bounds;
pub(crate) mod clock;
mod csv;
mod document;
mod error;
mod format;
mod import;
mod input;
mod percentiles;
mod recorder;
mod whole;

mod ab;
mod autocannon;
mod h2load;
mod hey_csv;
mod hey_text;
mod jmeter_csv;
mod jmeter_sample;
mod jmeter_xml;
mod k6_csv;
mod k6_json;
mod k6_metrics;
mod k6_summary;
mod loadline;
mod locust_failures;
mod locust_history;
mod locust_json;
mod locust_stats;
mod oha_csv;
mod oha_json;
mod vegeta_csv;
mod vegeta_gob;
mod vegeta_json;
mod vegeta_report;
mod vegeta_result;
mod wrk;

pub use about::About;
pub use error::ImportError;
pub use format::{FORMATS, Format, format};
pub use import::{Imported, import};
