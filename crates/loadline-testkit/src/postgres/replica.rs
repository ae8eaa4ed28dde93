//! A replica: a cluster whose data comes from another's log. In come orders to pause and go on; all else is as with a
//! cluster.
//!
//! Deliberately not here: the base backup (`Cluster::replica`).

use std::ops::{Deref, DerefMut};

use super::cluster::Cluster;
use super::programs::PROGRAM;
use crate::error::StartError;
use crate::wait::wait_until;

/// A cluster that streams from a primary, takes no writes, and can be told to fall behind.
#[derive(Debug)]
pub struct Replica(Cluster);

impl Replica {
    /// The replica, once it receives the primary's log.
    pub(super) fn streaming(cluster: Cluster) -> Result<Self, StartError> {
        let replica = Self(cluster);
        replica.wait_for("SELECT status = 'streaming' FROM pg_stat_wal_receiver")?;
        Ok(replica)
    }

    /// Receives the log but shows nothing of it until [`resume_replay`](Self::resume_replay).
    ///
    /// # Errors
    ///
    /// When it does not answer, or does not pause in time.
    pub fn pause_replay(&self) -> Result<(), StartError> {
        self.sql("SELECT pg_wal_replay_pause()")?;
        self.wait_for(if self.version() >= 14 {
            "SELECT pg_get_wal_replay_pause_state() = 'paused'"
        } else {
            "SELECT pg_is_wal_replay_paused()"
        })
    }

    /// Goes on with what it received meanwhile.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub fn resume_replay(&self) -> Result<(), StartError> {
        self.sql("SELECT pg_wal_replay_resume()").map(drop)
    }

    /// Waits until it shows all that the primary had written when this was called.
    ///
    /// # Errors
    ///
    /// When either does not answer, or the replica does not get there in half a minute.
    pub fn catch_up_with(&self, primary: &Cluster) -> Result<(), StartError> {
        let position = primary.sql("SELECT pg_current_wal_lsn()")?;
        self.wait_for(&format!("SELECT pg_last_wal_replay_lsn() >= '{position}'"))
    }

    fn wait_for(&self, condition: &str) -> Result<(), StartError> {
        if wait_until(|| self.sql(condition).is_ok_and(|answer| answer == "t")) {
            return Ok(());
        }
        Err(StartError::ServerFailed { program: PROGRAM, log: self.log() })
    }
}

impl Deref for Replica {
    type Target = Cluster;

    fn deref(&self) -> &Cluster {
        &self.0
    }
}

impl DerefMut for Replica {
    fn deref_mut(&mut self) -> &mut Cluster {
        &mut self.0
    }
}
