//! Times of a log: milliseconds since 1970 of the clock on the wall, as written.
//!
//! Deliberately not here: time zones. A log is written in one; figures need only distances.

/// A time of a log in milliseconds; zones are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Reads `2026-11-21 11:22:33` with or without `.123`; gives the moment and how many bytes it took.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<(Self, usize)> {
        let head = text.first_chunk::<19>()?;
        let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        let is_date = marks.iter().all(|(at, mark)| head[*at] == *mark);
        if !is_date || !matches!(head[10], b' ' | b'T') {
            return None;
        }
        let year = i64::from(pair(head, 0)?) * 100 + i64::from(pair(head, 2)?);
        let (month, day) = (pair(head, 5)?, pair(head, 8)?);
        let (hour, minute, second) = (pair(head, 11)?, pair(head, 14)?, pair(head, 17)?);
        if month == 0 || month > 12 {
            return None;
        }
        let days = days_since_1970(year, i64::from(month), i64::from(day));
        let seconds =
            ((days * 24 + i64::from(hour)) * 60 + i64::from(minute)) * 60 + i64::from(second);
        let (milliseconds, length) = fraction(&text[19..]);
        Some((Self(seconds * 1_000 + milliseconds), 19 + length))
    }

    /// Reads seconds since 1970, `1763720553.123`.
    #[must_use]
    pub fn read_epoch(text: &[u8]) -> Option<(Self, usize)> {
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(9..=11).contains(&digits) {
            return None;
        }
        let seconds = text[..digits].iter().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
        let (milliseconds, length) = fraction(&text[digits..]);
        Some((Self(seconds * 1_000 + milliseconds), digits + length))
    }

    /// `2026-11-21 11:22:33`, for people.
    #[must_use]
    pub fn to_text(self) -> String {
        let seconds = self.0.div_euclid(1_000);
        let (year, month, day) = date(seconds.div_euclid(86_400));
        let rest = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

#[inline]
fn pair(text: &[u8; 19], at: usize) -> Option<u8> {
    let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then_some(tens * 10 + ones)
}

/// Milliseconds behind a point and the bytes they took; none is zero of both.
#[inline]
fn fraction(text: &[u8]) -> (i64, usize) {
    match text {
        [b'.' | b',', a, b, c, ..] if [a, b, c].iter().all(|byte| byte.is_ascii_digit()) => {
            let digit = |byte: &u8| i64::from(byte - b'0');
            (digit(a) * 100 + digit(b) * 10 + digit(c), 4)
        }
        _ => (0, 0),
    }
}

/// Days of the Gregorian calendar, by the count of eras of 400 years (Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms").
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The other way round.
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day = shifted.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day_of_month)
}
