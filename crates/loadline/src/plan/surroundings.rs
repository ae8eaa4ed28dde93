//! What the flows of a file need from outside it: its folder, the environment, rows of data.

use std::path::Path;

use loadline_load::{Feeds, FlowError, Surroundings};

use super::file::ServiceFile;

/// The surroundings of the file at `path`. Variables that are not set are left out: whoever needs one says so.
pub(super) fn surroundings(path: &Path, service: &ServiceFile) -> Result<Surroundings, FlowError> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let variables = service.file.variables().into_iter();
    let environment =
        variables.filter_map(|name| std::env::var(&name).ok().map(|value| (name, value))).collect();
    let feeds = Feeds::read(&service.file.feeds, &folder)?;
    Ok(Surroundings { folder, environment, feeds })
}
