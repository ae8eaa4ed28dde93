//! Opens the database as a whole: a file (given or temporary) comes in, the two pools go out.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{DatabaseError, connection, pool::Pool, schema, seed};

/// The writer and the readers of one file.
pub(crate) struct Database {
    /// One connection: work that writes.
    pub(crate) writer: Pool,
    /// Several connections that cannot write.
    pub(crate) readers: Pool,
}

impl Database {
    /// Opens `path`, or a file in a new temporary folder, and fills it when it is fresh. The folder
    /// goes with its [`TempDir`]. Blocks: call it off the runtime.
    pub(crate) fn open(
        path: Option<PathBuf>,
        readers: usize,
    ) -> Result<(Self, Option<TempDir>), DatabaseError> {
        let (path, folder) = match path {
            Some(path) => (path, None),
            None => {
                let folder = tempfile::Builder::new()
                    .prefix("loadline-shop-")
                    .tempdir()
                    .map_err(DatabaseError::Folder)?;
                (folder.path().join("shop.db"), Some(folder))
            }
        };
        let failed = |source| DatabaseError::Open { path: path.clone(), source };
        let mut writer = connection::writer(&path).map_err(failed)?;
        prepare(&mut writer, &path)?;
        let readers = (0..readers)
            .map(|_| connection::reader(&path).map_err(failed))
            .collect::<Result<Vec<_>, _>>()?;
        let database = Self {
            writer: Pool::start("shop-writer", vec![writer])?,
            readers: Pool::start("shop-reader", readers)?,
        };
        Ok((database, folder))
    }

    /// Connections at work right now, of both kinds.
    pub(crate) fn active(&self) -> usize {
        self.writer.active() + self.readers.active()
    }

    /// Connections there are, of both kinds.
    pub(crate) fn connections(&self) -> usize {
        self.writer.connections() + self.readers.connections()
    }

    /// Closes all connections; later calls are answered with [`DatabaseError::Closed`]. Blocks until
    /// the work that runs is done.
    pub(crate) fn close(&self) {
        self.readers.close();
        self.writer.close();
    }
}

/// Creates and fills the tables of a fresh file in one transaction; checks the version of another.
fn prepare(writer: &mut Connection, path: &Path) -> Result<(), DatabaseError> {
    let failed = |source| DatabaseError::Open { path: path.to_owned(), source };
    let needed = schema::VERSION;
    let found: i64 = writer
        .query_row("SELECT user_version FROM pragma_user_version", [], |row| row.get(0))
        .map_err(failed)?;
    let fresh: bool = writer
        .query_row("SELECT NOT EXISTS (SELECT * FROM sqlite_schema)", [], |row| row.get(0))
        .map_err(failed)?;
    if found != needed && !fresh {
        return Err(DatabaseError::Version { path: path.to_owned(), found, needed });
    }
    connection::log_ahead(writer).map_err(failed)?;
    if fresh { create(writer).map_err(failed) } else { Ok(()) }
}

fn create(writer: &mut Connection) -> rusqlite::Result<()> {
    let transaction = writer.transaction()?;
    transaction.execute_batch(schema::TABLES)?;
    seed::fill(&transaction)?;
    transaction.execute_batch(schema::SEARCH)?;
    transaction.pragma_update(None, "user_version", schema::VERSION)?;
    transaction.commit()
}
