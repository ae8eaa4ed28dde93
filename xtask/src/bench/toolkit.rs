//! `bench toolkit`: the toolkit's parts beside their rivals. The program of `rivals/` measures and prints; this
//! builds it in a target folder of its own and runs each group of parts on the cores that suit it.

use std::process::Command;

use clap::{Args, ValueEnum};

use super::{limits, process::pinned};
use crate::{command, failure::Failure, workspace::Workspace};

/// Which parts to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// This group of parts alone
    part: Option<Part>,
}

/// A group of parts, as `rivals/Cargo.toml` names its features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Object and connection pools
    Pool,
    /// Retry, breaker, adaptive limit, hedging, shedding and deadline as layers
    Layers,
    /// Rate limits
    Limits,
    /// Batches, executors, fan-out, histograms and the counting allocator
    Work,
}

impl Part {
    /// The group's name for cargo and for the program.
    const fn name(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Layers => "layers",
            Self::Limits => "limits",
            Self::Work => "work",
        }
    }

    /// Whether tasks of several threads must meet for the figures to mean something.
    const fn needs_all_cores(self) -> bool {
        matches!(self, Self::Pool)
    }
}

/// Builds and runs.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    let parts = options.part.map_or_else(|| Part::value_variants().to_vec(), |part| vec![part]);
    let names: Vec<&str> = parts.iter().map(|part| part.name()).collect();
    let target = workspace.target.join("rivals");
    let mut cargo = command::cargo(&workspace.root.join("rivals"));
    cargo.args(["build", "--release", "--no-default-features", "--features", &names.join(",")]);
    command::run(cargo.env("CARGO_TARGET_DIR", &target))?;
    for part in parts {
        let mut program = Command::new(target.join("release/loadline-rivals"));
        program.arg(part.name());
        if part.needs_all_cores() {
            command::run(&mut program)?;
        } else {
            command::run(&mut pinned(&program, limits::TOOL_CORE))?;
        }
    }
    Ok(())
}
