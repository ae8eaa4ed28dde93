//! Prometheus remote write: windows as they come become requests for any compatible system.
//!
//! Counters and histograms are sent as totals since the start of the run, as Prometheus keeps them, so a
//! request that gets lost costs no figure. Histograms go over as native ones, bucket by bucket: nothing is
//! rounded on the way. What scripts of k6 measure can go out under k6's own names instead. Compressing and sending is the caller's work.

mod k6;
mod name;
mod request;
mod series;

pub use k6::{K6RemoteWrite, K6RemoteWriteOptions};
pub use request::RemoteWrite;

#[cfg(test)]
mod tests;
