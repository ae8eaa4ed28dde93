//! A script and what its header says.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What ends the names of files that may be cases.
const ENDINGS: [&str; 4] = ["js", "ts", "cjs", "case"];

/// What must come of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The exit code.
    Exit {
        /// Under k6.
        k6: i32,
        /// Under Loadline, which is nearly always the same.
        loadline: i32,
    },
    /// How many checks passed and failed.
    Checks {
        /// That were true.
        passed: u64,
        /// That were not.
        failed: u64,
    },
    /// Metrics that have samples, or have none.
    Metrics {
        /// Their names.
        names: Vec<String>,
        /// Whether they must be there.
        present: bool,
    },
    /// A text on stderr, or none such.
    Console {
        /// The text.
        text: String,
        /// Whether it must be there.
        present: bool,
    },
    /// A text on stdout, or none such.
    Output {
        /// The text.
        text: String,
        /// Whether it must be there.
        present: bool,
    },
}

/// A script with what must come of it.
#[derive(Debug, Clone)]
pub struct ScriptCase {
    /// Its path below the folder of all cases, for people.
    pub name: String,
    /// Where it is run.
    pub folder: PathBuf,
    /// The script, as seen from there.
    pub script: String,
    /// Arguments.
    pub arguments: Vec<String>,
    /// Variables of the environment.
    pub environment: Vec<(String, String)>,
    /// What must come of it, in the header's order.
    pub expectations: Vec<Expectation>,
}

impl ScriptCase {
    /// All cases below a folder whose name contains `filter`, by name.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or a header says what nobody understands.
    pub fn all(root: &Path, filter: &str) -> io::Result<Vec<Self>> {
        let mut cases = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                let is_case =
                    path.extension().is_some_and(|it| ENDINGS.iter().any(|own| it == *own));
                if path.is_dir() {
                    folders.push(path);
                } else if is_case && let Some(case) = Self::read(root, &path)? {
                    cases.push(case);
                }
            }
        }
        cases.retain(|case| case.name.contains(filter));
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(cases)
    }

    /// The case in a file; none where its header expects nothing.
    fn read(root: &Path, path: &Path) -> io::Result<Option<Self>> {
        let text = fs::read_to_string(path)?;
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
        let file_name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let mut case = Self {
            folder: path.parent().unwrap_or(root).to_owned(),
            script: file_name.unwrap_or_default(),
            arguments: Vec::new(),
            environment: Vec::new(),
            expectations: Vec::new(),
            name,
        };
        let is_bare = path.extension().is_some_and(|it| it == "case");
        for line in text.lines() {
            let said = if is_bare { Some(line) } else { line.strip_prefix("//") };
            let Some(said) = said else { break };
            case.take(said.trim())?;
        }
        Ok((!case.expectations.is_empty()).then_some(case))
    }

    fn take(&mut self, said: &str) -> io::Result<()> {
        if let Some(arguments) = said.strip_prefix("run with ") {
            self.arguments.extend(arguments.split_whitespace().map(str::to_owned));
        } else if let Some(pair) = said.strip_prefix("run under ") {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.environment.push((name.to_owned(), value.to_owned()));
        } else if let Some(script) = said.strip_prefix("run script ") {
            script.clone_into(&mut self.script);
        } else if let Some(expected) = said.strip_prefix("expect ") {
            let unknown = || io::Error::other(format!("{}: cannot read `{said}`", self.name));
            let expectation = expectation(expected).ok_or_else(unknown)?;
            self.expectations.push(expectation);
        }
        Ok(())
    }
}

fn expectation(expected: &str) -> Option<Expectation> {
    let (present, rest) = match expected.strip_prefix("no ") {
        Some(rest) => (false, rest),
        None => (true, expected),
    };
    let (word, rest) = rest.split_once(' ')?;
    let text = rest.to_owned();
    Some(match word {
        "exit" => {
            let (k6, own) = rest.split_once(", under loadline ").unwrap_or((rest, rest));
            Expectation::Exit { k6: k6.parse().ok()?, loadline: own.parse().ok()? }
        }
        "checks" => {
            let (passed, failed) = rest.split_once(" passed, ")?;
            let failed = failed.strip_suffix(" failed")?.parse().ok()?;
            Expectation::Checks { passed: passed.parse().ok()?, failed }
        }
        "metrics" => {
            Expectation::Metrics { names: rest.split(", ").map(str::to_owned).collect(), present }
        }
        "console" => Expectation::Console { text, present },
        "output" => Expectation::Output { text, present },
        _ => return None,
    })
}
