//! From requests in their order to a flow: the login before the first iteration, pages as tasks or one after the
//! other, the pauses between them.

use std::collections::BTreeMap;

use loadline_core::Span;
use loadline_core::file::Method;

use super::body::Filling;
use super::entry::Entry;
use super::known::Known;
use super::request::request;
use crate::flows::draft::{Act, Draft, Flow, Request, Task};
use crate::flows::secret::{Secrets, is_secret_name};
use crate::flows::value::Value;

/// A gap below this is the page's own, not the user's.
const PAUSE_MS_MIN: i64 = 500;
/// Longer pauses are cut: somebody went for a coffee.
const PAUSE_MS_MAX: i64 = 30_000;

/// One page, or the requests that came without one.
struct Visit {
    title: String,
    acts: Vec<Act>,
    /// Which entries are in it.
    entries: Vec<usize>,
    /// The pause before it.
    pause_ms: i64,
}

/// Fills the draft's flow from the entries.
pub(super) fn journey(draft: &mut Draft, log: &Value, entries: &[Entry<'_>]) {
    let mut known = Known::of(entries);
    let mut secrets = Secrets::default();
    for (now, entry) in entries.iter().enumerate() {
        gather(&mut secrets, &known, now, entry);
    }
    let mut requests: Vec<Option<Request>> = Vec::new();
    for (now, entry) in entries.iter().enumerate() {
        let mut fill = Filling { now, known: &mut known, secrets: &mut secrets };
        requests.push(Some(request(draft, entry, &mut fill)));
    }
    let used = known.into_used();
    for (place, saves) in &used {
        if let Some(Some(request)) = requests.get_mut(*place) {
            request.save.clone_from(saves);
        }
    }
    let login = login_of(entries, &requests, &used);
    let visits = visits(log, entries, requests, &secrets, login);
    let flow = flow(visits, entries, &used, login);
    draft.flows = vec![flow];
}

/// Notes the secrets of headers ahead, so that they are taken out wherever else they stand.
fn gather(secrets: &mut Secrets, known: &Known, now: usize, entry: &Entry<'_>) {
    for (name, value) in &entry.headers {
        let credential = value.split_once(' ').map_or(value.as_str(), |(_, rest)| rest.trim());
        let is_known = known.has(now, value) || known.has(now, credential);
        if is_secret_name(name) && name != "cookie" && !is_known {
            let _ = secrets.header(name, value);
        }
    }
}

/// The last request that brought a value which later requests show in a header.
fn login_of(
    entries: &[Entry<'_>],
    requests: &[Option<Request>],
    used: &BTreeMap<usize, Vec<(String, String)>>,
) -> Option<usize> {
    let headers: Vec<String> = requests
        .iter()
        .flatten()
        .flat_map(|request| request.headers.iter().map(|(_, value)| value.written()))
        .collect();
    let shows = |name: &str| headers.iter().any(|value| value.contains(&format!("{{{{{name}}}}}")));
    let logins = used.iter().filter(|(place, saves)| {
        entries[**place].method == Method::Post && saves.iter().any(|(name, _)| shows(name))
    });
    let last = logins.map(|(place, _)| *place).next_back();
    // A recording that ends with the login has nothing left to do.
    last.filter(|place| place + 1 < entries.len())
}

/// The entries as visits of pages; what comes up to the login is the first of them.
fn visits(
    log: &Value,
    entries: &[Entry<'_>],
    mut requests: Vec<Option<Request>>,
    secrets: &Secrets,
    login: Option<usize>,
) -> Vec<Visit> {
    let titles: BTreeMap<&str, &str> = log
        .items_of("pages")
        .iter()
        .filter_map(|page| Some((page.text_of("id")?, page.text_of("title")?)))
        .collect();
    let mut visits: Vec<Visit> = Vec::new();
    let mut page = String::new();
    let mut ended_ms = entries.first().map_or(0, |entry| entry.started_ms);
    for (place, entry) in entries.iter().enumerate() {
        let pause_ms = entry.started_ms.saturating_sub(ended_ms);
        let is_new_page = match titles.is_empty() {
            true => entry.is_document,
            // Some recorders have one page for a whole tab.
            false => {
                (entry.page != page && !entry.page.is_empty())
                    || (entry.is_document && pause_ms >= PAUSE_MS_MIN)
            }
        };
        let is_after_login = login.is_some_and(|login| place == login + 1);
        if visits.is_empty() || is_after_login || (is_new_page && login.is_none_or(|l| place > l)) {
            let is_first = entry.page != page || visits.is_empty();
            let title = titles.get(entry.page.as_str()).copied().filter(|_| is_first);
            // Some titles are addresses, which may hold secrets; the request's own name does not.
            let title = title.filter(|title| !title.contains("://"));
            let title = title.map(|title| secrets.hidden(title).written());
            let label = requests.get(place).and_then(Option::as_ref).map(label);
            let title = title.or(label).unwrap_or_default();
            let pause_ms = if visits.is_empty() { 0 } else { pause_ms };
            visits.push(Visit { title, acts: Vec::new(), entries: Vec::new(), pause_ms });
        } else if pause_ms >= PAUSE_MS_MIN
            && let Some(visit) = visits.last_mut()
        {
            visit.acts.push(Act::Wait(pause(pause_ms)));
        }
        page.clone_from(&entry.page);
        ended_ms = ended_ms.max(entry.ended_ms);
        let request = requests.get_mut(place).and_then(Option::take);
        if let (Some(visit), Some(request)) = (visits.last_mut(), request) {
            visit.entries.push(place);
            add(&mut visit.acts, request, entry.is_asset);
        }
    }
    visits
}

/// What a request is counted under.
fn label(request: &Request) -> String {
    request.name.clone().unwrap_or_else(|| request.path.written())
}

/// Files of a page are fetched side by side.
fn add(acts: &mut Vec<Act>, request: Request, is_asset: bool) {
    match acts.last_mut() {
        Some(Act::Parallel(assets)) if is_asset => assets.push(request),
        _ if is_asset => acts.push(Act::Parallel(vec![request])),
        _ => acts.push(Act::Request(Box::new(request))),
    }
}

fn flow(
    mut visits: Vec<Visit>,
    entries: &[Entry<'_>],
    used: &BTreeMap<usize, Vec<(String, String)>>,
    login: Option<usize>,
) -> Flow {
    let mut flow = Flow { name: "recorded".to_owned(), ..Flow::default() };
    if login.is_some() && visits.len() > 1 {
        flow.start = visits.remove(0).acts;
    }
    let reads = |place: &usize| matches!(entries[*place].method, Method::Get | Method::Head);
    let is_free = |place: &usize| reads(place) && !used.contains_key(place);
    let independent = visits.iter().flat_map(|visit| &visit.entries).all(is_free);
    if independent && visits.len() > 1 {
        pages_as_tasks(&mut flow, visits);
    } else {
        one_after_the_other(&mut flow, visits);
    }
    flow.lift_headers();
    flow
}

/// Each page is a task, drawn as often as it was seen.
fn pages_as_tasks(flow: &mut Flow, visits: Vec<Visit>) {
    flow.comment =
        "Pages that need nothing of each other: each is a task, drawn as often as it was seen.\n\
                    Each user keeps its own cookies."
            .to_owned();
    let pauses: Vec<i64> =
        visits.iter().map(|visit| visit.pause_ms).filter(|ms| *ms >= PAUSE_MS_MIN).collect();
    flow.think = think(&pauses);
    for visit in visits {
        let path = |acts: &[Act]| {
            acts.first().and_then(|act| act.requests().first()).map(|first| first.path.written())
        };
        let wanted = path(&visit.acts);
        match flow.tasks.iter_mut().find(|task| path(&task.acts) == wanted) {
            Some(task) => task.weight += 1,
            None => flow.tasks.push(Task { comment: visit.title, weight: 1, acts: visit.acts }),
        }
    }
}

/// The whole recording is one task.
fn one_after_the_other(flow: &mut Flow, visits: Vec<Visit>) {
    flow.comment =
        "The recording in its order, with its pauses: later steps may need earlier ones.\n\
                    Each user keeps its own cookies."
            .to_owned();
    flow.think = Some("1s..3s".to_owned());
    let mut acts: Vec<Act> = Vec::new();
    for mut visit in visits {
        if !acts.is_empty() && visit.pause_ms >= PAUSE_MS_MIN {
            acts.push(Act::Wait(pause(visit.pause_ms)));
        }
        if let Some(Act::Request(first)) = visit.acts.first_mut() {
            first.comment = visit.title;
        }
        acts.append(&mut visit.acts);
    }
    flow.tasks = vec![Task { comment: String::new(), weight: 1, acts }];
}

/// A pause, rounded to what a person would write.
fn pause(ms: i64) -> String {
    let ms = ms.clamp(0, PAUSE_MS_MAX);
    let step = if ms < 1_000 {
        100
    } else if ms < 10_000 {
        500
    } else {
        1_000
    };
    let rounded = (ms + step / 2) / step * step;
    Span::from_millis(rounded.unsigned_abs()).to_string()
}

/// The shortest and the longest of the pauses between pages.
fn think(pauses: &[i64]) -> Option<String> {
    let (low, high) = (pauses.iter().min(), pauses.iter().max());
    let (low, high) = (pause(*low?), pause(*high?));
    Some(if low == high { low } else { format!("{low}..{high}") })
}
