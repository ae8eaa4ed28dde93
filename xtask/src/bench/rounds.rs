//! The rounds of tools that take turns, and the table that holds their CPU time per request side by side.
//! The tools of a table stand in one order; the first one is held against each of the others.

use super::{process::Ended, ratio::Spread};
use crate::failure::Failure;

/// One run of one tool.
struct Round {
    cpu_us: f64,
    user_us: f64,
    rate: f64,
    resident_max_mib: f64,
}

/// All runs of one tool.
pub(super) struct Column {
    tool: &'static str,
    rounds: Vec<Round>,
}

impl Column {
    /// No runs yet.
    pub(super) fn new(tool: &'static str) -> Self {
        Self { tool, rounds: Vec::new() }
    }

    /// Adds a run that made that many requests; gives the CPU microseconds of each.
    pub(super) fn add(&mut self, ended: &Ended, requests: u64) -> Result<f64, Failure> {
        if requests == 0 {
            let message = format!("`{}` made no request:\n{}", ended.command, ended.output);
            return Err(Failure::Refused(message));
        }
        let (cost, requests) = (&ended.cost, requests as f64);
        let cpu_us = (cost.user_s + cost.system_s) * 1e6 / requests;
        self.rounds.push(Round {
            cpu_us,
            user_us: cost.user_s * 1e6 / requests,
            rate: requests / cost.wall_s,
            resident_max_mib: cost.resident_max_kib as f64 / 1024.0,
        });
        Ok(cpu_us)
    }

    fn figures(&self, of: fn(&Round) -> f64) -> Vec<f64> {
        self.rounds.iter().map(of).collect()
    }

    fn spread(&self, of: fn(&Round) -> f64) -> Spread {
        Spread::of(self.figures(of)).expect("there is at least one round")
    }
}

/// Prints what each tool cost, and the first one's cost against that of the others.
pub(super) fn print_table(columns: &[Column]) {
    println!("tool       CPU us/request            of it user   requests/s   peak RSS");
    println!("             best   median  (worst)     median       median        MiB");
    for column in columns {
        let cpu = column.spread(|round| round.cpu_us);
        println!(
            "{:9} {:7.2}  {:7.2}  {:7.2}    {:7.2}      {:7.0}    {:7.1}",
            column.tool,
            cpu.min,
            cpu.median,
            cpu.max,
            column.spread(|round| round.user_us).median,
            column.spread(|round| round.rate).median,
            column.spread(|round| round.resident_max_mib).max,
        );
    }
    print_ratios(columns);
    println!();
}

/// The first tool's cost against each other's, pair by pair.
fn print_ratios(columns: &[Column]) {
    let Some((ours, others)) = columns.split_first() else { return };
    for theirs in others {
        let costs = |column: &Column| column.figures(|round| round.cpu_us);
        let ratios = Spread::of_ratios(&costs(ours), &costs(theirs));
        let Spread { min, median, max } = ratios.expect("there is at least one round");
        let names = format!("{} / {}", ours.tool, theirs.tool);
        println!("{names:16} {median:.3} (pairwise median; least {min:.3}, greatest {max:.3})");
    }
}
