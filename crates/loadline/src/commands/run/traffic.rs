//! The arguments that say what traffic to drive.

use clap::Args as ClapArgs;
use loadline_core::traffic::Think;
use loadline_core::{Rate, Span};

use crate::commands::values::{scale, think, whole};
use crate::failure::Failure;
use crate::plan::{Overrides, abort_sentences};

/// What traffic to drive.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Traffic")]
pub(crate) struct TrafficArgs {
    /// The test to run: one of the file, of a pack, smoke, load, stress, spike, volume, endurance, or all of these six.
    #[arg(long, value_name = "NAME")]
    pub(crate) test: Option<String>,
    /// Users at work, each starting its next iteration when the last one ended.
    #[arg(long, short = 'u', visible_alias = "vus", value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>)]
    pub(crate) users: Option<u32>,
    /// Arrivals by the clock, whether or not answers keep up: 200/s.
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    pub(crate) rate: Option<Rate>,
    /// How long: 30s, 5m.
    #[arg(long = "for", short = 'd', visible_alias = "duration", value_name = "TIME")]
    pub(crate) length: Option<Span>,
    /// That many iterations, shared by the users.
    #[arg(long, short = 'i', value_name = "N", value_parser = whole::<u64>)]
    pub(crate) iterations: Option<u64>,
    /// That many iterations for each user.
    #[arg(long, value_name = "N", value_parser = whole::<u64>)]
    pub(crate) iterations_each: Option<u64>,
    /// One iteration of each of N users, all at once.
    #[arg(long, value_name = "N", value_parser = whole::<u32>)]
    pub(crate) burst: Option<u32>,
    /// Space arrivals at random, as a Poisson process.
    #[arg(long)]
    pub(crate) poisson: bool,
    /// Pause between a user's iterations: 1s, 1s..3s, or `pacing 5s`.
    #[arg(long, value_name = "TIME", value_parser = think)]
    pub(crate) think: Option<Think>,
    /// Multiply all lengths, for a quick look: 0.01.
    #[arg(long, value_name = "FACTOR", value_parser = scale)]
    pub(crate) scale: Option<f64>,
    /// Users an open test may have at once; 1000 unless said otherwise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) max_users: Option<u32>,
    /// Arrivals that may wait for a free user; further ones are dropped and counted.
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub(crate) max_late: Option<usize>,
    /// Leave the figures of the first seconds out: 10s.
    #[arg(long, value_name = "TIME")]
    pub(crate) warm_up: Option<Span>,
    /// Give the test up when this becomes true: 'http errors > 50% for 10s'. May be given several times.
    #[arg(long, value_name = "SENTENCE")]
    pub(crate) abort: Vec<String>,
    /// How long iterations may go on after the end.
    #[arg(long, value_name = "TIME")]
    pub(crate) graceful_stop: Option<Span>,
    /// Threads that drive the traffic; all cores unless said otherwise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    pub(crate) threads: Option<u16>,
    /// Where random choices come from; the same number makes the same choices.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

impl TrafficArgs {
    pub(super) fn overrides(&self) -> Result<Overrides, Failure> {
        Ok(Overrides {
            users: self.users,
            rate: self.rate,
            length: self.length,
            iterations: self.iterations,
            iterations_each: self.iterations_each,
            burst: self.burst,
            poisson: self.poisson,
            think: self.think,
            scale: self.scale,
            warm_up: self.warm_up,
            abort: abort_sentences(&self.abort)?,
        })
    }
}
