//! The secrets of a script: where they come from, and what keeps them out of the log.
//!
//! `--secret-source` comes in as it was written: `file=PATH[,name=NAME][,default]` or
//! `mock=[name=NAME,][default,]KEY=VALUE,…`. Values go out to the script that asks for them by source and key;
//! from then on each is replaced wherever the script's host is told a text that holds it. A value nobody asked
//! for is known to nobody and stays out of the search.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use crate::options::OptionsError;
use crate::script::{Host, LogLevel, LogSource};

/// What stands in a text where a secret stood.
const REDACTED: &str = "***SECRET_REDACTED***";
/// The name of the source that is asked when none is named.
const DEFAULT: &str = "default";
/// The longest file of secrets.
const FILE_BYTES_MAX: u64 = 16 << 20;
/// What a source may look like.
const HINT: &str =
    "accepted: `file=PATH`, `file=PATH,name=NAME,default`, `mock=name=NAME,default,KEY=VALUE`";

/// Every secret of a script.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    /// Values by key, by the name of their source; the default one has two names.
    sources: BTreeMap<String, Arc<Values>>,
    /// What the script was told so far, each once.
    told: RwLock<Vec<String>>,
}

type Values = BTreeMap<String, String>;

/// One `--secret-source`, read.
struct Source {
    name: String,
    is_default: bool,
    values: Values,
}

impl Secrets {
    /// Reads all sources; files are looked for from `cwd`.
    ///
    /// # Errors
    /// When one is not written as it must be, cannot be read, or has the name of another.
    pub(crate) fn read(texts: &[String], cwd: &Path) -> Result<Self, OptionsError> {
        let mut sources = BTreeMap::new();
        let mut add = |name: &str, values: &Arc<Values>, text: &str| {
            let known = sources.insert(name.to_owned(), values.clone());
            let message = || format!("`{text}`: there is a secret source named `{name}` already");
            let hint =
                "sources have different names, given as `name=NAME`, and one of them is `default`";
            known.map_or(Ok(()), |_| Err(mistake(message(), hint)))
        };
        for text in texts {
            let Source { name, is_default, values } = Source::read(text, cwd)?;
            let values = Arc::new(values);
            let is_default = is_default || texts.len() == 1;
            add(&name, &values, text)?;
            if is_default && name != DEFAULT {
                add(DEFAULT, &values, text)?;
            }
        }
        Ok(Self { sources, told: RwLock::default() })
    }

    /// The value of a key; without a source, that of the default one. It is kept out of the log from now on.
    pub(crate) fn value(&self, source: Option<&str>, key: &str) -> Result<String, String> {
        if self.sources.is_empty() {
            return Err("no secret sources are configured".to_owned());
        }
        let name = source.unwrap_or(DEFAULT);
        let values = self.sources.get(name);
        let values =
            values.ok_or_else(|| format!("no secret source with name \"{name}\" is configured"))?;
        let value = values.get(key).ok_or("no value")?;
        self.note(value);
        Ok(value.clone())
    }

    fn note(&self, value: &str) {
        let is_known =
            |told: &[String]| value.is_empty() || told.iter().any(|known| known == value);
        if is_known(&self.told.read().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        let mut told = self.told.write().unwrap_or_else(PoisonError::into_inner);
        if !is_known(&told) {
            told.push(value.to_owned());
            // The longest first: one may be a part of another.
            told.sort_by_key(|value| std::cmp::Reverse(value.len()));
        }
    }

    /// `text` without the secrets that the script knows.
    pub(crate) fn hidden<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.sources.is_empty() {
            return Cow::Borrowed(text);
        }
        let told = self.told.read().unwrap_or_else(PoisonError::into_inner);
        told.iter().fold(Cow::Borrowed(text), |text, secret| match text.contains(secret.as_str()) {
            true => Cow::Owned(text.replace(secret.as_str(), REDACTED)),
            false => text,
        })
    }
}

impl Source {
    fn read(text: &str, cwd: &Path) -> Result<Self, OptionsError> {
        let wrong = |what: &str| mistake(format!("`{text}`: {what}"), HINT);
        let (kind, rest) = text
            .split_once('=')
            .ok_or_else(|| wrong("a kind and what belongs to it are expected"))?;
        let (mut name, mut is_default, mut parts) = (kind.to_owned(), false, Vec::new());
        for part in rest.split(',') {
            match part.split_once('=') {
                None if part == "default" => is_default = true,
                Some(("name", own)) => own.clone_into(&mut name),
                split => parts.push((part, split)),
            }
        }
        let values = match kind {
            "file" => match parts[..] {
                [(path, None) | (_, Some(("filename", path)))] => from_file(path, cwd)?,
                [] => return Err(wrong("the path of the file is missing")),
                [_, (more, _), ..] | [(more, _)] => {
                    return Err(wrong(&format!("`{more}` is nothing that files know")));
                }
            },
            "mock" => {
                let pair = |(part, split): (&str, Option<(&str, &str)>)| {
                    let (key, value) =
                        split.ok_or_else(|| wrong(&format!("`{part}` is no KEY=VALUE")))?;
                    Ok((key.to_owned(), value.to_owned()))
                };
                parts.into_iter().map(pair).collect::<Result<_, _>>()?
            }
            _ => return Err(wrong(&format!("`{kind}` is no kind of secret source"))),
        };
        Ok(Self { name, is_default, values })
    }
}

/// The lines `KEY=VALUE` of a file; empty ones are passed over.
fn from_file(path: &str, cwd: &Path) -> Result<Values, OptionsError> {
    let unreadable =
        |reason: String| mistake(format!("cannot read the secrets in `{path}`: {reason}"), HINT);
    let full = cwd.join(path);
    let metadata = std::fs::metadata(&full).map_err(|error| unreadable(error.to_string()))?;
    if metadata.len() > FILE_BYTES_MAX {
        return Err(unreadable(format!("it is longer than {FILE_BYTES_MAX} bytes")));
    }
    let text = std::fs::read_to_string(&full).map_err(|error| unreadable(error.to_string()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
    let pair = |(number, line): (usize, &str)| {
        // The line itself may be a secret: it is not shown.
        let message = || format!("{path}:{}: the line has no `=`", number + 1);
        let (key, value) = line
            .split_once('=')
            .ok_or_else(|| mistake(message(), "accepted: one `KEY=VALUE` a line"))?;
        Ok((key.to_owned(), value.to_owned()))
    };
    lines.map(pair).collect()
}

fn mistake(message: String, hint: &str) -> OptionsError {
    OptionsError::of("--secret-source", message, hint)
}

/// A host that is told everything without the secrets in it.
pub(crate) struct Discreet {
    pub(crate) host: Box<dyn Host>,
    pub(crate) secrets: Arc<Secrets>,
}

impl Host for Discreet {
    fn log(&self, level: LogLevel, message: &str, source: LogSource) {
        self.host.log(level, &self.secrets.hidden(message), source);
    }
}

#[cfg(test)]
mod tests;
