//! `bench script-users`: many users of a k6 script of fifty lines that pauses for a second in each iteration,
//! on two threads. Shows how long it took until all of them were at work, and what each cost in memory above
//! the same tool with one user; k6 has fewer users, since its figure is one per user, too.

use std::time::Duration;

use clap::Args;

use super::{
    limits,
    nginx::Nginx,
    script_tools::{Programs, Runner, Script, ScriptRun, ScriptTools},
};
use crate::{failure::Failure, workspace::Workspace};

/// How many users, and for how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Users of Loadline, one connection each
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(2..=15_000))]
    users: u32,
    /// Users of k6
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(2..=15_000))]
    k6_users: u32,
    /// How long they stay
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
    #[command(flatten)]
    programs: Programs,
}

/// Files that generator and server keep open besides the connections.
const OPEN_FILES_BESIDES: u64 = 1000;
const THREADS: u16 = 2;

/// What many users cost a tool.
struct Crowd {
    users: u32,
    requests: u64,
    failed: u64,
    /// From the start of the process until the target had a connection of each user.
    started_after: Option<Duration>,
    resident_max_kib: u64,
    alone_max_kib: u64,
}

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    let users_max = options.users.max(options.k6_users);
    limits::ensure_open_files(u64::from(users_max) + OPEN_FILES_BESIDES)?;
    let tools = ScriptTools::prepare(workspace, &options.programs)?;
    let nginx = Nginx::start()?;
    let crowds = [(Runner::Loadline, options.users), (Runner::K6, options.k6_users)];
    println!("tool       users  all at work after  peak RSS  with one user  each user  requests");
    let mut kb_each = Vec::new();
    for (runner, users) in crowds {
        let crowd = Crowd::measure(&tools, runner, users, options.seconds, &nginx)?;
        crowd.print(runner);
        kb_each.push(crowd.kb_each());
    }
    if let [ours, theirs] = kb_each[..] {
        println!("\nmemory of a user, loadline / k6: {:.3}", ours / theirs);
    }
    Ok(())
}

impl Crowd {
    fn measure(
        tools: &ScriptTools,
        runner: Runner,
        users: u32,
        seconds: u32,
        nginx: &Nginx,
    ) -> Result<Self, Failure> {
        let url = nginx.http_url();
        let run = |users: u32| {
            let (users, length) = (users.to_string(), format!("{seconds}s"));
            let flags = ["-u", &users, "-d", &length, "-e", "PAUSE_S=1"].map(str::to_owned);
            ScriptRun {
                script: Script::Realistic,
                url: &url,
                threads: THREADS,
                flags: flags.to_vec(),
            }
        };
        let (alone, _) = tools.measure_unpinned(runner, &run(1), |_, _| {})?;
        let mut started_after = None;
        let (ended, summary) = tools.measure_unpinned(runner, &run(users), |at, _| {
            let is_due = started_after.is_none();
            // A target that is too busy to answer is asked again at the next look.
            if is_due && nginx.connections().is_ok_and(|count| count >= u64::from(users)) {
                started_after = Some(at);
            }
        })?;
        Ok(Self {
            users,
            requests: summary.requests()?,
            failed: summary.requests_failed(),
            started_after,
            resident_max_kib: ended.cost.resident_max_kib,
            alone_max_kib: alone.cost.resident_max_kib,
        })
    }

    /// Memory of one user more, in units of 1,000 bytes.
    fn kb_each(&self) -> f64 {
        let kib = self.resident_max_kib as f64 - self.alone_max_kib as f64;
        kib * 1.024 / f64::from(self.users - 1)
    }

    fn print(&self, runner: Runner) {
        let mib = |kib: u64| kib as f64 / 1024.0;
        let after = self
            .started_after
            .map_or("never".to_owned(), |after| format!("{:.1} s", after.as_secs_f64()));
        println!(
            "{:9} {:6}  {after:>17}  {:4.0} MiB  {:9.0} MiB  {:6.1} KB  {}, {} failed",
            runner.name(),
            self.users,
            mib(self.resident_max_kib),
            mib(self.alone_max_kib),
            self.kb_each(),
            self.requests,
            self.failed,
        );
    }
}
