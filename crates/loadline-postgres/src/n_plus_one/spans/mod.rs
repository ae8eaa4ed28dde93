//! Loops in traces. In come lines of JSON as OpenTelemetry's collector writes them to a file, each an
//! `ExportTraceServiceRequest`; out goes a report with exact calls per request, whether they ran one after another or at
//! once.
//!
//! A request is a server's span, its endpoint the route (`http.route`) or else the span's name. A statement is a span with
//! `db.query.text` (or `db.statement`, as it was called before), and belongs to the nearest server's span above it. Traces
//! are kept until the file ends or there are too many; then the oldest is judged as it is. Memory is bounded.
//!
//! Deliberately not here: receiving spans, and formats other than OTLP's JSON.

mod error;
mod line;
mod read;
mod tally;
mod traces;

pub use error::SpansError;
pub use read::{SpanReport, read_spans};

#[cfg(test)]
mod tests;
