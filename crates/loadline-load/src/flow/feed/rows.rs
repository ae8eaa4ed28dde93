//! Who gets which row: the feeds of a run, and the rows one user has at the moment.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use loadline_core::file::{Feed, FeedEnd, FeedOrder};

use super::super::error::FlowError;
use super::table::{BadLine, FEED_BYTES_MAX, Table};
use super::{csv, json_lines};

/// All feeds of a file, read; copies share the rows and who got which.
#[derive(Debug, Clone, Default)]
pub struct Feeds(Arc<Vec<Source>>);

/// One feed.
#[derive(Debug)]
struct Source {
    name: String,
    table: Table,
    order: FeedOrder,
    at_end: FeedEnd,
    /// Rows given out in order. One atomic of all threads, touched once an iteration: the next row is the
    /// next one whoever asks.
    given: AtomicU64,
    ran_out: AtomicBool,
}

impl Feeds {
    /// Reads the feeds of a file whose folder is `folder`.
    ///
    /// # Errors
    /// When a file cannot be read, has a broken row or none at all, or takes more than
    /// [`FEED_BYTES_MAX`](super::FEED_BYTES_MAX).
    pub fn read(feeds: &BTreeMap<String, Feed>, folder: &Path) -> Result<Self, FlowError> {
        let source = |(name, feed): (&String, &Feed)| {
            let path = folder.join(&feed.file.value);
            let bad = |BadLine { line, why }: BadLine| FlowError::Feed {
                path: path.clone(),
                line,
                why,
                place: feed.file.place,
            };
            let table = read_table(&path).map_err(bad)?;
            Ok(Source {
                name: name.clone(),
                table,
                order: feed.order,
                at_end: feed.at_end,
                given: AtomicU64::new(0),
                ran_out: AtomicBool::new(false),
            })
        };
        Ok(Self(Arc::new(feeds.iter().map(source).collect::<Result<_, FlowError>>()?)))
    }

    /// The places of a feed and of one of its columns.
    pub(in super::super) fn find(
        &self,
        feed: &str,
        column: &str,
    ) -> Result<(usize, usize), FlowError> {
        let place = self.0.iter().position(|source| source.name == feed).ok_or_else(|| {
            let known = self.0.iter().map(|source| source.name.clone()).collect();
            FlowError::UnknownFeed { feed: feed.to_owned(), known }
        })?;
        let columns = &self.0[place].table.columns;
        let found = columns.iter().position(|other| other == column);
        let found = found.ok_or_else(|| FlowError::UnknownColumn {
            feed: feed.to_owned(),
            column: column.to_owned(),
            known: columns.clone(),
        })?;
        Ok((place, found))
    }

    /// A sentence for each feed that ran out and made users leave.
    pub(in super::super) fn notes(&self) -> Vec<String> {
        let out = self.0.iter().filter(|source| source.ran_out.load(Ordering::Relaxed));
        out.map(|source| {
            let (name, rows) = (&source.name, source.table.rows());
            format!("the feed `{name}` ran out after its {rows} rows, so users left before the end")
        })
        .collect()
    }
}

fn read_table(path: &Path) -> Result<Table, BadLine> {
    let unreadable = |error: std::io::Error| BadLine { line: None, why: error.to_string() };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if length > FEED_BYTES_MAX as u64 {
        let limit = FEED_BYTES_MAX / (1024 * 1024);
        let why = format!("the file is larger than the limit of {limit} MiB; split it");
        return Err(BadLine { line: None, why });
    }
    // What has no length, such as a pipe, has an end here all the same.
    let file = file.take(FEED_BYTES_MAX as u64);
    let is_csv = path.extension().is_none_or(|extension| extension.eq_ignore_ascii_case("csv"));
    let table = if is_csv { csv::read(file)? } else { json_lines::read(file)? };
    if table.rows() == 0 {
        return Err(BadLine { line: None, why: "there is no row behind the names".to_owned() });
    }
    Ok(table.shrunk())
}

impl Source {
    /// The row of the next iteration of `user`; none when the feed has run out for it.
    fn draw(&self, user: u32, random: &mut fastrand::Rng) -> Option<usize> {
        let rows = self.table.rows();
        let place = match self.order {
            FeedOrder::Random => return Some(random.usize(..rows)),
            FeedOrder::InOrder => self.given.fetch_add(1, Ordering::Relaxed),
            FeedOrder::OnePerUser => u64::from(user.saturating_sub(1)),
        };
        if place >= rows as u64 && self.at_end == FeedEnd::Stop {
            self.ran_out.store(true, Ordering::Relaxed);
            return None;
        }
        Some((place % rows as u64) as usize)
    }
}

/// The rows one user has at the moment.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Rows {
    feeds: Feeds,
    current: Vec<Option<usize>>,
}

impl Rows {
    pub(in super::super) fn new(feeds: Feeds) -> Self {
        let current = vec![None; feeds.0.len()];
        Self { feeds, current }
    }

    /// Draws the rows of an iteration of `user` that uses these feeds; false when one has run out.
    pub(in super::super) fn draw(
        &mut self,
        used: &[usize],
        user: u32,
        random: &mut fastrand::Rng,
    ) -> bool {
        used.iter().all(|feed| {
            let drawn = self.feeds.0[*feed].draw(user, random);
            self.current[*feed] = drawn.or(self.current[*feed]);
            drawn.is_some()
        })
    }

    /// Draws rows of those feeds of which the user has had none; false when one has run out.
    pub(in super::super) fn draw_missing(
        &mut self,
        used: &[usize],
        user: u32,
        random: &mut fastrand::Rng,
    ) -> bool {
        let missing: Vec<usize> = used.iter().copied().filter(|feed| !self.has(*feed)).collect();
        self.draw(&missing, user, random)
    }

    /// Whether it has a row of that feed.
    pub(in super::super) fn has(&self, feed: usize) -> bool {
        self.current.get(feed).is_some_and(Option::is_some)
    }

    /// The value of a column in the current row.
    pub(in super::super) fn value(&self, feed: usize, column: usize) -> Option<&str> {
        let row = (*self.current.get(feed)?)?;
        Some(self.feeds.0[feed].table.cell(row, column))
    }
}
