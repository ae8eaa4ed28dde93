//! A service's file: any text comes in. Reading it, compiling its flows and reading it as a pack must answer
//! without a panic, and every mistake must point into the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_core::{file, pack};
use loadline_load::{FlowScenario, Surroundings};

fuzz_target!(|text: &str| {
    match file::parse(text) {
        Ok(file) => {
            let surroundings = Surroundings::default();
            for flow in file.flows.values() {
                let _ = FlowScenario::new(flow, "http://127.0.0.1:1", &file.classes, &surroundings);
                let _ = flow.variables();
            }
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            for mistake in mistakes {
                let end = mistake.offset + mistake.length;
                assert!(end <= text.len(), "{mistake:?} points behind the text");
            }
        }
    }
    let _ = pack::parse(text);
});
