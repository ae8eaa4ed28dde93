//! The steps of the gate, quickest first, in one ordered array. Each is a function of the workspace.

use crate::{command, failure::Failure, generate, test, tidy, workspace::Workspace};

/// One step of the gate.
pub(super) struct Step {
    /// Its name in the output.
    pub(super) name: &'static str,
    /// Whether `--fast` leaves it out.
    pub(super) is_slow: bool,
    /// Does the work.
    pub(super) run: fn(&Workspace) -> Result<Outcome, Failure>,
}

/// How a step ended that did not fail.
pub(super) enum Outcome {
    /// It did its work.
    Passed,
    /// There was nothing to do, for this reason.
    Skipped(&'static str),
}

pub(super) const STEPS: [Step; 7] = [
    Step { name: "format", is_slow: false, run: format },
    Step { name: "tidy", is_slow: false, run: tidy },
    Step { name: "generated files", is_slow: false, run: generated },
    Step { name: "clippy", is_slow: false, run: clippy },
    Step { name: "features", is_slow: true, run: features },
    Step { name: "tests", is_slow: true, run: tests },
    Step { name: "doc tests", is_slow: true, run: doc_tests },
];

fn format(workspace: &Workspace) -> Result<Outcome, Failure> {
    command::run(command::cargo(&workspace.root).args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}

fn tidy(workspace: &Workspace) -> Result<Outcome, Failure> {
    tidy::run(workspace)?;
    Ok(Outcome::Passed)
}

fn generated(workspace: &Workspace) -> Result<Outcome, Failure> {
    let count = generate::verify(workspace)?;
    Ok(if count == 0 { Outcome::Skipped("there is none") } else { Outcome::Passed })
}

fn clippy(workspace: &Workspace) -> Result<Outcome, Failure> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        test::TOOLKIT_IN_FULL,
        "--",
        "-D",
        "warnings",
    ];
    command::run(command::cargo(&workspace.root).args(arguments))?;
    Ok(Outcome::Passed)
}

/// Each part of the toolkit on its own: a service that takes one must not need another by accident.
fn features(workspace: &Workspace) -> Result<Outcome, Failure> {
    let toolkit = workspace.packages.iter().find(|package| package.name == "loadline-toolkit");
    let Some(toolkit) = toolkit else {
        return Ok(Outcome::Skipped("there is no toolkit"));
    };
    for feature in &toolkit.features {
        let arguments = ["check", "--quiet", "--package", &toolkit.name, "--features", feature];
        command::run(command::cargo(&workspace.root).args(arguments))?;
    }
    Ok(Outcome::Passed)
}

fn tests(workspace: &Workspace) -> Result<Outcome, Failure> {
    test::run(workspace)?;
    Ok(Outcome::Passed)
}

fn doc_tests(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut cargo = command::cargo(&workspace.root);
    cargo.args(["test", "--doc"]);
    let libraries = workspace.packages.iter().filter(|package| package.has_doc_tests);
    let names: Vec<&str> = libraries.map(|library| library.name.as_str()).collect();
    if names.is_empty() {
        return Ok(Outcome::Skipped("no published library asks for them"));
    }
    for name in names {
        cargo.args(["--package", name]);
    }
    cargo.args(["--features", test::TOOLKIT_IN_FULL]);
    command::run(&mut cargo)?;
    Ok(Outcome::Passed)
}
