//! Runs scripts with known results under Loadline and under k6, side by side against the same servers, and shows
//! where they differ. `cargo xtask conformance` calls it: SCRIPTS LOADLINE K6 [FILTER]; it ends with 1 when a
//! difference remains that nobody has explained.
#![expect(clippy::print_stdout, reason = "a development tool: talking to the terminal is its job")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use loadline_testkit::Playground;
use loadline_testkit::scripts::{KnownDifferences, Runner, ScriptCase, ScriptProgram, differences};

/// Scripts that run at a time: most of them sleep.
const AT_ONCE: usize = 4;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scripts, loadline, k6, filter @ ..] = &arguments[..] else {
        return Err("the arguments are SCRIPTS LOADLINE K6 [FILTER]".into());
    };
    let filter = filter.first().map_or("", |filter| &**filter);
    let root = Path::new(scripts);
    let playground = Playground::start()?;
    let environment = playground.environment();
    let environment: Vec<(String, String)> =
        environment.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let program = |runner, path: &str, arguments: &[&str]| ScriptProgram {
        runner,
        path: path.into(),
        arguments: arguments.iter().map(ToString::to_string).collect(),
        environment: environment.clone(),
    };
    let ours = program(Runner::Loadline, loadline, &[]);
    // Several at once must not want the same port for their interface.
    let theirs = program(Runner::K6, k6, &["--address", "127.0.0.1:0"]);
    let known = KnownDifferences::read(&root.join("differences.txt"))?;
    let cases = ScriptCase::all(root, filter)?;
    let counts = run_all(&cases, &ours, &theirs, &known);
    println!("{} scripts: {} differences explained, {} not", cases.len(), counts[0], counts[1]);
    Ok(if counts[1] == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs all cases; how many differences are explained and how many are not.
fn run_all(
    cases: &[ScriptCase],
    ours: &ScriptProgram,
    theirs: &ScriptProgram,
    known: &KnownDifferences,
) -> [usize; 2] {
    let next = AtomicUsize::new(0);
    let counts = Mutex::new([0, 0]);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (text, found) = report(case, ours, theirs, known);
                    let mut counts = counts.lock().expect("no thread panics with the lock");
                    print!("{text}");
                    counts[0] += found[0];
                    counts[1] += found[1];
                }
            });
        }
    });
    counts.into_inner().expect("no thread panicked with the lock")
}

/// What is to be said of a case, and how many differences are explained and are not.
fn report(
    case: &ScriptCase,
    ours: &ScriptProgram,
    theirs: &ScriptProgram,
    known: &KnownDifferences,
) -> (String, [usize; 2]) {
    let own = match ours.run(case) {
        Ok(outcome) => outcome,
        Err(error) => return (format!("{}: {error}\n", case.name), [0, 1]),
    };
    let mut text = String::new();
    let mut counts = [0, 0];
    for violation in own.violations(case) {
        counts[1] += 1;
        text.push_str(&format!("{}: loadline: {violation}\n", case.name));
    }
    // What k6 does not have is held against its header alone.
    if case.name.starts_with("own/") {
        return (text, counts);
    }
    let other = match theirs.run(case) {
        Ok(outcome) => outcome,
        Err(error) => {
            return (format!("{text}{}: {error}\n", case.name), [counts[0], counts[1] + 1]);
        }
    };
    for violation in other.violations(case) {
        counts[1] += 1;
        text.push_str(&format!("{}: k6: {violation}\n", case.name));
    }
    for difference in differences(&own, &other) {
        let reason = known.reason(&case.name, &difference);
        counts[usize::from(reason.is_none())] += 1;
        let said = reason.map(|reason| format!(" (explained: {reason})")).unwrap_or_default();
        text.push_str(&format!("{}: {difference}{said}\n", case.name));
    }
    (text, counts)
}
