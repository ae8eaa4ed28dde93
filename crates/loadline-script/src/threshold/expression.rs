//! The expression of a threshold: `p(95)<200`, and Loadline's own `p(95)<200 over 30s`, `rate<0.1 for 10s`.

use std::fmt;

use loadline_core::Span;
use loadline_core::objective::Comparison;

/// The forms that errors list.
pub(super) const FORM: &str = "an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`";

/// The signs, longer ones first where one begins another.
const SIGNS: [(&str, Comparison); 7] = [
    ("===", Comparison::Equal),
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Below),
    (">", Comparison::Above),
];

/// A threshold's expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expression {
    pub(super) method: Method,
    pub(super) comparison: Comparison,
    pub(super) limit: f64,
    /// The length of every stretch in which it must hold.
    pub(super) over: Option<Span>,
    /// How long it must fail without a break to count as crossed.
    pub(super) held: Option<Span>,
}

/// The figure an expression speaks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Method {
    Count,
    Rate,
    Value,
    Avg,
    Min,
    Max,
    Med,
    Percentile(f64),
}

impl Expression {
    /// Reads an expression, or says what is wrong with it.
    pub(super) fn read(source: &str) -> Result<Self, String> {
        let place = source.find(['<', '>', '=', '!']).ok_or("it compares with nothing")?;
        let (left, rest) = source.split_at(place);
        let known = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        let (sign, comparison) =
            known.ok_or("its comparison is none of `<`, `<=`, `>`, `>=`, `==`, `===`, `!=`")?;
        let method = Method::read(left.trim())?;
        let mut words = rest[sign.len()..].split_whitespace();
        let number = words.next().ok_or("it has no number to compare with")?;
        let limit = number.parse::<f64>().ok().filter(|limit| limit.is_finite());
        let limit = limit.ok_or_else(|| format!("`{number}` is not a number"))?;
        let (mut over, mut held) = (None, None);
        while let Some(word) = words.next() {
            let slot = match word {
                "over" => &mut over,
                "for" => &mut held,
                other => return Err(format!("`{other}` does not belong there")),
            };
            let text = words.next().ok_or_else(|| format!("`{word}` has no time behind it"))?;
            let span = text.parse::<Span>().ok().filter(|span| *span > Span::ZERO);
            *slot = Some(span.ok_or_else(|| format!("`{text}` is not a time"))?);
        }
        Ok(Self { method, comparison: *comparison, limit, over, held })
    }
}

impl Method {
    /// Those without a figure of their own, as errors list them.
    const PLAIN: [Self; 7] =
        [Self::Count, Self::Rate, Self::Value, Self::Avg, Self::Min, Self::Max, Self::Med];

    fn read(text: &str) -> Result<Self, String> {
        if let Some(method) = Self::PLAIN.into_iter().find(|method| method.to_string() == text) {
            return Ok(method);
        }
        let percent = text.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')'));
        let percent = percent.ok_or_else(|| format!("`{text}` is not a figure of a metric"))?;
        let number = percent.parse::<f64>().ok();
        let number = number.filter(|number| (0.0..=100.0).contains(number));
        number.map(Self::Percentile).ok_or_else(|| {
            format!("`{percent}` is not a percentile: it takes a number from 0 to 100")
        })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Value => "value",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Med => "med",
            Self::Percentile(percent) => return write!(f, "p({percent})"),
        })
    }
}
