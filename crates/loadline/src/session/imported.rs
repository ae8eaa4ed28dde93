//! An import: another tool's file becomes a run in the store, judged by the one judge.
//!
//! The file is read twice: first to its end, so that a file with a mistake in it leaves nothing behind and the run can
//! be described, then again into the store. What the reader should know of the import stays with the run.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::UNIX_EPOCH;

use loadline_core::file::{ClassRule, Method, class_of};
use loadline_core::window::{SeriesKey, Tags, names};
use loadline_core::{Judge, Origin, Promise, Window};
use loadline_import::own::Header;
use loadline_import::results::{Format, ImportError, Imported, import};
use loadline_store::{Ended, Ending, NewRun, RunDescription, StageMark, Store, StoreError};

use super::command_line;
use super::keep::{stored_promise, stored_verdict};
use super::perform::{Performed, exit_of};
use super::replay::replay;
use super::warm_up::WarmUp;
use crate::failure::Failure;
use crate::output::print::note;

/// What to make of a file.
pub(crate) struct Import<'a> {
    pub(crate) path: &'a Path,
    pub(crate) format: Option<&'static Format>,
    pub(crate) name: Option<&'a str>,
    pub(crate) service: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) classes: &'a [ClassRule],
    pub(crate) promises: Vec<Promise>,
    pub(crate) store: &'a Path,
}

/// Keeps the file as a run and reports it.
pub(crate) fn keep_import(mut wanted: Import<'_>) -> Result<Performed, Failure> {
    let imported = wanted.read(&mut |_| {})?;
    imported.about.notes.iter().for_each(|text| note(&format!("note: {text}")));
    wanted.add_promises_of(imported.about.header.as_ref());
    let run = wanted.run(&imported);
    let mut store = Store::open(wanted.store)?;
    let id = store.create_run(&run)?;
    let mut judge = Judge::new(wanted.promises.clone());
    let warm_up = WarmUp::new(run.started_ms, run.description.warm_up_ms);
    let mut unkept: Option<StoreError> = None;
    wanted.read(&mut |window| {
        let window = classed(window, wanted.classes);
        if warm_up.is_over_at(&window) {
            judge.observe(&window);
        }
        if unkept.is_none() {
            unkept = store.append(&id, &window).err();
        }
    })?;
    if let Some(error) = unkept {
        return Err(error.into());
    }
    let verdicts: Vec<_> = judge.verdicts().iter().map(stored_verdict).collect();
    let ended = ended(&imported);
    store.finish(&id, &ended, &verdicts)?;
    let report = replay(&store, &store.find(id.as_str())?, &[])?;
    let exit = exit_of(&report, &Ending::Completed);
    Ok(Performed { report, exit, failures: Vec::new() })
}

impl Import<'_> {
    /// Reads the file to its end.
    fn read(&self, emit: &mut dyn FnMut(&Window)) -> Result<Imported, Failure> {
        let wrong = |error| Failure::Import { path: self.path.to_owned(), error };
        let unreadable = |error: std::io::Error| {
            let (line, column, hint) = (0, 0, "name a file that another tool wrote".to_owned());
            let message = format!("it cannot be read: {error}");
            wrong(ImportError { line, column, message, hint, source: Some(error) })
        };
        let file = File::open(self.path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            let (line, column) = (0, 0);
            let message = "it is no file, and an import reads its file twice".to_owned();
            let hint = "write it to a file first: `… > results.json`".to_owned();
            return Err(wrong(ImportError { line, column, message, hint, source: None }));
        }
        let modified = metadata.modified().map_err(unreadable)?;
        let written = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as i64;
        import(file, self.format, written, emit).map_err(wrong)
    }

    /// A run of Loadline's own brings its promises along; those given now come first.
    fn add_promises_of(&mut self, header: Option<&Header>) {
        let Some(header) = header else { return };
        // What every run promises stands in the header too, unless something stronger replaced it.
        self.promises.retain(|own| own.origin != Origin::Implied);
        for promise in &header.promises {
            let (Ok(objective), Ok(origin)) = (promise.sentence.parse(), promise.origin.parse())
            else {
                note(&format!("note: the objective `{}` cannot be read", promise.sentence));
                continue;
            };
            if self.promises.iter().all(|own| own.objective != objective) {
                self.promises.push(Promise { objective, origin });
            }
        }
    }

    /// The run as it begins in the store.
    fn run(&self, imported: &Imported) -> NewRun {
        let about = &imported.about;
        let tool = imported.format.tool;
        let mut environment: BTreeMap<String, String> = about.facts.clone();
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        let from = format!("{file}: {tool}, format {}", imported.format.name);
        environment.insert("imported from".to_owned(), from);
        if !about.notes.is_empty() {
            environment.insert("import notes".to_owned(), about.notes.join("; "));
        }
        let promises = self.promises.iter().map(stored_promise).collect();
        if let Some(header) = &about.header {
            environment.extend(header.environment.clone());
            return self.own_run(header, environment, promises);
        }
        NewRun {
            name: self.name.or(about.name.as_deref()).unwrap_or(tool).to_owned(),
            target: self
                .target
                .clone()
                .or_else(|| about.target.clone())
                .unwrap_or_else(|| format!("a target that {tool} does not name")),
            started_ms: imported.started_ms,
            description: RunDescription {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                service: self.service.clone(),
                command: command_line(),
                traffic: about.traffic.clone().unwrap_or_else(|| format!("as {tool} drove it")),
                promises,
                open: about.open,
                environment,
                ..RunDescription::default()
            },
        }
    }

    /// A run of Loadline's own, as it was.
    fn own_run(
        &self,
        header: &Header,
        environment: BTreeMap<String, String>,
        promises: Vec<loadline_store::StoredPromise>,
    ) -> NewRun {
        let stage = |mark: &loadline_import::own::StageMark| StageMark {
            label: mark.label.clone(),
            start_ms: mark.start_ms,
            end_ms: mark.end_ms,
        };
        NewRun {
            name: self.name.unwrap_or(&header.name).to_owned(),
            target: self.target.clone().unwrap_or_else(|| header.target.clone()),
            started_ms: header.started_ms,
            description: RunDescription {
                version: header.version.clone(),
                service: self.service.clone().or_else(|| header.service.clone()),
                command: header.command.clone(),
                traffic: header.traffic.clone(),
                stages: header.stages.iter().map(stage).collect(),
                promises,
                open: header.open,
                warm_up_ms: header.warm_up_ms,
                environment,
            },
        }
    }
}

/// How the run ended, as far as the file tells.
fn ended(imported: &Imported) -> Ended {
    let Some(end) = &imported.about.end else {
        let is_own = imported.about.header.is_some();
        let ending = if is_own { Ending::Interrupted } else { Ending::Completed };
        return Ended { at_ms: imported.ended_ms, ending };
    };
    let ending = match end.ending.as_str() {
        "completed" => Ending::Completed,
        "aborted" => Ending::Aborted(end.reason.clone().unwrap_or_default()),
        _ => Ending::Interrupted,
    };
    Ended { at_ms: end.at_ms, ending }
}

/// The window with a class for each request that fits a rule and has none.
fn classed(window: &Window, classes: &[ClassRule]) -> Window {
    if classes.is_empty() {
        return window.clone();
    }
    let mut classed = Window::new(window.start_ms, window.length_ms);
    for (key, aggregate) in &window.series {
        let mut one = Window::new(window.start_ms, window.length_ms);
        one.series.insert(with_class(key, classes), aggregate.clone());
        classed.add(one);
    }
    classed
}

fn with_class(key: &SeriesKey, classes: &[ClassRule]) -> SeriesKey {
    let (Some(name), None) = (key.tags.get(names::TAG_NAME), key.tags.get(names::TAG_CLASS)) else {
        return key.clone();
    };
    let method = key.tags.get(names::TAG_METHOD).unwrap_or("GET");
    let class = method.parse::<Method>().ok().and_then(|method| class_of(classes, method, name));
    let Some(class) = class else { return key.clone() };
    let tags = key.tags.iter().chain(std::iter::once((names::TAG_CLASS, class)));
    SeriesKey::new(key.metric.clone(), Tags::new(tags))
}
