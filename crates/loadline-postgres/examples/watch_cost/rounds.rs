//! Rounds of pgbench with and without the watch beside it.

use std::error::Error;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use loadline_testkit::postgres::Cluster;

use super::processor;

/// The longest that the watch may take to reach the server.
const CONNECTED_WITHIN: Duration = Duration::from_secs(10);

/// What is measured.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) loadline: &'a str,
    pub(crate) seconds: u32,
}

/// A round without and one with the watch.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) without_tps: f64,
    pub(crate) with_tps: f64,
    /// The part of a core that the watch took.
    pub(crate) watch_share: f64,
    /// The part of a core that its session on the server took.
    pub(crate) session_share: f64,
}

impl Pair {
    pub(crate) fn ratio(&self) -> f64 {
        self.with_tps / self.without_tps
    }
}

/// The watch while it runs; ends with this.
struct Watch {
    process: Child,
    session: u32,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Bench<'_> {
    /// Both rounds; which comes first changes from pair to pair, so that a drift of the machine meets both.
    pub(crate) fn pair(&self, with_first: bool) -> Result<Pair, Box<dyn Error>> {
        let before = if with_first { None } else { Some(self.load()?) };
        let watch = self.watch()?;
        let begin = Instant::now();
        let cpu = |watch: &Watch| -> Result<_, Box<dyn Error>> {
            Ok((processor::seconds(watch.process.id())?, processor::seconds(watch.session)?))
        };
        let (watch_began, session_began) = cpu(&watch)?;
        let with_tps = self.load()?;
        let (watch_ended, session_ended) = cpu(&watch)?;
        let seconds = begin.elapsed().as_secs_f64();
        drop(watch);
        let without_tps = before.map_or_else(|| self.load(), Ok)?;
        Ok(Pair {
            without_tps,
            with_tps,
            watch_share: (watch_ended - watch_began) / seconds,
            session_share: (session_ended - session_began) / seconds,
        })
    }

    /// Transactions a second of one round.
    pub(crate) fn load(&self) -> Result<f64, Box<dyn Error>> {
        let seconds = self.seconds.to_string();
        let output = self.pgbench(&["-n", "-c", "4", "-j", "1", "-T", &seconds])?;
        let line = output.lines().find_map(|line| line.strip_prefix("tps = "));
        let figure = line.and_then(|line| line.split_whitespace().next());
        Ok(figure.ok_or("pgbench names no tps")?.parse()?)
    }

    pub(crate) fn pgbench(&self, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        let output = Command::new("pgbench").args(arguments).arg(self.cluster.url()).output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Starts the watch and waits until the server knows its session.
    fn watch(&self) -> Result<Watch, Box<dyn Error>> {
        let mut command = Command::new(self.loadline);
        command.args(["db", "watch", &self.cluster.url(), "--every", "1s"]);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut watch = Watch { process, session: 0 };
        let begin = Instant::now();
        while begin.elapsed() < CONNECTED_WITHIN {
            let sessions = "SELECT pid FROM pg_stat_activity WHERE application_name = 'loadline'";
            if let Ok(pid) = self.cluster.sql(sessions)?.trim().parse() {
                watch.session = pid;
                return Ok(watch);
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err("the watch did not reach the server".into())
    }
}
