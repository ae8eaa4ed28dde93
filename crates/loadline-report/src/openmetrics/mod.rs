//! OpenMetrics: the final figures as text that Prometheus and its kin read, for a gateway or a file collector.
//!
//! A report goes in, families of metrics come out, ended by `# EOF`. Percentiles are those of the report, as
//! summaries; histograms that merge leave a run by remote write. Samples carry no time: whoever collects the
//! file gives it.

mod exposition;
mod families;

pub(crate) use families::render;

#[cfg(test)]
mod tests;
