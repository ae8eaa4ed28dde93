//! Moments as text.

use jiff::Timestamp;

/// RFC 3339 in UTC, to the second: `2026-11-21T01:32:54Z`.
pub(crate) fn rfc3339(ms: i64) -> String {
    Timestamp::from_second(ms.div_euclid(1_000))
        .map_or_else(|_| "–".to_owned(), |at| at.to_string())
}

/// For lists: `2026-11-21 01:32`.
pub(crate) fn short(ms: i64) -> String {
    rfc3339(ms).replace('T', " ").chars().take(16).collect()
}
