//! `loadline shop`: the reference service on its own, to be tested or watched.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_shop::{Faults, ShopOptions};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{line, note};

/// Run the reference shop until it is interrupted.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The database file, made when missing; a temporary one unless given.
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
    /// What to do wrong on purpose: latency=50ms,stall=2s@5s,error=1%.
    #[arg(long, value_name = "FAULTS")]
    fault: Option<Faults>,
}

/// Serves until it is told to stop.
pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    let options = ShopOptions {
        listen: args.listen,
        database: args.database,
        faults: args.fault.unwrap_or_default(),
        ..ShopOptions::default()
    };
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let shop = runtime.block_on(loadline_shop::start(options))?;
    line(&format!("http://{}", shop.address()));
    note("the reference shop listens; Ctrl-C stops it");
    signals.forever().next();
    runtime.block_on(shop.stop());
    Ok(Exit::Met)
}
