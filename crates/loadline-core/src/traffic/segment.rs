//! A segment: the part of a test that one of several generators drives, and what of it is its own.
//!
//! Texts such as `1/3:2/3` with `0,1/3,2/3,1` come in; which users, iterations and arrivals are its own goes
//! out. All generators deal the same sequence out by the same rule, so their parts are the whole without a
//! word between them. Within one period each segment gets as many places as its length says, spread evenly;
//! the longest chooses first. The rule is that of k6, whose generators can take part.

use std::str::FromStr;
use std::sync::Arc;

use super::error::TrafficError;

/// The longest period: more segments, or ones with other denominators, are no way to share a test.
const PERIOD_MAX: u64 = 1_000_000;

const ACCEPTED: &str = "accepted: `1/3`, `0.25`, `25%`, `1/3:2/3`; a sequence is `0,1/3,2/3,1`";

/// A part of a test, dealt out evenly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The lengths of all segments, in places of a period.
    lengths: Arc<[u64]>,
    /// Which of them it is.
    place: usize,
    /// How many places are dealt out before it begins anew.
    period: u64,
    /// Its places within a period, in order.
    own: Arc<[u64]>,
}

impl Segment {
    /// The segment of that text, such as `1/3:2/3` or `25%`, within the sequence of all, such as
    /// `0,1/3,2/3,1`. Without one the rest of the test is one segment before it and one behind it.
    ///
    /// # Errors
    /// When a text is not what it has to be, or the segment is not in the sequence.
    pub fn parse(segment: &str, sequence: Option<&str>) -> Result<Self, TrafficError> {
        let (from, to) = interval(segment)?;
        let mut bounds = match sequence.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => borders(text)?,
            None => vec![from, to],
        };
        if bounds[0] != Fraction::ZERO {
            bounds.insert(0, Fraction::ZERO);
        }
        if bounds[bounds.len() - 1] != Fraction::ONE {
            bounds.push(Fraction::ONE);
        }
        let Some(place) = bounds.windows(2).position(|pair| pair == [from, to]) else {
            let message = format!("the segment `{segment}` is not in its sequence");
            return Err(TrafficError::new(message, "name two neighbours of the sequence"));
        };
        let period = bounds.iter().try_fold(1, |period, bound| bound.common_with(period));
        let Some(period) = period else {
            let message = format!("the segment `{segment}` and its sequence have no short period");
            return Err(TrafficError::new(message, "give fractions with small denominators"));
        };
        let places = |bound: &Fraction| bound.above * (period / bound.below);
        let lengths = bounds.windows(2).map(|pair| places(&pair[1]) - places(&pair[0])).collect();
        Ok(Self::of(lengths, place, period))
    }

    fn of(lengths: Arc<[u64]>, place: usize, period: u64) -> Self {
        let owners = deal(&lengths, period);
        let own = (0..period).filter(|slot| owners[*slot as usize] == place).collect();
        Self { lengths, place, period, own }
    }

    /// How many of the first `all` are its own.
    pub fn share_of(&self, all: u64) -> u64 {
        let whole = all / self.period * self.own.len() as u64;
        whole + self.own.partition_point(|slot| *slot < all % self.period) as u64
    }

    /// Where among all the one is that is its own at `place`, both counted from zero.
    pub fn index_of(&self, place: u64) -> u64 {
        let count = self.own.len() as u64;
        place / count * self.period + self.own[(place % count) as usize]
    }

    /// Its length as a share of the whole.
    pub fn fraction(&self) -> f64 {
        self.own.len() as f64 / self.period as f64
    }

    /// The segment by which work for `users` is dealt out, so that each of them has as much to do wherever it
    /// is: each segment as long as its share of the users. None when none of the users is its own.
    #[must_use]
    pub fn by_users(&self, users: u64) -> Option<Self> {
        let mut lengths = vec![0; self.lengths.len()];
        let owners = deal(&self.lengths, self.period);
        let (whole, rest) = (users / self.period, users % self.period);
        for (slot, owner) in (0..).zip(owners) {
            lengths[owner] += whole + u64::from(slot < rest);
        }
        if lengths[self.place] == 0 {
            return None;
        }
        let common = lengths.iter().copied().fold(users, greatest_common);
        let lengths = lengths.into_iter().map(|length| length / common).collect();
        Some(Self::of(lengths, self.place, users / common))
    }
}

/// Who gets each place of a period: the first segment, from the longest to the shortest, that is behind what
/// its length has earned it by then.
fn deal(lengths: &[u64], period: u64) -> Vec<usize> {
    let mut order: Vec<_> = (0..lengths.len()).filter(|place| lengths[*place] > 0).collect();
    order.sort_by_key(|place| std::cmp::Reverse(lengths[*place]));
    let mut dealt = vec![0; lengths.len()];
    let mut owner_of = |slot: u64| {
        let is_behind = |place: &usize| dealt[*place] * period <= slot * lengths[*place];
        let owner = order.iter().copied().find(is_behind).expect("the lengths fill the period");
        dealt[owner] += 1;
        owner
    };
    (0..period).map(&mut owner_of).collect()
}

/// A number from zero to one, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fraction {
    above: u64,
    below: u64,
}

impl Fraction {
    const ZERO: Self = Self { above: 0, below: 1 };
    const ONE: Self = Self { above: 1, below: 1 };

    fn new(above: u64, below: u64) -> Option<Self> {
        let common = greatest_common(above, below);
        (below > 0 && above <= below).then(|| Self { above: above / common, below: below / common })
    }

    fn is_below(self, other: Self) -> bool {
        u128::from(self.above) * u128::from(other.below)
            < u128::from(other.above) * u128::from(self.below)
    }

    /// The least period that `period` and this one fit into, where it is not too long.
    fn common_with(self, period: u64) -> Option<u64> {
        let common = period / greatest_common(period, self.below);
        common.checked_mul(self.below).filter(|period| *period <= PERIOD_MAX)
    }
}

impl FromStr for Fraction {
    type Err = TrafficError;

    fn from_str(text: &str) -> Result<Self, TrafficError> {
        let wrong = || {
            let message = format!("`{text}` is not a number between 0 and 1");
            TrafficError::new(message, ACCEPTED)
        };
        let text = text.trim();
        let (number, scale) = match text.strip_suffix('%') {
            Some(percent) => (percent.trim_end(), 100),
            None => (text, 1),
        };
        let (above, below) = match number.split_once('/') {
            Some((above, below)) => (whole(above), whole(below)),
            None => decimal(number),
        };
        let below = below.and_then(|below: u64| below.checked_mul(scale));
        above.zip(below).and_then(|(above, below)| Self::new(above, below)).ok_or_else(wrong)
    }
}

/// `0.25` as 25 and 100.
fn decimal(text: &str) -> (Option<u64>, Option<u64>) {
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{before}{after}");
    (whole(&digits), 10_u64.checked_pow(after.len() as u32))
}

fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The two ends of a segment; a single number is the end of one that begins at zero.
fn interval(text: &str) -> Result<(Fraction, Fraction), TrafficError> {
    let (from, to) = match text.split_once(':') {
        Some((from, to)) => (from.parse()?, to.parse()?),
        None => (Fraction::ZERO, text.parse()?),
    };
    if from.is_below(to) {
        return Ok((from, to));
    }
    let message = format!("the segment `{text}` ends before it begins");
    Err(TrafficError::new(message, ACCEPTED))
}

/// The borders of a sequence, at least two.
fn borders(text: &str) -> Result<Vec<Fraction>, TrafficError> {
    let bounds: Vec<Fraction> = text.split(',').map(str::parse).collect::<Result<_, _>>()?;
    if bounds.len() >= 2 && bounds.windows(2).all(|pair| pair[0].is_below(pair[1])) {
        return Ok(bounds);
    }
    let message = format!("the sequence `{text}` does not rise from border to border");
    Err(TrafficError::new(message, ACCEPTED))
}

/// The greatest number that divides both; the other one where one is zero.
const fn greatest_common(one: u64, other: u64) -> u64 {
    let (mut one, mut other) = (one, other);
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
