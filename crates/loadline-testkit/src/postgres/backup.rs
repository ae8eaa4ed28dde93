//! A copy of a running cluster to make a replica of. In come the cluster and an empty folder; the copy is there after,
//! told whom to follow.
//!
//! Deliberately not here: starting it.

use std::fs;

use super::cluster::Cluster;
use super::postmaster::Postmaster;
use super::programs::PROGRAM;
use crate::error::StartError;

/// The program that copies. It refuses servers newer than itself, and tells older ones what they do not understand.
const COPIER: &str = "pg_basebackup";

pub(super) fn take(cluster: &Cluster, copy: &Postmaster) -> Result<(), StartError> {
    let programs = copy.programs();
    if programs.version_of(COPIER) != programs.version() {
        return by_hand(cluster, copy);
    }
    let mut backup = copy.command(COPIER);
    backup.arg("-D").arg(copy.data()).args(["-h", "127.0.0.1", "-U", "postgres"]);
    backup.arg("-p").arg(cluster.address().port().to_string());
    backup.args(["--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf"]);
    backup.arg("--no-sync");
    copy.run(&mut backup).map(drop)
}

/// As the manual has it under "Making a Base Backup Using the Low Level API".
fn by_hand(cluster: &Cluster, copy: &Postmaster) -> Result<(), StartError> {
    let version = copy.programs().version();
    let (start, stop) = if version >= 15 {
        ("pg_backup_start('replica', true)", "pg_backup_stop(false)")
    } else {
        ("pg_start_backup('replica', true, false)", "pg_stop_backup(false)")
    };
    let (from, to) = (cluster.postmaster().data(), copy.data());
    let mut psql = copy.command("psql");
    psql.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", &cluster.url()]);
    psql.args(["-c", &format!("DO $$ BEGIN PERFORM {start}; END $$")]);
    psql.args(["-c", &format!("\\! cp -a '{}' '{}'", from.display(), to.display())]);
    psql.args(["-c", &format!("SELECT labelfile FROM {stop}")]);
    let label = copy.run(&mut psql)?;
    let prepare = StartError::prepare(PROGRAM);
    fs::remove_file(to.join("postmaster.pid")).map_err(prepare)?;
    let address = cluster.address();
    let follow = format!(
        "primary_conninfo = 'host={} port={} user=postgres'\n",
        address.ip(),
        address.port()
    );
    let mut files = vec![("backup_label", format!("{label}\n"))];
    if version >= 12 {
        files.extend([("standby.signal", String::new()), ("postgresql.auto.conf", follow)]);
    } else {
        files.push(("recovery.conf", format!("standby_mode = on\n{follow}")));
    }
    for (name, content) in files {
        let path = to.join(name);
        fs::write(&path, content).map_err(prepare)?;
        copy.programs().hand_over(&path).map_err(prepare)?;
    }
    Ok(())
}
