//! Prometheus remote write: windows as they come become requests for any compatible system.
//!
//! Counters and histograms are sent as totals since the start of the run, as Prometheus keeps them, so a
//! request that gets lost costs no figure. Histograms go over as native ones, bucket by bucket: nothing is
//! rounded on the way. Compressing and sending is the caller's work.

mod name;
mod protobuf;
mod request;
mod series;

pub use request::RemoteWrite;

#[cfg(test)]
mod tests;
