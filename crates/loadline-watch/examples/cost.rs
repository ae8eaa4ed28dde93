//! What watching costs: CPU time of each source's thread for one reading.
//!
//! `cargo run --release -p loadline-watch --example cost -- PID [URL]…` watches the machine, that process and
//! those pages for twenty seconds, as a load test does, and prints each thread's account. A reading a second
//! finds cold caches, so this is more than a loop of readings would show.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::error::Error;
use std::fs;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use loadline_core::Window;
use loadline_watch::{Request, Roots, Watch};

/// Seconds that are watched.
const SECONDS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let pids = arguments.next().map(|pid| pid.parse()).transpose()?.into_iter().collect();
    let pages = arguments.collect();
    let request = Request { host: true, pids, pages, ..Request::default() };
    let mut watch = Watch::open(&request, &Roots::default())?;
    watch.begin()?;
    let mut series = 0;
    for _ in 0..SECONDS {
        thread::sleep(Duration::from_secs(1));
        let now_ms = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64;
        let mut window = Window::new(now_ms, 0);
        watch.add_to(&mut window);
        series = series.max(window.series.len());
    }
    println!("{series} series");
    for task in fs::read_dir("/proc/self/task")? {
        let folder = task?.path();
        let name = fs::read_to_string(folder.join("comm"))?;
        let account = fs::read_to_string(folder.join("schedstat"))?;
        let spent_ns: f64 = account.split(' ').next().unwrap_or_default().parse()?;
        println!("{:<14} {:>5.0} us a reading", name.trim(), spent_ns / 1e3 / f64::from(SECONDS));
    }
    Ok(())
}
