//! The page of metrics: any text comes in. Reading it must not panic, must account for each line at most
//! once, and must not depend on where the text lay.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_watch::exposition::parse;

fuzz_target!(|text: &str| {
    let exposition = parse(text);
    let lines = text.lines().count();
    assert!(exposition.samples.len() + exposition.left_out as usize <= lines, "more than there is");
    if let Some(mistake) = &exposition.mistake {
        let line = text.lines().nth(mistake.line - 1).expect("the line is there");
        assert!(mistake.column <= line.chars().count() + 1, "beyond the line: {mistake}");
    }
    for sample in &exposition.samples {
        assert!(!sample.name.is_empty(), "a sample without a name");
        // What was read can be written and is read alike.
        let labels = sample.labels.iter().map(|(name, value)| {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            format!("{name}=\"{value}\",")
        });
        let line = format!("{}{{{}}} {}", sample.name, labels.collect::<String>(), sample.value);
        let again = parse(&line);
        assert_eq!(again.samples.len(), 1, "{line:?} cannot be read");
        assert_eq!(again.samples[0].labels, sample.labels, "{line:?} reads otherwise");
    }
});
