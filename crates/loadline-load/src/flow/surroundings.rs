//! What a flow needs from outside its file: a folder to find files in, variables, rows of data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::feed::Feeds;

/// The surroundings of a flow. Only the binary reads the process's environment: it gives the variables that
/// [`Flow::variables`](loadline_core::file::Flow::variables) names.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The folder of `loadline.yaml`: relative paths start there.
    pub folder: PathBuf,
    /// Environment variables with their values.
    pub environment: BTreeMap<String, String>,
    /// The file's feeds, read once and shared by all its flows.
    pub feeds: Feeds,
}

impl Surroundings {
    /// A path as the file means it.
    pub(super) fn locate(&self, path: &str) -> PathBuf {
        self.folder.join(Path::new(path))
    }
}
