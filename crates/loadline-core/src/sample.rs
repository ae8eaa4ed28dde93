//! A failing request, kept to be shown: what was sent, what came back, why that is a failure.
//!
//! Whoever measures keeps a few of them, cuts them short and takes secrets out; whoever reports shows them as
//! they are.

/// Bytes of a head or a body that a sample keeps.
pub const EXCERPT_BYTES_MAX: usize = 2 * 1024;

/// One request that failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// When it ended, in milliseconds since 1970.
    pub at_ms: i64,
    /// The name it is counted under.
    pub name: String,
    /// Its method.
    pub method: String,
    /// Where it went.
    pub url: String,
    /// The status of its answer; none without one.
    pub status: Option<u16>,
    /// The kind of its error, as series are tagged with it.
    pub error: String,
    /// What exactly happened: the failed check in words, or what the network said.
    pub detail: String,
    /// What was sent.
    pub request: Excerpt,
    /// What came back; empty without an answer.
    pub response: Excerpt,
}

/// The beginning of a message, as text; it ends with `…` where there was more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Its first line and fields, a line each.
    pub head: String,
    /// Its body; empty as well where nobody looked at it.
    pub body: String,
}

/// Samples kept of requests that failed alike: same name, status and error.
pub const ALIKE_MAX: usize = 3;
/// Samples kept in all.
pub const SAMPLES_MAX: usize = 50;

/// Which samples are kept: the first few that failed alike, and so many in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Samples(Vec<Sample>);

impl Samples {
    /// Whether one that failed so would be kept.
    pub fn wants(&self, name: &str, status: Option<u16>, error: &str) -> bool {
        let alike =
            |kept: &&Sample| kept.name == name && kept.status == status && kept.error == error;
        self.0.len() < SAMPLES_MAX && self.0.iter().filter(alike).count() < ALIKE_MAX
    }

    /// Keeps it where it is wanted.
    pub fn push(&mut self, sample: Sample) {
        if self.wants(&sample.name, sample.status, &sample.error) {
            self.0.push(sample);
        }
    }

    /// Those that were kept, in the order they came.
    pub fn into_vec(self) -> Vec<Sample> {
        self.0
    }
}

impl Extend<Sample> for Samples {
    fn extend<I: IntoIterator<Item = Sample>>(&mut self, samples: I) {
        samples.into_iter().for_each(|sample| self.push(sample));
    }
}

#[cfg(test)]
mod tests;
