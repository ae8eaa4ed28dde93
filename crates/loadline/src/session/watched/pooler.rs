//! The collector of a PgBouncer: its pools, each second, by its console.
//!
//! Deliberately not here: changing anything there.

use std::time::{Duration, Instant};

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, watched};
use loadline_postgres::rules::facts::{Pool, PoolReader};
use loadline_postgres::session::SessionOptions;
use loadline_watch::{Collector, Reading, source};
use tokio::runtime::Runtime;

use crate::failure::Failure;
use crate::output::print::printable;

/// The longest an answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// One pooler.
pub(super) struct Pooler {
    runtime: Runtime,
    reader: PoolReader,
    source: String,
    is_lost: bool,
}

impl Pooler {
    /// Asks once, to see that it answers.
    pub(super) fn open(url: &str) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let options = SessionOptions {
            statement_timeout: ANSWER_MAX,
            connect_timeout: ANSWER_MAX,
            password: std::env::var("PGPASSWORD").ok(),
            ..SessionOptions::default()
        };
        let mut reader = runtime.block_on(PoolReader::connect(url, &options))?;
        runtime.block_on(reader.read())?;
        let source = format!("pgbouncer:{}", printable(&reader.place()));
        Ok(Self { runtime, reader, source, is_lost: false })
    }
}

impl Collector for Pooler {
    fn name(&self) -> &'static str {
        "watch-pgbouncer"
    }

    fn read(&mut self, _at: Instant) -> Reading {
        let mut reading = Reading::default();
        let pools = self.runtime.block_on(self.reader.read());
        reading.lost(&source(&self.source), pools.is_err());
        let was_lost = std::mem::replace(&mut self.is_lost, pools.is_err());
        match pools {
            Ok(pools) => {
                if was_lost {
                    reading.notices.push(format!("{} is read again", self.source));
                }
                pools.iter().for_each(|pool| give(&mut reading, pool, &self.source));
            }
            Err(error) if !was_lost => {
                let words = format!("failed to {error}; the pooler is tried again each second");
                reading.notices.push(printable(&words));
            }
            Err(_) => {}
        }
        reading
    }
}

/// The figures of one pool.
fn give(reading: &mut Reading, pool: &Pool, source: &str) {
    let name = printable(&format!("{}/{}", pool.database, pool.role));
    let tags = Tags::new([("pool", &*name), (watched::TAG_SOURCE, source)]);
    let mut level = |metric: &'static str, level: f64| {
        let reading_now = Aggregate::Gauge(Gauge::reading(level));
        reading.series.insert(SeriesKey::new(metric, tags.clone()), reading_now);
    };
    level(watched::POOL_IN_USE, pool.active_servers as f64);
    level(watched::POOL_WAITING, pool.waiting_clients as f64);
    if let Some(size) = pool.size.filter(|size| *size > 0) {
        level(watched::POOL, pool.active_servers as f64 / size as f64);
    }
}
