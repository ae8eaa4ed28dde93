//! The folder the store lives in: made when missing, with a `.gitignore` that keeps it out of
//! repositories. A folder that was there before is left as it is.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Where the store is when nobody says otherwise, beneath the working directory.
pub const DEFAULT_FOLDER: &str = ".loadline";
/// The one file in it; SQLite keeps `-wal` and `-shm` beside it while it is open.
pub const FILE_NAME: &str = "loadline.db";

/// The store's file in `folder`, which exists from then on.
pub(crate) fn prepare(folder: &Path) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::Folder { folder: folder.to_owned(), source };
    let above = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(above) = above {
        fs::create_dir_all(above).map_err(failed)?;
    }
    match fs::create_dir(folder) {
        Ok(()) => fs::write(folder.join(".gitignore"), "*\n").map_err(failed)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => (),
        Err(error) => return Err(failed(error)),
    }
    Ok(folder.join(FILE_NAME))
}
