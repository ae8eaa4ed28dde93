//! What is watched beside a test: found before it begins, added to each of its windows.
//!
//! The windows with everything in them go to the store, the judge and the live view alike, so a replayed run
//! has the same figures. The machine, processes and pages of metrics are read by `loadline-watch`; what only
//! `loadline-postgres` can read is handed to it as collectors: `database` (a server), `log` (its log), `pooler`. `loops`
//! holds the statements of each window against its requests.

mod database;
mod log;
mod loops;
mod pooler;
mod request;

use std::borrow::Cow;

use loadline_core::{Finding, Window};
use loadline_postgres::rules::{Advice, Severity};
use loadline_watch::{Request, Roots, Watch};

use self::database::Database;
use self::log::ServerLog;
use self::loops::Loops;
use self::pooler::Pooler;
pub(crate) use self::request::DatabaseRequest;
use crate::failure::Failure;
use crate::output::print::{note, printable, warning};

/// Notes said at the end of a test at most.
const NOTES_MAX: usize = 3;

/// The watch of one test, if anything is watched at all.
#[derive(Default)]
pub(super) struct Watched {
    watch: Option<Watch>,
    /// One for each server whose statements are counted.
    loops: Vec<Loops>,
}

impl Watched {
    /// Finds what is to be watched.
    pub(super) fn open(request: &Request, databases: &DatabaseRequest) -> Result<Self, Failure> {
        if request.is_empty() && databases.is_empty() {
            return Ok(Self::default());
        }
        databases.check()?;
        let mut watch = Watch::open(request, &Roots::default())?;
        let mut loops = Vec::new();
        let mut opened = Vec::new();
        for url in &databases.servers {
            let (database, own) = Database::open(url)?;
            loops.extend(own);
            opened.push(database);
        }
        let series = log::series_beside(&opened);
        log::say_what_is_logged(databases, &opened);
        for path in &databases.logs {
            watch.also(Box::new(ServerLog::open(path, series)?));
        }
        for url in &databases.poolers {
            watch.also(Box::new(Pooler::open(url)?));
        }
        opened.into_iter().for_each(|database| watch.also(Box::new(database)));
        let mut watched = Self { watch: Some(watch), loops };
        watched.say();
        Ok(watched)
    }

    /// Begins reading, with the test.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        Ok(self.watch.as_mut().map_or(Ok(()), Watch::begin)?)
    }

    /// The window with what was read beside it.
    pub(super) fn beside<'w>(&mut self, window: &'w Window) -> Cow<'w, Window> {
        let Some(watch) = &mut self.watch else { return Cow::Borrowed(window) };
        let mut whole = window.clone();
        watch.add_to(&mut whole);
        self.loops.iter_mut().for_each(|loops| loops.observe(&whole));
        self.say();
        Cow::Owned(whole)
    }

    /// What the statements of all windows say about the endpoints, when the test is over. What is worth knowing and
    /// needs nothing done is said here and not kept.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let advice: Vec<Advice> = self.loops.iter().flat_map(Loops::advice).collect();
        let (notes, found): (Vec<Advice>, Vec<Advice>) =
            advice.into_iter().partition(|advice| advice.severity == Severity::Note);
        for advice in notes.iter().take(NOTES_MAX) {
            let Advice { subject, symptom, evidence, next_step, .. } = advice;
            note(&printable(&format!("{subject}: {symptom} ({evidence}); {next_step}")));
        }
        found.iter().map(Finding::from).collect()
    }

    fn say(&mut self) {
        let notices = self.watch.as_mut().map(Watch::take_notices).unwrap_or_default();
        notices.iter().for_each(|notice| warning(notice));
    }
}
