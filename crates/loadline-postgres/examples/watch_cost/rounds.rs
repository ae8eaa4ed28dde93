//! One long run of pgbench, cut into turns with and without the watch: the watch is stopped and goes on by signals, so that
//! neighbouring turns differ in nothing else.

use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use loadline_testkit::postgres::Cluster;

use super::processor;

/// The longest that the watch may take to reach the server.
const CONNECTED_WITHIN: Duration = Duration::from_secs(10);
/// Turns at the beginning that do not count.
const WARM_UP: usize = 2;

/// What is measured.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) loadline: &'a str,
    /// Of a turn.
    pub(crate) seconds: u32,
}

/// A turn without and one with the watch, one after the other.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) without_tps: f64,
    pub(crate) with_tps: f64,
}

impl Pair {
    pub(crate) fn ratio(&self) -> f64 {
        self.with_tps / self.without_tps
    }
}

/// All turns, and the part of a core that the watch and its session took while it ran.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) watch_share: f64,
    pub(crate) session_share: f64,
}

/// A process that ends with this.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The watch while it runs.
struct Watch {
    process: Process,
    session: u32,
}

impl Watch {
    fn pid(&self) -> u32 {
        self.process.0.id()
    }

    /// Sends `STOP` or `CONT`.
    fn signal(&self, name: &str) -> Result<(), Box<dyn Error>> {
        let status = Command::new("kill").args(["-s", name, &self.pid().to_string()]).status()?;
        if status.success() { Ok(()) } else { Err("the watch has ended".into()) }
    }
}

impl Bench<'_> {
    /// That many pairs; which turn comes first changes from pair to pair, so that a drift of the machine meets both.
    pub(crate) fn measure(
        &self,
        pairs: usize,
        report: &mut dyn FnMut(usize, &Pair),
    ) -> Result<Measured, Box<dyn Error>> {
        let watch = self.watch()?;
        let turns = WARM_UP + 2 * pairs;
        let (mut load, lines) = self.load(turns)?;
        let mut lines = lines.lines().filter_map(|line| tps(&line.ok()?));
        for _ in 0..WARM_UP {
            lines.next().ok_or("pgbench ended early")?;
        }
        let cpu = || -> Result<_, Box<dyn Error>> {
            Ok((processor::seconds(watch.pid())?, processor::seconds(watch.session)?))
        };
        let began = cpu()?;
        let mut measured = Vec::new();
        for place in 0..pairs {
            let mut turn = |is_watched: bool| -> Result<f64, Box<dyn Error>> {
                watch.signal(if is_watched { "CONT" } else { "STOP" })?;
                Ok(lines.next().ok_or("pgbench ended early")?)
            };
            let with_first = place % 2 == 1;
            let first = turn(with_first)?;
            let second = turn(!with_first)?;
            let (with_tps, without_tps) =
                if with_first { (first, second) } else { (second, first) };
            let pair = Pair { without_tps, with_tps };
            report(place, &pair);
            measured.push(pair);
        }
        let ended = cpu()?;
        load.0.wait()?;
        let seconds = f64::from(self.seconds) * pairs as f64;
        Ok(Measured {
            pairs: measured,
            watch_share: (ended.0 - began.0) / seconds,
            session_share: (ended.1 - began.1) / seconds,
        })
    }

    /// Starts the load, which tells its throughput at the end of each turn.
    fn load(
        &self,
        turns: usize,
    ) -> Result<(Process, BufReader<std::process::ChildStderr>), Box<dyn Error>> {
        let all = (turns as u64 * u64::from(self.seconds) + 1).to_string();
        let seconds = self.seconds.to_string();
        let mut command = Command::new("pgbench");
        command.args(["-n", "-c", "4", "-j", "1", "-T", &all, "-P", &seconds]);
        command.arg(self.cluster.url()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = Process(command.spawn()?);
        let lines = process.0.stderr.take().ok_or("pgbench says nothing")?;
        Ok((process, BufReader::new(lines)))
    }

    pub(crate) fn pgbench(&self, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
        let output = Command::new("pgbench").args(arguments).arg(self.cluster.url()).output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Starts the watch and waits until the server knows its session.
    fn watch(&self) -> Result<Watch, Box<dyn Error>> {
        let mut command = Command::new(self.loadline);
        command.args(["db", "watch", &self.cluster.url(), "--every", "1s"]);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let mut watch = Watch { process: Process(process), session: 0 };
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

/// The throughput of `progress: 2.0 s, 5573.4 tps, lat 0.716 ms …`.
fn tps(line: &str) -> Option<f64> {
    let (_, rest) = line.strip_prefix("progress: ")?.split_once(", ")?;
    rest.split_once(" tps")?.0.parse().ok()
}
