//! A condition on values that were saved: `token`, `not token`, `{{count}} > 3`.

use super::template::Template;

/// Whether to do something.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A value was saved under this name, and it is neither empty, `false`, `null` nor `0`.
    Value(String),
    /// The other way round.
    Not(Box<Condition>),
    /// Two texts compared: as numbers where both are, else as texts.
    Compare {
        /// The left side.
        left: Template,
        /// How.
        relation: Relation,
        /// The right side.
        right: Template,
    },
}

/// How two texts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `contains`
    Contains,
}

impl Relation {
    /// Each with its sign, in the order they have to be looked for.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Equal, "=="),
        (Self::Unequal, "!="),
        (Self::AtMost, "<="),
        (Self::AtLeast, ">="),
        (Self::Less, "<"),
        (Self::Greater, ">"),
        (Self::Contains, "contains"),
    ];

    /// Whether `left` stands so to `right`: as numbers where both are, else as texts.
    pub fn holds(self, left: &str, right: &str) -> bool {
        use std::cmp::Ordering;
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let order = match (number(left), number(right)) {
            (Some(left), Some(right)) => left.partial_cmp(&right),
            _ => Some(left.cmp(right)),
        };
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::Unequal => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::Greater => order == Some(Ordering::Greater),
            Self::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Self::Contains => left.contains(right),
        }
    }
}
