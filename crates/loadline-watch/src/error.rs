//! Why something cannot be watched: found before the test begins.

use std::io;

/// Why something cannot be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// A machine without the accounts that are read.
    #[error("watch {what}: {path} cannot be read ({source})")]
    NoAccounts {
        /// What was to be watched.
        what: &'static str,
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// A number that no process has.
    #[error("watch process {pid}: there is no process with that number")]
    NoSuchProcess {
        /// The number.
        pid: u32,
    },
    /// A name that no process has.
    #[error("watch process `{name}`: no process has that name")]
    NoProcessNamed {
        /// The name.
        name: String,
        /// Names of running processes that look like it.
        similar: Vec<String>,
    },
    /// A text that is no URL of a page.
    #[error("read the page of metrics `{page}`: {detail}")]
    BadAddress {
        /// The page as given, without credentials.
        page: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A page that cannot be had, or that has no metrics.
    #[error("read the page of metrics {page}: {detail}")]
    Page {
        /// The page, without credentials.
        page: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Certificates that cannot be read.
    #[error("read the certificates in {path}: {detail}")]
    Certificates {
        /// The file.
        path: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A bound on what is watched.
    #[error("watch {count} {what}: at most {most} are read")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many were asked for.
        count: usize,
        /// How many are allowed.
        most: usize,
    },
    /// A thread of its own.
    #[error("start watching: {0}")]
    Start(#[from] io::Error),
}

impl WatchError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoAccounts { .. } => {
                "the machine and processes are read from Linux's /proc; a page of metrics can be read \
                 anywhere"
                    .to_owned()
            }
            Self::NoSuchProcess { .. } => {
                "the process must run on this machine before the test begins; its name works too"
                    .to_owned()
            }
            Self::NoProcessNamed { similar, .. } if similar.is_empty() => {
                "the name is that of the program, as `ps -eo comm` shows it".to_owned()
            }
            Self::NoProcessNamed { similar, .. } => {
                let similar: Vec<_> = similar.iter().map(|name| format!("`{name}`")).collect();
                format!("running are {}", similar.join(", "))
            }
            Self::BadAddress { .. } => {
                "a page reads like `http://127.0.0.1:9090/metrics`".to_owned()
            }
            Self::Page { .. } => {
                "check that the service is up; its page must answer with Prometheus text or OpenMetrics"
                    .to_owned()
            }
            Self::Certificates { .. } => "a PEM file of certificates is wanted".to_owned(),
            Self::TooMany { .. } | Self::Start(_) => return None,
        })
    }
}
