//! The objective sentence: any text comes in. Reading it must not panic, and whatever can be read must
//! mean the same after it was printed and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_core::Objective;

fuzz_target!(|sentence: &str| {
    if let Ok(objective) = sentence.parse::<Objective>() {
        let printed = objective.to_string();
        let reread = printed.parse::<Objective>();
        assert_eq!(reread.as_ref(), Ok(&objective), "{printed:?} reads otherwise");
    }
});
