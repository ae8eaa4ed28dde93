//! `--out ndjson=PATH`: a line for each window, readable by `loadline import` and by any program.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use loadline_core::Window;
use loadline_import::own::{end_line, header_line, window_line};
use loadline_store::Ended;

use super::kind::{Opening, Sink};
use crate::failure::Failure;
use crate::output::place::Place;
use crate::session::lines::{end_of, header_of};

struct Lines {
    path: PathBuf,
    file: BufWriter<File>,
    /// The first line that could not be written; nothing is tried after it.
    failed: Option<std::io::Error>,
}

pub(super) fn open(path: &str, opening: &Opening<'_>) -> Result<Box<dyn Sink>, Failure> {
    let path = PathBuf::from(path);
    let unwritable = |source| Failure::Unwritable { path: path.clone(), source };
    let file = File::create(&path).map_err(unwritable)?;
    let mut lines = Lines { path, file: BufWriter::new(file), failed: None };
    lines.write(&header_line(&header_of(opening.run)));
    Ok(Box::new(lines))
}

/// `windows.ndjson` becomes `windows-load.ndjson`.
pub(super) fn for_test(path: &str, name: &str) -> String {
    Place::new(path.into()).for_test(name).path().to_string_lossy().into_owned()
}

impl Lines {
    fn write(&mut self, line: &str) {
        if self.failed.is_none() {
            // A reader that follows the file sees whole lines, each as soon as it is there.
            let written = writeln!(self.file, "{line}").and_then(|()| self.file.flush());
            self.failed = written.err();
        }
    }
}

impl Sink for Lines {
    fn window(&mut self, window: &Window) {
        self.write(&window_line(window));
    }

    fn end(mut self: Box<Self>, ended: &Ended) -> Result<(), Failure> {
        self.write(&end_line(&end_of(ended)));
        match self.failed {
            None => Ok(()),
            Some(source) => Err(Failure::Unwritable { path: self.path, source }),
        }
    }
}
