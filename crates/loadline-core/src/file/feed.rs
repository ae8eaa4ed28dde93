//! A feed: rows of data that users take their values from, such as accounts to log in with.

use crate::yaml::Located;

/// Rows of a file, each with named values: `{{people.email}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// A `.csv` file with a line of names first, or a `.jsonl`/`.ndjson` file with an object a line; its path
    /// starts from the folder of `loadline.yaml`.
    pub file: Located<String>,
    /// Which row an iteration gets.
    pub order: FeedOrder,
    /// What happens when there are no more rows.
    pub at_end: FeedEnd,
}

/// Which row an iteration gets. Within one iteration all values of a feed are of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FeedOrder {
    /// The next one, whoever asks.
    #[default]
    InOrder,
    /// Any one.
    Random,
    /// Each user has a row of its own, the same for all its iterations.
    OnePerUser,
}

/// What happens when there are no more rows; with [`FeedOrder::Random`] there always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FeedEnd {
    /// The first row comes again.
    #[default]
    Again,
    /// The user that asked leaves, and the test ends when all have.
    Stop,
}
