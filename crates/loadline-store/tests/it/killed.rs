//! A process that is killed while it writes: what it was told is stored is stored.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, io};

use loadline_store::{FILE_NAME, Store};
use tempfile::TempDir;

use crate::sample::{self, STARTED_MS, new_run};

/// Says to this test binary that it is the process to be killed, and where to write.
const FOLDER_VARIABLE: &str = "LOADLINE_STORE_KILLED";
/// After how many windows that process waits for the end.
const WINDOWS_VARIABLE: &str = "LOADLINE_STORE_KILLED_WINDOWS";
/// Windows that the process writes at most: the parent never lets it come that far.
const WINDOWS_MAX: i64 = 100_000;
/// Enough for the log to have been moved into the file and begun anew.
const WINDOWS_MANY: i64 = 800;
/// So few that all of them are in the log, in order.
const WINDOWS_FEW: i64 = 40;
/// Less than any frame of the log.
const HALF_A_FRAME: usize = 2_000;

#[test]
fn the_process_to_be_killed_writes_windows() {
    let Some(folder) = env::var_os(FOLDER_VARIABLE) else { return };
    let windows: i64 = env::var(WINDOWS_VARIABLE).unwrap().parse().unwrap();
    let mut store = Store::open(PathBuf::from(folder)).unwrap();
    let run = store.create_run(&new_run("load", STARTED_MS)).unwrap();
    for second in 0..windows {
        store.append(&run, &sample::window(second)).unwrap();
        // Straight to the pipe: the test harness does not hold it back.
        writeln!(io::stdout(), "stored {second}").unwrap();
    }
    io::stdin().read_line(&mut String::new()).unwrap();
}

/// A store whose writer of at most `windows` windows was killed with SIGKILL once it was told that
/// `enough` are stored, and how many it was told are.
fn killed(windows: i64, enough: i64) -> (TempDir, i64) {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::the_process_to_be_killed_writes_windows", "--nocapture"])
        .env(FOLDER_VARIABLE, folder.path())
        .env(WINDOWS_VARIABLE, windows.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stored = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if let Some(second) = line.strip_prefix("stored ") {
            stored = second.parse::<i64>().unwrap() + 1;
        }
        if stored == enough {
            child.kill().unwrap();
        }
    }
    assert_eq!(child.wait().unwrap().code(), None, "killed, not ended");
    assert!(stored >= enough, "{stored}");
    (folder, stored)
}

fn log(folder: &TempDir) -> PathBuf {
    folder.path().join(format!("{FILE_NAME}-wal"))
}

/// How many windows the run has; they are the first ones, without a gap.
fn read_back(folder: &TempDir) -> i64 {
    let store = Store::open(folder).unwrap();
    let run = store.find("last").unwrap();
    assert_eq!(run.ended, None);
    let count = store.windows(&run.id).count() as i64;
    sample::check_windows(&store, &run.id, count);
    count
}

#[test]
fn a_process_killed_while_it_writes_leaves_every_window_it_was_told_is_stored() {
    let (folder, stored) = killed(WINDOWS_MAX, WINDOWS_MANY);
    let found = read_back(&folder);
    assert!(found == stored || found == stored + 1, "told {stored}, found {found}");
    // And the store goes on.
    let mut store = Store::open(&folder).unwrap();
    store.create_run(&new_run("load", STARTED_MS + 1)).unwrap();
}

#[test]
fn a_log_that_ends_in_the_middle_of_a_window_costs_that_window_alone() {
    let (folder, stored) = killed(WINDOWS_FEW, WINDOWS_FEW);
    let file = OpenOptions::new().write(true).open(log(&folder)).unwrap();
    file.set_len(file.metadata().unwrap().len() - HALF_A_FRAME as u64).unwrap();
    drop(file);
    assert_eq!(read_back(&folder), stored - 1);
}

#[test]
fn a_log_with_half_a_frame_behind_it_loses_nothing() {
    let (folder, stored) = killed(WINDOWS_FEW, WINDOWS_FEW);
    let mut file = OpenOptions::new().append(true).open(log(&folder)).unwrap();
    file.write_all(&[0xa5; HALF_A_FRAME]).unwrap();
    drop(file);
    assert_eq!(read_back(&folder), stored);
}
