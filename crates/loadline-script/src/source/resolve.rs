//! What an import stands for: a builtin module, a file, a URL, or nothing and why.
//!
//! The text of an import and the module it stands in go in; a [`Target`] comes out. As in k6, relative names need
//! their extension; where a file is missing, names as Node.js and TypeScript have them are tried, too. Reading
//! what was found is the business of `read.rs` and `remote.rs`.

use std::path::{Component, Path, PathBuf};

use super::package;
use super::url;

/// What an import stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Builtin(String),
    File(PathBuf),
    Url(String),
}

/// Why an import stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()) }
    }
}

/// Modules that k6 took back, and where their members are now.
const MOVED: &[(&str, &str)] = &[
    (
        "k6/experimental/browser",
        "it became k6/browser, which drives a browser and is not supported",
    ),
    ("k6/experimental/grpc", "import k6/net/grpc instead"),
    (
        "k6/experimental/redis",
        "it became the extension k6/x/redis, and extensions are not supported",
    ),
    ("k6/experimental/timers", "remove the import: setTimeout and its siblings are global"),
    (
        "k6/experimental/tracing",
        "use the JavaScript module http-instrumentation-tempo of k6's jslib instead",
    ),
    ("k6/experimental/webcrypto", "remove the import: crypto is global"),
];

/// What a name can be.
const NAMES: &str = "a name is that of a builtin module (k6/http), a path (./x.js, /x.js, file://), a URL (https://) \
    or a package in a node_modules folder beside or above the importing file";

/// What is tried where a name has no extension.
const EXTENSIONS: &[&str] = &["js", "ts", "mjs", "cjs", "mts", "cts", "json"];

/// What is tried in a folder.
const INDEXES: &[&str] = &["index.js", "index.ts", "index.mjs", "index.cjs", "index.json"];

/// The target of `specifier` in the module `from`.
pub(super) fn target(
    specifier: &str,
    from: &str,
    required: bool,
    known: &dyn Fn(&str) -> bool,
) -> Result<Target, Refusal> {
    if specifier.is_empty() {
        return Err(Refusal::new("an import needs the name of a module", NAMES));
    }
    if specifier == "k6" || specifier.starts_with("k6/") {
        return builtin(specifier, known);
    }
    if let Some((scheme, _)) = specifier.split_once("://") {
        return by_scheme(specifier, scheme);
    }
    for host in ["github.com", "cdnjs.com"] {
        if specifier.strip_prefix(host).is_some_and(|rest| rest.starts_with('/')) {
            return Err(Refusal::new(
                format!("short names at {host} are not supported: {specifier}"),
                "write the full URL of the JavaScript file itself, with https://",
            ));
        }
    }
    let named = specifier.starts_with('/') || is_relative(specifier);
    match (named, from.contains("://")) {
        (true, true) => Ok(Target::Url(url::join(from, specifier))),
        (true, false) => file(&normal(&folder(from).join(specifier)), specifier),
        (false, true) => Err(unrecognised(specifier)),
        (false, false) => package::find(specifier, &folder(from), required)
            .map_err(|message| Refusal { message, hint: None })?
            .map(Target::File)
            .ok_or_else(|| missing_package(specifier, from)),
    }
}

fn builtin(specifier: &str, known: &dyn Fn(&str) -> bool) -> Result<Target, Refusal> {
    if known(specifier) {
        return Ok(Target::Builtin(specifier.to_owned()));
    }
    if let Some((_, hint)) = MOVED.iter().find(|(name, _)| *name == specifier) {
        return Err(Refusal::new(format!("the module {specifier} no longer exists"), *hint));
    }
    let whole = |prefix: &str| {
        specifier.strip_prefix(prefix).is_some_and(|r| r.is_empty() || r.starts_with('/'))
    };
    if whole("k6/browser") {
        return Err(Refusal::new(
            format!("the module {specifier} is not supported"),
            "it drives a browser; requests can be sent with k6/http",
        ));
    }
    if whole("k6/x") {
        return Err(Refusal::new(
            format!("the module {specifier} is not supported"),
            "it is an extension of k6 in Go; the modules of k6 itself are there",
        ));
    }
    Err(Refusal::new(
        format!("unknown module: {specifier}"),
        "the modules are k6, k6/http, k6/metrics and the others of k6's documentation",
    ))
}

fn by_scheme(specifier: &str, scheme: &str) -> Result<Target, Refusal> {
    match scheme {
        "https" => Ok(Target::Url(specifier.to_owned())),
        "file" => {
            let path = url::file_path(specifier).ok_or_else(|| {
                Refusal::new(
                    format!("no path in {specifier}"),
                    "three slashes begin a local one: file:///folder/x.js",
                )
            })?;
            file(&normal(Path::new(&path)), specifier)
        }
        _ => Err(Refusal::new(
            format!("imports from {scheme}:// are not supported: {specifier}"),
            "file:// and https:// are",
        )),
    }
}

fn is_relative(specifier: &str) -> bool {
    matches!(specifier, "." | "..") || specifier.starts_with("./") || specifier.starts_with("../")
}

/// The folder of a module of that name.
pub(super) fn folder(from: &str) -> PathBuf {
    Path::new(from).parent().map_or_else(|| PathBuf::from("/"), Path::to_path_buf)
}

/// A path without `.` and `..`; symbolic links stay as they are.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut kept = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    kept
}

fn file(path: &Path, specifier: &str) -> Result<Target, Refusal> {
    if let Some(found) = probe(path) {
        return Ok(Target::File(found));
    }
    if path.is_dir() {
        return Err(Refusal::new(
            format!("{specifier} is a directory without an index.js"),
            "name the file in it",
        ));
    }
    Err(Refusal::new(
        format!(
            "{specifier} could not be found on local disk: there is no file {}",
            path.display()
        ),
        "a path is relative to the importing file, with its extension",
    ))
}

/// The file that a path means: itself, with an extension, the TypeScript behind a `.js`, the index of a folder.
pub(super) fn probe(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_path_buf());
    }
    let with = |extension: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(extension);
        PathBuf::from(name)
    };
    let typed = match path.extension().and_then(|extension| extension.to_str()) {
        Some("js") => Some(path.with_extension("ts")),
        Some("mjs") => Some(path.with_extension("mts")),
        Some("cjs") => Some(path.with_extension("cts")),
        _ => None,
    };
    EXTENSIONS
        .iter()
        .map(|extension| with(extension))
        .chain(typed)
        .chain(INDEXES.iter().map(|index| path.join(index)))
        .find(|candidate| candidate.is_file())
}

fn unrecognised(specifier: &str) -> Refusal {
    Refusal::new(
        format!("{specifier} could not be recognised as a module"),
        "a remote module can import builtin modules, https:// and paths that begin with ./, ../ or /",
    )
}

fn missing_package(specifier: &str, from: &str) -> Refusal {
    let hint = if probe(&folder(from).join(specifier)).is_some() {
        format!("a file beside the importing one is named with a dot: ./{specifier}")
    } else if specifier.starts_with("node:") {
        "modules of Node.js are not there; those of k6 are, as in k6/http".to_owned()
    } else {
        NAMES.to_owned()
    };
    Refusal::new(
        format!("{specifier} could not be recognised as a module, and no node_modules has it"),
        hint,
    )
}
