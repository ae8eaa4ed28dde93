//! Days and moments: as texts to fill in, and back from the dates of cookies.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use loadline_core::file::Clock;

const DAY_SECONDS: u64 = 86_400;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;
/// Days of the 400 years after which the calendar repeats.
const ERA_DAYS: i64 = 146_097;

/// Appends a moment as `clock` has it.
pub(crate) fn write_moment(out: &mut String, clock: Clock, moment: SystemTime) {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let written = match clock {
        Clock::Seconds => write!(out, "{}", since.as_secs()),
        Clock::Milliseconds => write!(out, "{}", since.as_millis()),
        Clock::Rfc3339 => {
            let (year, month, day) = date_of((since.as_secs() / DAY_SECONDS) as i64);
            let second = since.as_secs() % DAY_SECONDS;
            let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
            let millis = since.subsec_millis();
            write!(
                out,
                "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
            )
        }
    };
    written.expect("writing to memory does not fail");
}

/// Year, month and day of a day counted from 1970-01-01. Years begin in March here, so that the day that not
/// every year has is the last one.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH_DAYS;
    let (era, day) = (days.div_euclid(ERA_DAYS), days.rem_euclid(ERA_DAYS));
    let year = (day - day / 1_460 + day / 36_524 - day / (ERA_DAYS - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next_year, month, day_of_month)
}

/// The moment of a date in UTC; none where there is no such day, or it lies before 1970.
pub(crate) fn moment_of(date: (i64, i64, i64), time: (u64, u64, u64)) -> Option<SystemTime> {
    let (year, month, day) = date;
    let (hour, minute, second) = time;
    if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (shifted_year, shifted_month) =
        if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year_of_era) = (shifted_year.div_euclid(400), shifted_year.rem_euclid(400));
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * ERA_DAYS + of_era - EPOCH_DAYS;
    if date_of(days) != date {
        return None;
    }
    let seconds = u64::try_from(days).ok()? * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
