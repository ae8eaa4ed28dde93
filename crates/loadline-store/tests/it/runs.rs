//! Runs: how they begin and end, and how a person finds them again.

use loadline_store::{Ended, Ending, RunId, Store, StoreError};
use tempfile::TempDir;

use crate::sample::{self, STARTED_MS, new_run};

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

fn completed(at_ms: i64) -> Ended {
    Ended { at_ms, ending: Ending::Completed }
}

#[test]
fn runs_of_the_same_moment_and_name_get_different_ids() {
    let (_folder, mut store) = store();
    let new = new_run("load", STARTED_MS);
    let mut ids: Vec<RunId> = (0..20).map(|_| store.create_run(&new).unwrap()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 20);
    assert!(ids.iter().all(|id| id.as_str().starts_with("20261121-013254-load-")), "{ids:?}");
}

#[test]
fn a_start_beyond_the_calendar_is_refused() {
    let (_folder, mut store) = store();
    let error = store.create_run(&new_run("load", i64::MAX)).unwrap_err();
    assert!(matches!(error, StoreError::Start { .. }), "{error}");
}

#[test]
fn the_newest_runs_come_first_and_only_as_many_as_asked_for() {
    let (_folder, mut store) = store();
    for started_ms in [3_000, 1_000, 2_000] {
        store.create_run(&new_run("load", STARTED_MS + started_ms)).unwrap();
    }
    let started: Vec<i64> =
        store.runs(2).unwrap().iter().map(|run| run.started_ms - STARTED_MS).collect();
    assert_eq!(started, [3_000, 2_000]);
}

#[test]
fn a_run_is_found_by_its_id_the_beginning_of_it_or_how_long_ago_it_was() {
    let (_folder, mut store) = store();
    let old = store.create_run(&new_run("load", STARTED_MS)).unwrap();
    let new = store.create_run(&new_run("spike", STARTED_MS)).unwrap();
    let check = |reference: &str, expected: &RunId| {
        assert_eq!(&store.find(reference).unwrap().id, expected, "{reference}");
    };
    check(old.as_str(), &old);
    check("20261121-013254-l", &old);
    check("20261121-013254-spike", &new);
    check("last", &new);
    check("last~0", &new);
    check("last~1", &old);
}

#[test]
fn a_reference_to_nothing_or_to_several_says_so() {
    let (_folder, mut store) = store();
    assert!(matches!(store.find("last").unwrap_err(), StoreError::NoSuchRun { .. }));
    for name in ["load", "spike"] {
        store.create_run(&new_run(name, STARTED_MS)).unwrap();
    }
    let wrong =
        ["", "last~2", "last~", "last~x", "last~99999999999", "2025", "%", "20261121*", "zzz"];
    for reference in wrong {
        let error = store.find(reference).unwrap_err();
        assert!(matches!(error, StoreError::NoSuchRun { .. }), "{reference}: {error}");
    }
    let error = store.find("2026").unwrap_err();
    let hint = error.hint().unwrap();
    assert_eq!(error.to_string(), "find the run `2026`: several begin like that");
    assert!(hint.starts_with("one of 20261121-013254-load-"), "{hint}");
}

#[test]
fn a_run_that_has_ended_takes_nothing_more() {
    let (_folder, mut store) = store();
    let run = store.create_run(&new_run("load", STARTED_MS)).unwrap();
    store.finish(&run, &completed(STARTED_MS), &sample::verdicts()).unwrap();
    let error = store.append(&run, &sample::window(0)).unwrap_err();
    assert!(matches!(error, StoreError::NotGoingOn { .. }), "{error}");
    let error = store.finish(&run, &completed(STARTED_MS), &[]).unwrap_err();
    assert!(matches!(error, StoreError::NotGoingOn { .. }), "{error}");
    assert_eq!(store.find("last").unwrap().verdicts, sample::verdicts());
}

#[test]
fn a_second_window_of_one_start_is_refused_and_the_first_stays() {
    let (_folder, mut store) = store();
    let run = store.create_run(&new_run("load", STARTED_MS)).unwrap();
    store.append(&run, &sample::window(0)).unwrap();
    let error = store.append(&run, &sample::window(0)).unwrap_err();
    assert!(matches!(error, StoreError::WindowExists { .. }), "{error}");
    sample::check_windows(&store, &run, 1);
}

#[test]
fn windows_come_in_the_order_of_time_whatever_order_they_were_written_in() {
    let (_folder, mut store) = store();
    let run = store.create_run(&new_run("load", STARTED_MS)).unwrap();
    for second in [2, 0, 3, 1] {
        store.append(&run, &sample::window(second)).unwrap();
    }
    sample::check_windows(&store, &run, 4);
}

#[test]
fn samples_belong_to_a_run_that_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let run = store.create_run(&sample::new_run("load", STARTED_MS)).unwrap();
    store.keep_samples(&run, &sample::samples()).unwrap();
    store.keep_samples(&run, &sample::samples()).unwrap();
    assert_eq!(store.samples(&run).unwrap(), sample::samples());
    store.finish(&run, &completed(STARTED_MS), &[]).unwrap();
    let error = store.keep_samples(&run, &[]).unwrap_err();
    assert!(matches!(error, StoreError::NotGoingOn { .. }), "{error}");
}
