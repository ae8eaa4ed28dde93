//! The gate: runs the steps in order, says what each one took and stops at the first failure.

use std::time::Instant;

use clap::Args;

use super::steps::{Outcome, STEPS};
use crate::{failure::Failure, workspace::Workspace};

/// How much of the gate to run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Leave out the tests and the documentation examples
    #[arg(long)]
    fast: bool,
}

/// Runs the gate.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    let begin = Instant::now();
    for step in STEPS.iter().filter(|step| !(options.fast && step.is_slow)) {
        println!("check: {}", step.name);
        let step_begin = Instant::now();
        let outcome = (step.run)(workspace);
        let seconds = step_begin.elapsed().as_secs_f64();
        match outcome {
            Ok(Outcome::Passed) => println!("check: {} passed in {seconds:.1} s", step.name),
            Ok(Outcome::Skipped(why)) => println!("check: {} skipped: {why}", step.name),
            Err(failure) => {
                println!("check: {} failed after {seconds:.1} s", step.name);
                return Err(failure);
            }
        }
    }
    println!("check: all passed in {:.1} s", begin.elapsed().as_secs_f64());
    Ok(())
}
