//! Opens the two kinds of connection with their settings.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Result};

/// Read-only memory map over the file, so that a commit, which empties each reader's page cache,
/// does not send it back to `read` calls. The seeded file has about 3 MB; larger files are mapped
/// up to here.
const MMAP_MAX_BYTES: i64 = 128 * 1024 * 1024;

/// Different statements in the service number about a dozen; each is prepared once per connection.
const STATEMENTS_MAX: usize = 32;

/// The connection that may write, not yet set up for it. Creates the file when it is missing.
pub(super) fn writer(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    tuned(Connection::open_with_flags(path, flags)?)
}

/// Sets the writer up. Apart from [`writer`], because it changes the file: a database that turns
/// out to be somebody else's stays as it was.
///
/// WAL lets readers go on while it writes. `synchronous = NORMAL` syncs at checkpoints instead of
/// at each commit: a crash of the machine can lose the last orders and never damages the file.
pub(super) fn log_ahead(writer: &Connection) -> Result<()> {
    writer.pragma_update(None, "journal_mode", "WAL")?;
    writer.pragma_update(None, "synchronous", "NORMAL")
}

/// A connection that can only read. The writer must have been opened before.
pub(super) fn reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    tuned(Connection::open_with_flags(path, flags)?)
}

fn tuned(connection: Connection) -> Result<Connection> {
    connection.pragma_update(None, "mmap_size", MMAP_MAX_BYTES)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(connection)
}
