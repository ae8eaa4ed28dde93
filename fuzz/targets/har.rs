//! Recordings and command lines: any bytes come in. What comes of them is refused, or is a file that the parser of
//! `loadline.yaml` reads, within its bounds and with no more requests than are written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_core::file::parse;
use loadline_import::flows::{Kind, Options, convert};

fuzz_target!(|input: &[u8]| {
    for kind in [Kind::Har, Kind::Curl] {
        let Ok(written) = convert(kind, input, &Options::default()) else { continue };
        if let Err(mistakes) = parse(&written.text) {
            panic!("{mistakes:#?}\nin\n{}", written.text);
        }
    }
});
