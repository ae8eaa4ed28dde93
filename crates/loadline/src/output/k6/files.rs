//! A file of samples in one format, packed where its name says so.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use loadline_script::output::{Sample, SampleFormat};

use crate::failure::Failure;

/// Stands for stdout.
const STDOUT: &str = "-";
/// Text gathered before it goes to the file.
const TEXT_BYTES: usize = 256 * 1024;

/// Where samples are written, in their format.
pub(super) struct SampleFile {
    path: PathBuf,
    format: Box<dyn SampleFormat>,
    writer: Writer,
    text: String,
    /// The first that could not be written; nothing is tried after it.
    failed: Option<io::Error>,
}

enum Writer {
    Plain(BufWriter<File>),
    Packed(Box<GzEncoder<BufWriter<File>>>),
    Stdout(io::Stdout),
}

impl SampleFile {
    pub(super) fn create(path: &str, format: Box<dyn SampleFormat>) -> Result<Self, Failure> {
        let path = PathBuf::from(path);
        let create = || {
            let created = File::create(&path).map(BufWriter::new);
            created.map_err(|source| Failure::Unwritable { path: path.clone(), source })
        };
        let writer = if path.as_os_str() == STDOUT {
            Writer::Stdout(io::stdout())
        } else if path.extension().is_some_and(|end| end == "gz") {
            Writer::Packed(Box::new(GzEncoder::new(create()?, Compression::fast())))
        } else {
            Writer::Plain(create()?)
        };
        let mut file = Self { path, format, writer, text: String::new(), failed: None };
        file.format.head(&mut file.text);
        Ok(file)
    }

    /// Writes one sample.
    pub(super) fn sample(&mut self, sample: &Sample) {
        self.format.sample(sample, &mut self.text);
        if self.text.len() >= TEXT_BYTES {
            self.write();
        }
    }

    /// Hands on what has gathered, so that readers that follow the file see it.
    pub(super) fn flush(&mut self) {
        self.write();
        if self.failed.is_none() {
            self.failed = self.writer.get_mut().flush().err();
        }
    }

    /// Whether nothing more can be written.
    pub(super) const fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Ends the file; tells what went wrong on the way.
    pub(super) fn end(mut self) -> Result<(), Failure> {
        self.flush();
        let finished = match self.writer {
            Writer::Packed(packed) => packed.finish().and_then(|mut file| file.flush()),
            Writer::Plain(_) | Writer::Stdout(_) => Ok(()),
        };
        match self.failed.or(finished.err()) {
            None => Ok(()),
            Some(source) => Err(Failure::Unwritable { path: self.path, source }),
        }
    }

    fn write(&mut self) {
        if self.failed.is_none() {
            self.failed = self.writer.get_mut().write_all(self.text.as_bytes()).err();
        }
        self.text.clear();
    }
}

impl Writer {
    fn get_mut(&mut self) -> &mut dyn Write {
        match self {
            Self::Plain(file) => file,
            Self::Packed(packed) => &mut **packed,
            Self::Stdout(stdout) => stdout,
        }
    }
}
