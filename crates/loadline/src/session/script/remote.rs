//! Modules from elsewhere: fetched over the generator's own connections, kept in the user's cache.

use std::path::PathBuf;

use loadline_load::{NetworkOptions, fetch_once};

/// Where copies are kept: `$XDG_CACHE_HOME/loadline/modules`, else below `~/.cache`.
pub(super) fn cache_folder() -> Option<PathBuf> {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let caches = given("XDG_CACHE_HOME").map(PathBuf::from);
    let caches = caches.or_else(|| given("HOME").map(|home| PathBuf::from(home).join(".cache")))?;
    Some(caches.join("loadline").join("modules"))
}

/// Gets a module; an error says why not.
pub(super) fn fetch(url: &str, network: &NetworkOptions) -> Result<Vec<u8>, String> {
    fetch_once(url, network).map_err(|error| error.to_string())
}
