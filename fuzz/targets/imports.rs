//! Files of other tools: any bytes come in, as the format they look like or as the one the first byte names. Reading
//! them must not panic, windows must leave in the order of time, and what was counted must be in them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_core::window::{Aggregate, Tags, Window, names};
use loadline_import::own::{Line, read_line, window_line};
use loadline_import::results::{FORMATS, import};

const WRITTEN_MS: i64 = 1_795_250_000_000;

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else { return };
    // Beyond the list the format is told by the bytes themselves.
    let format = FORMATS.get(usize::from(*first));
    let mut windows: Vec<Window> = Vec::new();
    let imported = import(bytes, format, WRITTEN_MS, &mut |window| windows.push(window.clone()));
    for pair in windows.windows(2) {
        assert!(
            pair[0].start_ms <= pair[1].start_ms,
            "{} after {}",
            pair[1].start_ms,
            pair[0].start_ms
        );
    }
    let Ok(imported) = imported else { return };
    assert!(!windows.is_empty(), "something was measured and no window left");
    let counted: f64 = windows.iter().map(requests).sum();
    let told = imported.requests as f64;
    // Loadline's own lines may say any number.
    if imported.format.name != "loadline" && told < 1e15 {
        // A counter may hold fractions, which what is told leaves out.
        assert!(told <= counted * (1.0 + 1e-6), "{counted} in the windows, {told} told");
    }
    for window in &windows {
        same(window);
    }
});

fn requests(window: &Window) -> f64 {
    match window.merged(names::HTTP_REQUESTS, &Tags::default()) {
        Some(Aggregate::Counter(count)) => count,
        _ => 0.0,
    }
}

/// A window survives being written and read.
fn same(window: &Window) {
    let line = window_line(window);
    match read_line(&line) {
        Ok(Line::Window(read)) => {
            assert_eq!(read.series.len(), window.series.len());
            assert_eq!(window_line(&read), line);
        }
        other => panic!("{other:?} for {line}"),
    }
}
