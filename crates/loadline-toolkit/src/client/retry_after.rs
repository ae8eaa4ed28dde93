//! The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in the one form that is still to be sent.

use std::time::{Duration, SystemTime};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The time to wait from `now` on; none for a date that has passed, `None` for anything that is neither form.
pub(super) fn parse(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Duration::from_secs);
    }
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds_of(text)?))?;
    Some(at.duration_since(now).unwrap_or_default())
}

/// The seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
fn seconds_of(date: &str) -> Option<u64> {
    let (_weekday, rest) = date.split_once(", ")?;
    let mut parts = rest.split(' ');
    let day = number(parts.next()?, 1..=31)?;
    let month_name = parts.next()?;
    let month = MONTHS.iter().position(|name| *name == month_name)? as u64 + 1;
    let year = number(parts.next()?, 1970..=9999)?;
    let mut clock = parts.next()?.split(':');
    let hours = number(clock.next()?, 0..=23)?;
    let minutes = number(clock.next()?, 0..=59)?;
    let seconds = number(clock.next()?, 0..=60)?;
    let is_whole = clock.next().is_none() && parts.next() == Some("GMT") && parts.next().is_none();
    is_whole.then(|| ((days_before(year, month, day) * 24 + hours) * 60 + minutes) * 60 + seconds)
}

fn number(text: &str, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| text.parse().ok())??;
    range.contains(&number).then_some(number)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar. Years begin in March here, so that the leap day is the last
/// one and a month's first day is a linear function of the month.
const fn days_before(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days_to_1970_03_01 = 719_468;
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - days_to_1970_03_01
}
