//! `loadline try`: the whole system in twenty seconds, on a service of its own.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_shop::{SCENARIO_YAML, ShopOptions};
use loadline_store::Store;

use super::run::run_all;
use super::values::scale;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::files::Out;
use crate::output::print::{Stream, note, print};
use crate::plan::{Overrides, Promises, Target, UrlRequest, plan};
use crate::session::Settings;

/// The test of the shop's file that is run.
const TEST: &str = "try";

/// Start the reference shop, load-test it for 20 seconds, and say what to do next.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Where runs and the report are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    store: PathBuf,
    /// Multiply all lengths, for an even quicker look: 0.1.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    scale: f64,
}

/// Runs the shop's own test against a shop started for it.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let shop = runtime.block_on(loadline_shop::start(ShopOptions::default()))?;
    let url = format!("http://{}", shop.address());
    note(&format!("the reference shop listens on {url}\n"));
    let target = Target::shipped("the shop's loadline.yaml", SCENARIO_YAML, &url)?;
    let overrides = Overrides { scale: Some(args.scale), ..Overrides::default() };
    let tests = plan(&target, &UrlRequest::default(), Some(TEST), &overrides, &[])?;
    let promises = Promises { command_line: &[], file: target.objectives(), packs: &[] }.gather();
    let settings = Settings::new(promises, 1, args.store.clone());
    // Makes the folder, which the report goes to as well.
    drop(Store::open(&args.store)?);
    let report = args.store.join("try.html");
    let exit = run_all(tests, &settings, &[Out::html(report.clone())], None)?;
    runtime.block_on(shop.stop());
    print(Stream::Stdout, &next_steps(&report));
    Ok(exit)
}

fn next_steps(report: &std::path::Path) -> String {
    let steps = [
        (format!("open {}", report.display()), "the report, with charts"),
        ("loadline run URL --users 64 --for 10s".to_owned(), "a service of your own"),
        (
            "loadline run URL --rate 200/s --objective 'http p95 < 200ms'".to_owned(),
            "with a promise",
        ),
        ("loadline standards list".to_owned(), "promises to adopt"),
        ("loadline history".to_owned(), "this run and all others"),
    ];
    let width = steps.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    let line = |(command, what): &(String, &str)| format!("  {command:<width$}   {what}\n");
    format!("\nNext:\n{}", steps.iter().map(line).collect::<String>())
}
