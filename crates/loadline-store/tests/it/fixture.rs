//! Files of earlier versions, each under `tests/fixtures`, read by today's code.
//!
//! The file of a new version: `LOADLINE_FIXTURE=PATH cargo test -p loadline-store --test it sample`
//! writes the sample of today's version to PATH.

use std::{env, fs};

use loadline_core::Finding;
use loadline_store::{FILE_NAME, Store};

use crate::sample;

#[test]
fn the_sample_of_todays_version_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    sample::write(&mut store);
    drop(store);
    sample::check(&Store::open(folder.path()).unwrap(), &sample::samples());
    if let Some(path) = env::var_os("LOADLINE_FIXTURE") {
        fs::copy(folder.path().join(FILE_NAME), path).unwrap();
    }
}

#[test]
fn a_store_of_version_1_is_read_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = include_bytes!("../fixtures/v1.db");
    fs::write(folder.path().join(FILE_NAME), fixture).unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    sample::check(&store, &[]);
    let run = store.create_run(&sample::new_run("more", sample::STARTED_MS + 180_000)).unwrap();
    store.append(&run, &sample::window(0)).unwrap();
    sample::check_windows(&store, &run, 1);
    store.keep_samples(&run, &sample::samples()).unwrap();
    assert_eq!(store.samples(&run).unwrap(), sample::samples());
}

#[test]
fn a_store_of_version_2_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = include_bytes!("../fixtures/v2.db");
    fs::write(folder.path().join(FILE_NAME), fixture).unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    sample::check(&store, &sample::samples());
    let run = store.create_run(&sample::new_run("more", sample::STARTED_MS + 180_000)).unwrap();
    let finding = Finding {
        symptom: "GET /orders sends a statement for each row".to_owned(),
        evidence: "51 calls a request".to_owned(),
        next_step: "ask once".to_owned(),
    };
    store.keep_findings(&run, std::slice::from_ref(&finding)).unwrap();
    assert_eq!(store.findings(&run).unwrap(), [finding]);
}
