//! The watch: opened before a test, begun with it, asked for each of its windows.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use loadline_core::Window;

use crate::collector::{self, Collector};
use crate::error::WatchError;
use crate::ledger::Ledger;
use crate::pace::{Dated, Pace, Paced, start};
use crate::request::{Request, Roots};

/// Readings on their way, and readings of seconds whose window is still to come. A load test hands its windows
/// out each second; one that is held up for longer loses the readings beyond this.
const READINGS_MAX: usize = 512;

/// Remarks given during a test: a page that comes and goes for hours is not told each time.
const NOTICES_MAX: u32 = 50;

/// Everything that is watched beside one test.
pub struct Watch {
    collectors: Vec<Box<dyn Collector>>,
    threads: Vec<Paced>,
    readings: Option<Receiver<Dated>>,
    waiting: VecDeque<Dated>,
    begun: Instant,
    begun_ms: i64,
    ledger: Ledger,
    notices: Vec<String>,
    noticed: u32,
}

impl Watch {
    /// Finds all that is to be watched, and reads each page once.
    ///
    /// # Errors
    /// When something is not there, or cannot be read: before the test begins is the time to know.
    pub fn open(request: &Request, roots: &Roots) -> Result<Self, WatchError> {
        let opened = collector::open(request, roots)?;
        Ok(Self {
            collectors: opened.collectors,
            threads: Vec::new(),
            readings: None,
            waiting: VecDeque::new(),
            begun: Instant::now(),
            begun_ms: 0,
            ledger: Ledger::default(),
            notices: opened.notices,
            noticed: 0,
        })
    }

    /// Watches one more source, which whoever made it has found already.
    pub fn also(&mut self, collector: Box<dyn Collector>) {
        self.collectors.push(collector);
    }

    /// Begins reading, each source on a thread of its own; the test begins now.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn begin(&mut self) -> Result<(), WatchError> {
        self.begin_at(Pace::default())
    }

    pub(crate) fn begin_at(&mut self, pace: Pace) -> Result<(), WatchError> {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        (self.begun, self.begun_ms) = (Instant::now(), since_1970.as_millis() as i64);
        let (sender, readings) = sync_channel(READINGS_MAX);
        self.readings = Some(readings);
        for collector in self.collectors.drain(..) {
            self.threads.push(start(collector, pace, self.begun, sender.clone())?);
        }
        Ok(())
    }

    /// Adds to a window what was read by its end and belongs to no window before it. Never waits: what
    /// comes too late for its second is added to the next one.
    pub fn add_to(&mut self, window: &mut Window) {
        let Some(readings) = &self.readings else { return };
        for dated in readings.try_iter() {
            if self.waiting.len() >= READINGS_MAX {
                self.waiting.pop_front();
            }
            self.waiting.push_back(dated);
        }
        let end = Duration::from_millis((window.end_ms() - self.begun_ms).max(0) as u64);
        let (due, later): (VecDeque<Dated>, VecDeque<Dated>) = self
            .waiting
            .drain(..)
            .partition(|dated| dated.at.saturating_duration_since(self.begun) <= end);
        self.waiting = later;
        let mut left_out = None;
        for dated in due {
            dated.reading.notices.into_iter().for_each(|notice| self.notice(notice));
            for (key, aggregate) in dated.reading.series {
                let metric = key.metric.clone();
                if !self.ledger.add(window, key, aggregate) {
                    left_out = Some(metric);
                }
            }
        }
        if let Some(metric) = left_out {
            self.say_clash(&metric);
        }
    }

    /// Two sources that call different things alike are said once.
    fn say_clash(&mut self, metric: &str) {
        if self.ledger.is_first_clash() {
            self.notice(format!(
                "`{metric}` is of one kind in one place and of another elsewhere: the first one is kept"
            ));
        }
    }

    fn notice(&mut self, notice: String) {
        self.noticed += 1;
        match self.noticed {
            ..NOTICES_MAX => self.notices.push(notice),
            NOTICES_MAX => {
                let last =
                    "what is watched changes often: no more is said of it, `watch_lost` counts";
                self.notices.push(last.to_owned());
            }
            _ => {}
        }
    }

    /// What changed since this was last asked, for the person at the terminal.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}
