//! The collector of one page: fetched each second, its failures counted and told once.

use std::time::Instant;

use loadline_core::window::{Tags, watched};

use super::alias::{self, Amounts};
use super::page::Page;
use super::remote;
use super::series::{Known, SERIES_MAX};
use crate::address::Address;
use crate::collector::{Collector, Opened};
use crate::error::WatchError;
use crate::exposition::parse;
use crate::reading::{Reading, source};
use crate::request::{Request, Roots};

/// Where a page usually is.
const PATH: &str = "/metrics";
/// Pages that may be read: each has a thread of its own.
const PAGES_MAX: usize = 32;

/// One page.
struct Scrape {
    page: Page,
    tags: Tags,
    known: Known,
    amounts: Amounts,
    /// Whether objectives on `cpu` and `memory` speak of what is behind the page: nothing else gives them.
    is_judged: bool,
    /// When the page was read before.
    before: Option<Instant>,
    is_lost: bool,
}

/// Adds the pages that the request names, each fetched once to see that it can be.
pub(crate) fn open(
    request: &Request,
    _roots: &Roots,
    opened: &mut Opened,
) -> Result<(), WatchError> {
    let (count, most) = (request.pages.len(), PAGES_MAX);
    if count > most {
        return Err(WatchError::TooMany { what: "pages of metrics", count, most });
    }
    let (mut urls, mut sources) = (Vec::new(), Vec::new());
    for text in &request.pages {
        let mut address = Address::parse(text, PATH)?;
        if urls.contains(&address.url) {
            continue;
        }
        urls.push(address.url.clone());
        // Pages that differ in what is not shown of them are still two.
        let same = sources.iter().filter(|source| **source == address.source).count();
        sources.push(address.source.clone());
        if same > 0 {
            address.source = format!("{}#{}", address.source, same + 1);
        }
        let is_judged = !request.host && !request.has_process() && request.pages.len() == 1;
        let scrape = Scrape::new(Page::new(address, &request.trust)?, is_judged);
        opened.notices.extend(scrape.check()?);
        opened.collectors.push(Box::new(scrape));
    }
    Ok(())
}

impl Scrape {
    fn new(page: Page, is_judged: bool) -> Self {
        Self {
            tags: source(&page.address().source),
            page,
            known: Known::default(),
            amounts: Amounts::default(),
            is_judged,
            before: None,
            is_lost: false,
        }
    }

    /// Whether the page has figures at all; gives a remark where not all of it will be read.
    fn check(&self) -> Result<Option<String>, WatchError> {
        let shown = &self.page.address().shown;
        let wrong = |detail: String| WatchError::Page { page: shown.clone(), detail };
        let text = self.page.fetch(true).map_err(wrong)?;
        let exposition = parse(&text);
        if exposition.samples.is_empty() {
            let detail = exposition.mistake.map_or_else(
                || "it has no metrics".to_owned(),
                |mistake| format!("it has no metrics ({mistake})"),
            );
            return Err(wrong(detail));
        }
        let mut known = Known::default();
        let beyond = known.give(&mut Reading::default(), &exposition.samples, &self.tags);
        Ok(match exposition.mistake {
            Some(mistake) => {
                let count = exposition.left_out;
                Some(format!("{shown}: {count} lines cannot be read and are left out ({mistake})"))
            }
            None if known.len() == SERIES_MAX && beyond > 0 => Some(format!(
                "{shown}: it has more than {SERIES_MAX} series; the first {SERIES_MAX} are read"
            )),
            None => None,
        })
    }

    fn give(&mut self, reading: &mut Reading, text: &str, at: Instant) {
        let exposition = parse(text);
        let samples = &exposition.samples;
        let left_out = self.known.give(reading, samples, &self.tags) + exposition.left_out;
        let seconds =
            self.before.replace(at).map_or(f64::NAN, |before| (at - before).as_secs_f64());
        alias::give(reading, samples, &self.tags, &mut self.amounts, seconds);
        let behind = (seconds, self.is_judged);
        remote::give(reading, samples, &self.tags, &mut self.amounts, behind);
        self.amounts.turn();
        reading.gauge(watched::SCRAPE_SERIES, &self.tags, self.known.len() as f64);
        reading.gauge(watched::SCRAPE_SERIES_LEFT_OUT, &self.tags, left_out as f64);
    }
}

impl Collector for Scrape {
    fn name(&self) -> &'static str {
        "watch-scrape"
    }

    fn read(&mut self, at: Instant) -> Reading {
        let mut reading = Reading::default();
        let shown = &self.page.address().shown;
        let fetched = self.page.fetch(false);
        reading.lost(&self.tags, fetched.is_err());
        let was_lost = std::mem::replace(&mut self.is_lost, fetched.is_err());
        match fetched {
            Ok(text) => {
                if was_lost {
                    reading.notices.push(format!("{shown} is read again"));
                }
                self.give(&mut reading, &text, at);
            }
            Err(detail) if !was_lost => {
                let text = format!("{shown} gives no readings: {detail}");
                reading.notices.push(text);
            }
            Err(_) => {}
        }
        reading
    }
}
