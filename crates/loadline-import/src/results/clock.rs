//! Moments as other tools write them: RFC 3339 and its relatives, or a count of seconds or parts of them.

const MS_PER_DAY: i64 = 86_400_000;
/// The last moment that is accepted, in milliseconds since 1970: the end of the year 9999.
pub(crate) const LATEST_MS: i64 = 253_402_300_799_999;

/// `2026-11-21T05:09:08.652+01:00` in milliseconds since 1970. The date's parts may be apart by `-` or `/`, the
/// time of day by `T` or a blank; without an offset it is taken as UTC.
pub(crate) fn moment_ms(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut parts = date.split(['-', '/']);
    let mut part = |digits: usize| -> Option<i64> {
        let text = parts.next()?;
        (text.len() == digits).then(|| whole(text)).flatten()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (clock, offset_ms) = split_offset(time)?;
    Some(days(year, month, day) * MS_PER_DAY + clock_ms(clock)? - offset_ms)
}

/// Time of day and the milliseconds it is ahead of UTC.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(sign) = time.rfind(['+', '-']) else { return Some((time, 0)) };
    let (hours, minutes) = time.get(sign + 1..)?.split_once(':')?;
    let ahead = (whole(hours)? * 60 + whole(minutes)?) * 60_000;
    Some((&time[..sign], if time.as_bytes()[sign] == b'-' { -ahead } else { ahead }))
}

/// `05:09:08.652` in milliseconds since midnight.
fn clock_ms(clock: &str) -> Option<i64> {
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let mut part =
        |below: i64| -> Option<i64> { whole(parts.next()?).filter(|number| *number < below) };
    let (hours, minutes, seconds) = (part(24)?, part(60)?, part(61)?);
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + whole(&digits)?)
}

fn whole(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Days from 1970 to a day of the Gregorian calendar, counted from the first of March so that the leap day is the
/// last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A count of seconds or parts of them since 1970, told apart by its size: seconds until the year 5138,
/// then milliseconds, microseconds, nanoseconds.
pub(crate) fn unix_ms(count: f64) -> Option<i64> {
    let milliseconds = match count {
        _ if !(count.is_finite() && count >= 0.0) => return None,
        _ if count < 1e11 => count * 1e3,
        _ if count < 1e14 => count,
        _ if count < 1e17 => count / 1e3,
        _ => count / 1e6,
    };
    let milliseconds = milliseconds as i64;
    (milliseconds <= LATEST_MS).then_some(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::{moment_ms, unix_ms};

    #[test]
    fn moments_are_read_in_every_spelling() {
        let expected = Some(1_795_237_748_652);
        assert_eq!(moment_ms("2026-11-21T05:09:08.652Z"), expected);
        assert_eq!(moment_ms("2026-11-21T06:09:08.652123456+01:00"), expected);
        assert_eq!(moment_ms("2026/11/21 05:09:08.652"), expected);
        assert_eq!(moment_ms("2026-11-21T00:39:08.652-04:30"), expected);
        assert_eq!(moment_ms("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(moment_ms("2026-13-21T05:09:08Z"), None);
        assert_eq!(moment_ms("yesterday"), None);
    }

    #[test]
    fn counts_are_told_apart_by_their_size() {
        let expected = Some(1_795_237_748_000);
        assert_eq!(unix_ms(1_795_237_748.0), expected);
        assert_eq!(unix_ms(1_795_237_748_000.0), expected);
        assert_eq!(unix_ms(1_795_237_748_000_000.0), expected);
        assert_eq!(unix_ms(1_795_237_748_000_000_000.0), expected);
        assert_eq!(unix_ms(f64::NAN), None);
    }
}
