//! The kinds of quantity, and the names people know them by.

/// What kind of figure a quantity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A length of time; base unit second.
    Time,
    /// A part of a whole; base unit one, so 80 % is 0.8.
    Share,
    /// Occurrences per second.
    Rate,
    /// Data in bytes.
    Bytes,
    /// Data in bytes per second.
    ByteRate,
    /// A plain number.
    Count,
}

impl Unit {
    /// The kind in words, with an example that parses.
    pub const fn described(self) -> &'static str {
        match self {
            Self::Time => "a duration such as `200ms`",
            Self::Share => "a share such as `0.1%`",
            Self::Rate => "a rate such as `1000/s`",
            Self::Bytes => "an amount of data such as `12GB`",
            Self::ByteRate => "data per time such as `1GB/min`",
            Self::Count => "a plain number such as `100`",
        }
    }
}
