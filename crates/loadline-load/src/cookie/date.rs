//! The date of a cookie's end, in whatever order and dress it comes (RFC 6265, section 5.1.1).

use std::time::SystemTime;

use crate::calendar::moment_of;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The moment; none when the text holds no date.
pub fn read(text: &str) -> Option<SystemTime> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    let is_delimiter = |letter: char| !(letter.is_ascii_alphanumeric() || letter == ':');
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        if time.is_none() && token.contains(':') {
            time = Some(time_of(token)?);
        } else if day.is_none() && token.len() <= 2 && is_number(token) {
            day = token.parse().ok();
        } else if month.is_none() && month_of(token).is_some() {
            month = month_of(token);
        } else if year.is_none() && matches!(token.len(), 2 | 4) && is_number(token) {
            year = token.parse().ok().map(full_year);
        }
    }
    let date = (year?, month?, day?);
    if date.0 < 1601 {
        return None;
    }
    // A cookie that ended before 1970 has ended.
    moment_of(date, time?).or((date.0 < 1970).then_some(SystemTime::UNIX_EPOCH))
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

fn time_of(token: &str) -> Option<(u64, u64, u64)> {
    let mut parts = token.splitn(3, ':').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

fn month_of(token: &str) -> Option<i64> {
    let start = token.get(..3)?.to_ascii_lowercase();
    Some(MONTHS.iter().position(|month| *month == start)? as i64 + 1)
}

/// Two digits are of the years from 1970 to 2069.
fn full_year(year: i64) -> i64 {
    match year {
        70..=99 => year + 1900,
        0..=69 => year + 2000,
        _ => year,
    }
}
