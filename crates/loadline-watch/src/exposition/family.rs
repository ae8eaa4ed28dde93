//! Families of metrics: what a sample is, from the family's declared type and the sample's name.

/// What a sample stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An amount that only rises.
    Counter,
    /// A level.
    Gauge,
    /// Undeclared: a level, unless its name ends like a counter's.
    Untyped,
    /// How many values a histogram has up to the bound in the label `le`.
    Bucket,
    /// The sum of a histogram's values.
    HistogramSum,
    /// How many values a histogram has.
    HistogramCount,
    /// Says nothing that can be followed: the time of creation, texts.
    Useless,
}

/// The declared type of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Counter,
    Gauge,
    Histogram,
    Summary,
    Untyped,
    /// Information in labels, histograms of levels.
    Useless,
}

impl Family {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "counter" => Self::Counter,
            "gauge" | "stateset" => Self::Gauge,
            "histogram" => Self::Histogram,
            "summary" => Self::Summary,
            "untyped" | "unknown" => Self::Untyped,
            "info" | "gaugehistogram" => Self::Useless,
            _ => return None,
        })
    }
}

/// Endings of the names of a family's samples.
const ENDINGS: [&str; 8] =
    ["_total", "_bucket", "_sum", "_count", "_created", "_info", "_gsum", "_gcount"];

/// The kind of the sample `name`, and the name of its family where that differs. `declared` gives the type of
/// a family.
pub(super) fn kind_of(name: &str, declared: impl Fn(&str) -> Option<Family>) -> (Kind, &str) {
    if let Some(family) = declared(name) {
        let kind = match family {
            Family::Counter => Kind::Counter,
            Family::Gauge | Family::Summary => Kind::Gauge,
            Family::Untyped => Kind::Untyped,
            Family::Histogram | Family::Useless => Kind::Useless,
        };
        return (kind, name);
    }
    let split = |ending: &&'static str| Some((name.strip_suffix(*ending)?, *ending));
    let Some((base, ending)) = ENDINGS.iter().find_map(split) else { return (Kind::Untyped, name) };
    let kind = match (declared(base), ending) {
        (None | Some(Family::Untyped | Family::Gauge), _) => Kind::Untyped,
        (Some(Family::Counter), "_total") => Kind::Counter,
        (Some(Family::Histogram), "_bucket") => Kind::Bucket,
        (Some(Family::Histogram), "_sum") => Kind::HistogramSum,
        (Some(Family::Histogram), "_count") => Kind::HistogramCount,
        (Some(Family::Summary), "_sum" | "_count") => return (Kind::Counter, name),
        _ => Kind::Useless,
    };
    match kind {
        Kind::Bucket | Kind::HistogramSum | Kind::HistogramCount => (kind, base),
        _ => (kind, name),
    }
}
