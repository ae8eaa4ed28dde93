//! Writes every format of the made-up runs to a folder, to look at: `cargo run --example sample -- FOLDER`.

#[path = "../tests/it/sample/mod.rs"]
mod sample;

use std::path::PathBuf;

use loadline_report::{FORMATS, Look, summary};

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let runs = [
        ("ramp", sample::ramp()),
        ("stall", sample::stall()),
        ("steps", sample::steps()),
        ("crowded", sample::crowded()),
        ("empty", sample::empty()),
        ("hostile", sample::hostile()),
    ];
    for (name, report) in runs {
        for format in FORMATS {
            let path = folder.join(format!("{name}.{}", format.name));
            std::fs::write(path, (format.render)(&report))?;
        }
        let look = Look { colour: true, all: false };
        std::fs::write(folder.join(format!("{name}.ansi")), summary(&report, look))?;
    }
    Ok(())
}
