//! Descriptions of APIs, as JSON or YAML: any bytes come in. What comes of them is refused, or is a file that the
//! parser of `loadline.yaml` reads, and no test of it runs what deletes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_core::file::parse;
use loadline_import::flows::{Kind, Options, convert};

fuzz_target!(|input: &[u8]| {
    let Ok(written) = convert(Kind::OpenApi, input, &Options::default()) else { return };
    let file = match parse(&written.text) {
        Ok(file) => file,
        Err(mistakes) => panic!("{mistakes:#?}\nin\n{}", written.text),
    };
    let mut loads = file.tests.iter().flat_map(|test| &test.loads);
    assert!(loads.all(|load| load.flow.as_deref() == Some("api")), "{}", written.text);
});
