//! The server as a whole: settings, how long it runs, checkpoints.
//!
//! Deliberately not here: what its settings should be (`settings`).

use std::collections::HashMap;

use crate::session::{Cells as _, Session, SessionError};

/// A setting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// Its value in its unit.
    pub value: String,
    /// The unit: `8kB`, `ms`, none.
    pub unit: String,
    /// Where the value comes from: `default`, `configuration file`, `database`.
    pub source: String,
    /// When a change takes effect: `postmaster` is at a restart.
    pub context: String,
}

/// The server.
#[derive(Debug, Clone, Default)]
pub struct Server {
    /// Settings by name, without those the role may not see.
    pub settings: HashMap<String, Setting>,
    /// Seconds since it started.
    pub up_s: f64,
    /// Seconds that this database's tables are counted for, at most: since a reset, or since the server's statistics began.
    pub counted_s: Option<f64>,
    /// Checkpoints because their time had come.
    pub timed_checkpoints: i64,
    /// Checkpoints because too much had been written, or somebody asked.
    pub requested_checkpoints: i64,
    /// Seconds that checkpoints are counted for.
    pub checkpoints_s: f64,
}

impl Server {
    /// A setting's value as text.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(|setting| setting.value.as_str())
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_off(&self, name: &str) -> bool {
        self.setting(name) == Some("off")
    }

    /// A setting's value as a number in its own unit.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.setting(name)?.parse().ok()
    }

    /// A setting of memory or disk in bytes.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<i64> {
        let unit = self.settings.get(name)?.unit.as_str();
        let digits = unit.trim_end_matches(|c: char| c.is_alphabetic());
        let factor: i64 = if digits.is_empty() { 1 } else { digits.parse().ok()? };
        let scale = match &unit[digits.len()..] {
            "B" => 1,
            "kB" => 1 << 10,
            "MB" => 1 << 20,
            "GB" => 1 << 30,
            _ => return None,
        };
        Some(self.number(name)? as i64 * factor * scale)
    }
}

const SETTINGS: &str = "\
SELECT name::text AS name, setting::text AS value, unit::text AS unit, source::text AS source, context::text AS context
  FROM pg_settings";

const UP: &str = "SELECT extract(epoch FROM now() - pg_postmaster_start_time())::float8 AS up_s";

/// The views of the whole server began with its statistics, and begin anew when a crash loses those.
const COUNTED: &str = "\
SELECT extract(epoch FROM now() - coalesce(
         (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()),
         (SELECT least(b.stats_reset, a.stats_reset) FROM pg_stat_bgwriter b, pg_stat_archiver a)))::float8 AS counted_s";

const CHECKPOINTS: &str = "\
SELECT checkpoints_timed AS timed, checkpoints_req AS requested,
       extract(epoch FROM now() - stats_reset)::float8 AS seconds FROM pg_stat_bgwriter";

const CHECKPOINTS_17: &str = "\
SELECT num_timed AS timed, num_requested AS requested,
       extract(epoch FROM now() - stats_reset)::float8 AS seconds FROM pg_stat_checkpointer";

pub(super) async fn read(session: &Session) -> Result<Server, SessionError> {
    let mut server =
        Server { up_s: session.query_one(UP, &[]).await?.float("up_s")?, ..Server::default() };
    for row in session.query(SETTINGS, &[]).await? {
        let setting = Setting {
            value: row.text("value")?,
            unit: row.text("unit")?,
            source: row.text("source")?,
            context: row.text("context")?,
        };
        server.settings.insert(row.text("name")?, setting);
    }
    server.counted_s = session.query_one(COUNTED, &[]).await?.float_or_none("counted_s")?;
    let is_new = session.sight().version.major() >= 17;
    let row = session.query_one(if is_new { CHECKPOINTS_17 } else { CHECKPOINTS }, &[]).await?;
    server.timed_checkpoints = row.int("timed")?;
    server.requested_checkpoints = row.int("requested")?;
    server.checkpoints_s = row.float("seconds")?;
    Ok(server)
}
