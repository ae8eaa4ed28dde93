//! Connections to a socket in the file system.

use std::io;
use std::os::unix::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tokio::net::UnixStream;

use super::fault::{ErrorKind, Fault};

/// The first wait for a place in a full backlog; each further one is twice as long.
const WAIT_MIN: Duration = Duration::from_millis(1);
/// The longest wait.
const WAIT_MAX: Duration = Duration::from_millis(50);

/// Connects to the socket at `path`.
///
/// Where TCP would wait for a place in the backlog, the system sends a Unix socket away: it is tried again until
/// the caller's time-out.
pub(super) async fn connect(path: &Path) -> Result<UnixStream, Fault> {
    let mut wait = WAIT_MIN;
    loop {
        match UnixStream::connect(path).await {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                tokio::time::sleep(wait).await;
                wait = WAIT_MAX.min(wait * 2);
            }
            Err(error) => return Err(fault_of(path, &error)),
        }
    }
}

fn fault_of(path: &Path, error: &io::Error) -> Fault {
    let fault = Fault::io(error);
    let kind = match error.kind() {
        io::ErrorKind::NotFound => ErrorKind::Refused,
        io::ErrorKind::PermissionDenied => ErrorKind::Unreachable,
        _ => fault.kind,
    };
    Fault::new(kind, format!("{}: {error}", path.display()))
}

/// Whether `path` can be a socket's: the system has a limit on its length.
pub(super) fn check_path(path: &Path) -> io::Result<()> {
    SocketAddr::from_pathname(path).map(drop)
}
