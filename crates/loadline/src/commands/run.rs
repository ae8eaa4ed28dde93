//! `loadline run`: load-tests a URL or a service's file and judges what was measured.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;
use clap::builder::NonEmptyStringValueParser;
use loadline_core::file::Method;
use loadline_core::traffic::Think;
use loadline_core::{Bytes, Rate, Span};
use loadline_load::{NetworkOptions, TlsOptions};
use loadline_report::{Look, Report, summary};

use super::values::{header, scale, think, whole};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::failure::print_failure;
use crate::output::files::Out;
use crate::output::hints::{unheard_of, unmeasured};
use crate::output::print::{Stream, hint, note, print, warning};
use crate::plan::{
    Overrides, PlannedTest, Promises, Target, UrlRequest, packs_named, plan, sentences,
};
use crate::session::{Performed, Settings, allow_open_files, perform, stop_on_signals};

/// Load-test a URL or a service's YAML file, and judge what was measured.
///
/// Without figures a URL gets 10 users for 30 seconds and a file runs its first test. Figures given with
/// `--test` replace the peak and the length of that test and keep its shape.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// A URL, or a file such as loadline.yaml.
    #[arg(value_name = "URL|FILE.yaml", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) traffic: TrafficArgs,
    #[command(flatten)]
    pub(crate) promise: PromiseArgs,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// What traffic to drive.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Traffic")]
pub(crate) struct TrafficArgs {
    /// The test to run: one of the file, of a pack, smoke, load, stress, spike, volume, endurance, or all of these six.
    #[arg(long, value_name = "NAME")]
    pub(crate) test: Option<String>,
    /// Users at work, each starting its next iteration when the last one ended.
    #[arg(long, short = 'u', value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>)]
    pub(crate) users: Option<u32>,
    /// Arrivals by the clock, whether or not answers keep up: 200/s.
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    pub(crate) rate: Option<Rate>,
    /// How long: 30s, 5m.
    #[arg(long = "for", short = 'd', value_name = "TIME")]
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

/// What is promised.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Promises")]
pub(crate) struct PromiseArgs {
    /// An objective to hold the run against: 'http p95 < 200ms'. May be given several times.
    #[arg(long = "objective", short = 'o', value_name = "SENTENCE")]
    pub(crate) objectives: Vec<String>,
    /// A standards pack to hold the run against, by name or by path. May be given several times.
    #[arg(long, value_name = "PACK")]
    pub(crate) standards: Vec<String>,
}

/// How a URL is requested.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Request (with a URL)")]
pub(crate) struct RequestArgs {
    /// The method.
    #[arg(long, short = 'X', value_name = "METHOD")]
    pub(crate) method: Option<Method>,
    /// A header: 'Accept: text/html'. May be given several times.
    #[arg(long = "header", short = 'H', value_name = "HEADER", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The body; the method is then POST unless said otherwise.
    #[arg(long, value_name = "TEXT")]
    pub(crate) body: Option<String>,
}

/// How connections behave.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Connections")]
pub(crate) struct NetworkArgs {
    /// Connections shared by all users; each user has its own unless said otherwise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) connections: Option<u32>,
    /// Longest time to connect; 10s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) connect_timeout: Option<Span>,
    /// Longest time to the first byte of an answer; 60s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) first_byte_timeout: Option<Span>,
    /// Longest time for a whole request; 60s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) timeout: Option<Span>,
    /// Largest body of an answer; 64MiB unless said otherwise.
    #[arg(long, value_name = "SIZE")]
    pub(crate) max_body: Option<Bytes>,
    /// Trust the certificates in this file too.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Trust any certificate.
    #[arg(long)]
    pub(crate) insecure: bool,
}

/// Where results go.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write a report: html=report.html, json=result.json, text=summary.txt. May be given several times.
    #[arg(long = "out", value_name = "KIND=PATH")]
    pub(crate) outs: Vec<Out>,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    pub(crate) store: PathBuf,
    /// No live view: only the summary at the end.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Plans the tests, runs them one after the other, and gives the gravest exit of all.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let target = Target::read(&args.target)?;
    let mut packs = target.packs()?;
    packs.extend(packs_named(args.promise.standards.iter())?);
    let own = sentences(&args.promise.objectives)?;
    let promises =
        Promises { command_line: &own, file: target.objectives(), packs: &packs }.gather();
    let overrides = args.traffic.overrides();
    let named = args.traffic.test.as_deref();
    let tests = plan(&target, &args.request.to_request(), named, &overrides, &packs)?;
    let settings = args.settings(promises);
    settings.network.tls.check()?;
    run_all(tests, &settings, &args.output.outs)
}

/// Runs the tests in order; an interrupted one is the last.
pub(crate) fn run_all(
    tests: Vec<PlannedTest>,
    settings: &Settings,
    outs: &[Out],
) -> Result<Exit, Failure> {
    let outs_of = |test: &PlannedTest| -> Vec<Out> {
        if tests.len() < 2 {
            outs.to_vec()
        } else {
            outs.iter().map(|out| out.for_test(&test.name)).collect()
        }
    };
    let outs: Vec<Vec<Out>> = tests.iter().map(outs_of).collect();
    Out::check_all(outs.iter().flatten())?;
    unheard_of(&settings.promises).iter().for_each(|text| warning(text));
    allow_open_files(
        tests.iter().map(|test| settings.connections_of(test)).max().unwrap_or_default(),
    );
    let stop = stop_on_signals()?;
    let mut exit = Exit::Met;
    for (test, outs) in tests.into_iter().zip(&outs) {
        let performed = perform(test, settings, &stop)?;
        exit = exit.or(hand_over(&performed, outs));
        if stop.is_asked() {
            break;
        }
    }
    Ok(exit)
}

/// Prints what came of a test and writes its reports. What goes wrong with one of them is said and does
/// not keep the others back.
fn hand_over(performed: &Performed, outs: &[Out]) -> Exit {
    let Performed { report, exit, failure } = performed;
    show(report, false);
    unmeasured(report).iter().for_each(|text| hint(text));
    let failed = |failure: &Failure| {
        print_failure(failure);
        failure.exit()
    };
    let written = |out: &Out| match out.write(report) {
        Ok(()) => {
            note(&format!("written: {}", out.path().display()));
            Exit::Met
        }
        Err(failure) => failed(&failure),
    };
    let exit = outs.iter().map(written).fold(*exit, Exit::or);
    failure.iter().map(failed).fold(exit, Exit::or)
}

/// Prints the closing summary.
pub(crate) fn show(report: &Report, all: bool) {
    let colour = Stream::Stdout.has_colour();
    print(Stream::Stdout, &summary(report, Look { colour, all }));
}

impl TrafficArgs {
    fn overrides(&self) -> Overrides {
        Overrides {
            users: self.users,
            rate: self.rate,
            length: self.length,
            iterations: self.iterations,
            iterations_each: self.iterations_each,
            burst: self.burst,
            poisson: self.poisson,
            think: self.think,
            scale: self.scale,
        }
    }
}

impl RequestArgs {
    fn to_request(&self) -> UrlRequest {
        let default = if self.body.is_some() { Method::Post } else { Method::Get };
        UrlRequest {
            method: self.method.unwrap_or(default),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }
}

impl NetworkArgs {
    fn options(&self) -> NetworkOptions {
        let mut options = NetworkOptions::default();
        let replace = |own: &mut Duration, given: Option<Span>| {
            *own = given.map_or(*own, Span::duration);
        };
        replace(&mut options.connect_timeout, self.connect_timeout);
        replace(&mut options.total_timeout, self.timeout);
        replace(&mut options.first_byte_timeout, self.first_byte_timeout.or(self.timeout));
        if let Some(limit) = self.max_body {
            options.limits.body_bytes_max = limit.count() as u64;
        }
        options.tls = TlsOptions { ca: self.ca.clone(), insecure: self.insecure };
        options
    }
}

impl Args {
    fn settings(&self, promises: Vec<loadline_core::Promise>) -> Settings {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.traffic.threads.map_or(cores, usize::from);
        Settings {
            users_max: self.traffic.max_users,
            late_max: self.traffic.max_late,
            connections: self.network.connections,
            graceful_stop: self.traffic.graceful_stop.map(Span::duration),
            network: self.network.options(),
            seed: self.traffic.seed,
            quiet: self.output.quiet,
            ..Settings::new(promises, threads, self.output.store.clone())
        }
    }
}
