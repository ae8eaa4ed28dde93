//! Replicas, their lag, and the slots that keep the log for them.
//!
//! Deliberately not here: how much lag is too much (`rules`).

use crate::session::{Cells as _, Session, SessionError};

/// A replica that streams from this server.
#[derive(Debug, Clone, Default)]
pub struct Replica {
    /// What it calls itself.
    pub name: String,
    /// `streaming`, `catchup`.
    pub state: String,
    /// Bytes of the log it has not shown yet.
    pub behind_bytes: i64,
    /// Seconds until it showed what was written, as it last said.
    pub behind_s: Option<f64>,
}

/// A slot.
#[derive(Debug, Clone, Default)]
pub struct Slot {
    /// Its name.
    pub name: String,
    /// Whether somebody reads from it.
    pub is_active: bool,
    /// Bytes of the log it keeps.
    pub kept_bytes: i64,
}

/// Everything about replication.
#[derive(Debug, Clone, Default)]
pub struct Replication {
    /// Replicas.
    pub replicas: Vec<Replica>,
    /// Slots.
    pub slots: Vec<Slot>,
    /// On a replica: seconds since the last transaction it showed, where its primary has written since.
    pub own_behind_s: Option<f64>,
}

const REPLICAS: &str = "\
SELECT coalesce(nullif(application_name, ''), host(client_addr), 'replica')::text AS name,
       coalesce(state, '')::text AS state,
       pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::int8 AS behind_bytes,
       extract(epoch FROM replay_lag)::float8 AS behind_s
  FROM pg_stat_replication LIMIT 1000";

const SLOTS: &str = "\
SELECT slot_name::text AS name, active AS is_active,
       pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::int8 AS kept_bytes
  FROM pg_replication_slots LIMIT 1000";

const OWN: &str = "\
SELECT CASE WHEN pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()
            THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 END AS behind_s";

pub(super) async fn read(session: &Session) -> Result<Replication, SessionError> {
    if session.sight().is_replica {
        let own_behind_s = session.query_one(OWN, &[]).await?.float_or_none("behind_s")?;
        return Ok(Replication { own_behind_s, ..Replication::default() });
    }
    let mut replication = Replication::default();
    for row in session.query(REPLICAS, &[]).await? {
        replication.replicas.push(Replica {
            name: row.text("name")?,
            state: row.text("state")?,
            behind_bytes: row.int("behind_bytes")?,
            behind_s: row.float_or_none("behind_s")?,
        });
    }
    for row in session.query(SLOTS, &[]).await? {
        replication.slots.push(Slot {
            name: row.text("name")?,
            is_active: row.bool("is_active")?,
            kept_bytes: row.int("kept_bytes")?,
        });
    }
    Ok(replication)
}
