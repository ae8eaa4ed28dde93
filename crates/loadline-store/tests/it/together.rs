//! Several writers of one store, as several processes are: each has a connection of its own.

use std::path::Path;
use std::thread;

use loadline_store::{Ended, Ending, RunId, Store};

use crate::sample::{self, STARTED_MS, new_run};

const WINDOWS: i64 = 60;

#[test]
fn runs_side_by_side_each_get_all_of_their_windows() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &Path| -> RunId {
        // Opened here, so that making the file is part of the race.
        let mut store = Store::open(path).unwrap();
        let run = store.create_run(&new_run("load", STARTED_MS)).unwrap();
        for second in 0..WINDOWS {
            store.append(&run, &sample::window(second)).unwrap();
        }
        let ended = Ended { at_ms: STARTED_MS, ending: Ending::Completed };
        store.finish(&run, &ended, &sample::verdicts()).unwrap();
        run
    };
    let runs: Vec<RunId> = thread::scope(|scope| {
        let writers = [0; 3].map(|_| scope.spawn(|| write(folder.path())));
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.runs(10).unwrap().len(), 3);
    for run in &runs {
        sample::check_windows(&store, run, WINDOWS);
    }
}

#[test]
fn many_who_open_a_new_store_at_once_all_succeed() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        thread::scope(|scope| {
            let open = || drop(Store::open(&path).unwrap());
            let all = [0; 6].map(|_| scope.spawn(open));
            all.into_iter().for_each(|one| one.join().unwrap());
        });
    }
}

#[test]
fn a_reader_sees_a_run_grow() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Store::open(folder.path()).unwrap();
    let reader = Store::open(folder.path()).unwrap();
    let run = writer.create_run(&new_run("load", STARTED_MS)).unwrap();
    writer.append(&run, &sample::window(0)).unwrap();
    let mut windows = reader.windows(&run);
    assert_eq!(windows.next().unwrap().unwrap().start_ms, STARTED_MS);
    writer.append(&run, &sample::window(1)).unwrap();
    assert_eq!(windows.next().unwrap().unwrap().start_ms, STARTED_MS + 1_000);
    assert!(windows.next().is_none());
}
