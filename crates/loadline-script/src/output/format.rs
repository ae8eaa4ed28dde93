//! What the formats of samples have in common.

use super::sample::Sample;

/// A format of samples, written one behind the other.
pub trait SampleFormat: Send {
    /// Appends what stands before all samples.
    fn head(&mut self, out: &mut String);

    /// Appends one sample.
    fn sample(&mut self, sample: &Sample, out: &mut String);
}
