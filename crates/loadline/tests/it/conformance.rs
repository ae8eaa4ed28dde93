//! Scripts with known results, run as k6 would run them: exit codes, checks, metrics and lines are what the scripts'
//! headers say. The servers they talk to are in this process. One test for each folder of
//! `loadline-script/tests/k6`; a failure names the script.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;

use loadline_testkit::Playground;
use loadline_testkit::scripts::{Runner, ScriptCase, ScriptProgram};
use tempfile::TempDir;

/// Scripts of a folder that run at a time: most of them wait.
const AT_ONCE: usize = 3;

/// Folders of scripts, each with its test.
macro_rules! folders {
    ($($test:ident: $folder:literal,)*) => {
        $(#[test] fn $test() { check($folder); })*

        const FOLDERS: &[&str] = &[$($folder),*];
    };
}

folders! {
    bad_input_ends_as_under_k6: "bad",
    what_scripts_write_is_written_as_by_k6: "console",
    crypto_scripts_do_as_under_k6: "crypto",
    data_scripts_do_as_under_k6: "data",
    encoding_scripts_do_as_under_k6: "encoding",
    execution_scripts_do_as_under_k6: "execution",
    executors_do_as_those_of_k6: "executors",
    experimental_scripts_do_as_under_k6: "experimental",
    grpc_scripts_do_as_under_k6: "grpc",
    html_scripts_do_as_under_k6: "html",
    http_scripts_do_as_under_k6: "http",
    scripts_of_the_first_module_do_as_under_k6: "k6",
    the_language_is_that_of_k6: "language",
    lifecycles_are_those_of_k6: "lifecycle",
    metrics_scripts_do_as_under_k6: "metrics",
    options_do_as_those_of_k6: "options",
    scripts_that_k6_does_not_run_do_as_they_say: "own",
    secrets_scripts_do_as_under_k6: "secrets",
    summaries_are_those_of_k6: "summary",
    thresholds_do_as_those_of_k6: "thresholds",
    timers_scripts_do_as_under_k6: "timers",
    webcrypto_scripts_do_as_under_k6: "webcrypto",
    websockets_scripts_do_as_under_k6: "websockets",
    ws_scripts_do_as_under_k6: "ws",
    x509_scripts_do_as_under_k6: "x509",
}

#[test]
fn every_folder_of_scripts_has_its_test() {
    let cases = ScriptCase::all(&root(), "").unwrap();
    for case in cases {
        let folder = case.name.split('/').next().unwrap();
        assert!(FOLDERS.contains(&folder), "no test runs {}", case.name);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../loadline-script/tests/k6")
}

/// Runs the scripts of a folder and compares what comes of each with its header.
fn check(folder: &str) {
    let cases = ScriptCase::all(&root(), &format!("{folder}/")).unwrap();
    let is_here = |case: &ScriptCase| case.name.starts_with(&format!("{folder}/"));
    let cases: Vec<ScriptCase> = cases.into_iter().filter(is_here).collect();
    assert!(!cases.is_empty(), "no scripts in {folder}");
    let home = TempDir::new().unwrap();
    let program = program(&home);
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = program.run(case).unwrap();
                    let violations = outcome.violations(case);
                    if !violations.is_empty() {
                        let text = violations.join("\n  ");
                        let shown = format!("{}\n  {text}\n{}", case.name, outcome.shown());
                        failures.lock().unwrap().push(shown);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} scripts failed\n{}", failures.len(), failures.join("\n"));
}

/// The binary beside the servers of all tests; its files lie in a folder of their own.
fn program(home: &TempDir) -> ScriptProgram {
    static PLAYGROUND: OnceLock<Playground> = OnceLock::new();
    let playground = PLAYGROUND.get_or_init(|| Playground::start().unwrap());
    let mut environment: Vec<(String, String)> = playground
        .environment()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    environment.push(("XDG_CACHE_HOME".to_owned(), home.path().display().to_string()));
    let store = home.path().join("store").display().to_string();
    ScriptProgram {
        runner: Runner::Loadline,
        path: env!("CARGO_BIN_EXE_loadline").into(),
        arguments: vec!["--store".to_owned(), store],
        environment,
    }
}
