//! Importing a file of the folder beside, and reading figures off what came.

use std::path::PathBuf;

use loadline_core::window::{Aggregate, Rollup, Tags, Window, names};
use loadline_import::results::{ImportError, Imported, import};

/// When every file counts as written, in milliseconds since 1970.
pub(crate) const WRITTEN_MS: i64 = 1_795_250_000_000;

/// What came of a file.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) imported: Imported,
    pub(crate) windows: Vec<Window>,
    pub(crate) whole: Rollup,
}

/// The bytes of a file.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/files");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Imports bytes in the format they look like.
pub(crate) fn read_bytes(bytes: &[u8]) -> Result<Read, ImportError> {
    let mut windows = Vec::new();
    let imported = import(bytes, None, WRITTEN_MS, &mut |window| windows.push(window.clone()))?;
    let whole = windows.iter().collect();
    Ok(Read { imported, windows, whole })
}

/// Imports a file of the folder.
pub(crate) fn read_file(name: &str) -> Read {
    read_bytes(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

impl Read {
    /// All series of a metric with these tags as one.
    pub(crate) fn merged(&self, metric: &str, tags: &[(&str, &str)]) -> Option<Aggregate> {
        self.whole.merged(metric, &Tags::new(tags.iter().copied()))
    }

    /// A quantile of the response time, in milliseconds.
    pub(crate) fn quantile_ms(&self, q: f64, tags: &[(&str, &str)]) -> f64 {
        match self.merged(names::RESPONSE_TIME, tags) {
            Some(Aggregate::Histogram(histogram)) => {
                histogram.quantile(q).expect("there are values").value * 1e3
            }
            other => panic!("no response times: {other:?}"),
        }
    }

    /// The mean of the response time, in milliseconds.
    pub(crate) fn mean_ms(&self) -> f64 {
        match self.merged(names::RESPONSE_TIME, &[]) {
            Some(Aggregate::Histogram(histogram)) => {
                histogram.mean().expect("there are values") * 1e3
            }
            other => panic!("no response times: {other:?}"),
        }
    }

    /// A counter.
    pub(crate) fn count(&self, metric: &str, tags: &[(&str, &str)]) -> f64 {
        match self.merged(metric, tags) {
            Some(Aggregate::Counter(count)) => count,
            None => 0.0,
            other => panic!("no counter: {other:?}"),
        }
    }

    /// Failed requests and all.
    pub(crate) fn failed(&self) -> (u64, u64) {
        match self.merged(names::HTTP_ERRORS, &[]) {
            Some(Aggregate::Share(share)) => (share.hits, share.total),
            other => panic!("no share: {other:?}"),
        }
    }

    /// Whether a note holds that text.
    pub(crate) fn notes(&self, text: &str) -> bool {
        self.imported.about.notes.iter().any(|note| note.contains(text))
    }
}
