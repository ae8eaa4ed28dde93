//! The places `an+b` that `:nth-child` and its kin take.

/// Every `step`-th place beginning with `offset`, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nth {
    step: i64,
    offset: i64,
}

impl Nth {
    /// The place `place` alone.
    pub(super) const fn only(place: i64) -> Self {
        Self { step: 0, offset: place }
    }

    /// Reads `odd`, `even`, `3`, `2n`, `-n + 3`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "odd" => return Some(Self { step: 2, offset: 1 }),
            "even" => return Some(Self { step: 2, offset: 0 }),
            _ => {}
        }
        let Some((step, offset)) = text.split_once('n') else {
            return Some(Self { step: 0, offset: number(&text)? });
        };
        let step = match step {
            "" | "+" => 1,
            "-" => -1,
            digits => number(digits)?,
        };
        let offset = offset.trim_start();
        if offset.is_empty() {
            return Some(Self { step, offset: 0 });
        }
        let (sign, digits) = offset.split_at_checked(1)?;
        let digits = digits.trim_start();
        if !matches!(sign, "+" | "-") || !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let offset = number(digits)?;
        Some(Self { step, offset: if sign == "-" { -offset } else { offset } })
    }

    /// Whether `place`, counted from one, is among them.
    pub(super) fn holds(self, place: i64) -> bool {
        let beyond = place - self.offset;
        match self.step {
            0 => beyond == 0,
            step => beyond % step == 0 && beyond / step >= 0,
        }
    }
}

/// A whole number of at most nine digits.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sound = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if sound { text.parse().ok() } else { None }
}
