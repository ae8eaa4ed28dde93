//! `loadline init`: a `loadline.yaml` that runs, from a recording, an API's description, a command line, or
//! from nothing.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use loadline_import::flows::{Kind, Options, Written, convert, starting_file};
use loadline_import::results::ImportError;
use loadline_load::Endpoint;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{hint, line, note, warning};

/// What stands for standard input.
const STDIN: &str = "-";
/// Bytes that are read at most: one more than any source may have.
const SOURCE_BYTES_MAX: u64 = (64 << 20) + 1;

/// Write a loadline.yaml to start from: from a recording, an API's description, a curl command, or from nothing.
///
/// `--from har FILE` reads what a browser recorded, `--from openapi FILE` an OpenAPI or Swagger document,
/// `--from curl FILE` command lines; `-` reads standard input. Secrets are never written: the file asks for them from the environment.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// What to start from: har, openapi or curl, and the file.
    #[arg(long, num_args = 2, value_names = ["KIND", "FILE"])]
    from: Option<Vec<String>>,
    /// The target, instead of the one that the source names.
    #[arg(long, value_name = "URL")]
    target: Option<String>,
    /// Where to write.
    #[arg(long, value_name = "FILE", default_value = "loadline.yaml")]
    out: PathBuf,
    /// Write over files that are there.
    #[arg(long)]
    force: bool,
}

/// Writes the file and says what is in it, what is not, and what to do next.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    if let Some(target) = &args.target {
        Endpoint::of(target)?;
    }
    let mut options = Options { target: args.target.clone(), source: String::new() };
    let written = match args.from.as_deref() {
        Some([kind, file]) => {
            let kind = kind_of(kind)?;
            let path = Path::new(file);
            let bytes = read(path)?;
            options.source = match file.as_str() {
                STDIN => "standard input".to_owned(),
                _ => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            };
            convert(kind, &bytes, &options)
                .map_err(|error| Failure::Import { path: path.to_owned(), error })?
        }
        _ => starting_file(&options),
    };
    let folder = args.out.parent().unwrap_or(Path::new(""));
    let mut files: Vec<(PathBuf, &[u8])> = vec![(args.out.clone(), written.text.as_bytes())];
    files.extend(written.files.iter().map(|file| (folder.join(&file.name), &*file.content)));
    if !args.force
        && let Some((path, _)) = files.iter().find(|(path, _)| path.exists())
    {
        return Err(there(path));
    }
    for (path, content) in files {
        write(&path, content, args.force)?;
    }
    report(args, &written, folder);
    Ok(Exit::Met)
}

fn kind_of(name: &str) -> Result<Kind, Failure> {
    Kind::named(name).ok_or_else(|| {
        let names = Kind::ALL.map(|(_, name)| format!("`{name}`")).join(", ");
        let hint = format!("accepted: {names}, such as `--from har session.har`");
        Failure::usage(format!("`{name}` is not something to start from"), hint)
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |source: std::io::Error| {
        let (message, hint) = (source.to_string(), "name a file, or `-` for standard input");
        let error = ImportError {
            line: 0,
            column: 0,
            message,
            hint: hint.to_owned(),
            source: Some(source),
        };
        Failure::Import { path: path.to_owned(), error }
    };
    let mut bytes = Vec::new();
    let read = match path.as_os_str() == STDIN {
        true => std::io::stdin().lock().take(SOURCE_BYTES_MAX).read_to_end(&mut bytes),
        false => std::fs::File::open(path)
            .and_then(|file| file.take(SOURCE_BYTES_MAX).read_to_end(&mut bytes)),
    };
    read.map(|_| bytes).map_err(unreadable)
}

fn write(path: &Path, content: &[u8], force: bool) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).truncate(force).create(force).create_new(!force);
    let written = options.open(path).and_then(|mut file| file.write_all(content));
    written.map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => there(path),
        _ => Failure::Unwritable { path: path.to_owned(), source },
    })
}

fn there(path: &Path) -> Failure {
    let hint = "`--force` writes over it, `--out FILE` writes elsewhere";
    Failure::usage(format!("{} is there already", path.display()), hint)
}

fn report(args: &Args, written: &Written, folder: &Path) {
    line(&format!("written: {} ({})", args.out.display(), written.summary));
    for file in &written.files {
        line(&format!("written: {}", folder.join(&file.name).display()));
    }
    if !written.notes.is_empty() {
        note("left out or changed:");
        written.notes.iter().for_each(|text| note(&format!("  {text}")));
    }
    for path in written.reads.iter().filter(|path| !folder.join(path).exists()) {
        warning(&format!("the file reads `{path}`, which is not beside it yet"));
    }
    let secrets: String = written.secrets.iter().map(|name| format!("{name}=… ")).collect();
    hint(&format!("{secrets}loadline run {}", args.out.display()));
}
