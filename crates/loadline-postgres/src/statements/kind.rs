//! What kind of statement a text is: its class for the limits of T7 and T14, the tables it names, the columns it compares.
//! In comes the text; out goes what words alone tell, which is right for nearly all that applications send.
//!
//! Deliberately not here: statements' plans, and exact parsing (`index`).

use std::fmt;

use super::words::{Word, words};

/// Words of a statement that are looked at: the beginning of a 10 MB statement says enough.
const WORDS_MAX: usize = 4_000;
/// Tables and columns kept of one statement.
const NAMES_MAX: usize = 32;

/// The classes that limits are set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementClass {
    /// A SELECT from one table.
    Simple,
    /// A SELECT that joins.
    Join,
    /// INSERT, UPDATE, DELETE, MERGE.
    Write,
    /// COPY, or a write of many rows.
    Bulk,
    /// All else: transactions, DDL, maintenance, settings. No limit is set for it.
    Utility,
}

impl StatementClass {
    /// The class of a statement that returns or changes so many rows: a write of many is a bulk write.
    #[must_use]
    pub fn at_rows(self, rows_per_call: f64) -> Self {
        match self {
            Self::Write if rows_per_call >= BULK_ROWS => Self::Bulk,
            other => other,
        }
    }

    /// The limit of the mean, in milliseconds (T7: 10, 100, 50, 1000).
    #[must_use]
    pub fn mean_max_ms(self) -> Option<f64> {
        match self {
            Self::Simple => Some(10.0),
            Self::Join => Some(100.0),
            Self::Write => Some(50.0),
            Self::Bulk => Some(1_000.0),
            Self::Utility => None,
        }
    }
}

impl fmt::Display for StatementClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Simple => "simple",
            Self::Join => "join",
            Self::Write => "write",
            Self::Bulk => "bulk",
            Self::Utility => "utility",
        })
    }
}

/// What a statement's text tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementKind {
    /// Its class.
    pub class: StatementClass,
    /// Tables it names, without their schemas, in the order it names them.
    pub tables: Vec<String>,
    /// Columns it compares with a value or another column, in that order.
    pub compared: Vec<String>,
    /// Whether it looks for some rows rather than taking all.
    pub has_filter: bool,
    /// Whether it makes one row of many, so that the rows it returns say nothing about those it reads.
    pub aggregates: bool,
}

/// Rows of an execution from which a write is a bulk write.
const BULK_ROWS: f64 = 1_000.0;

impl StatementKind {
    /// The kind of a text; `rows_per_call` tells bulk writes apart.
    #[must_use]
    pub fn of(text: &str, rows_per_call: f64) -> Self {
        let words = words(text, WORDS_MAX);
        let tables = tables(&words);
        let is_write = words.iter().any(|word| {
            ["insert", "update", "delete", "merge"].iter().any(|keyword| word.is(keyword))
        });
        let class = match words.first() {
            Some(first) if first.is("copy") => StatementClass::Bulk,
            Some(first) if is_reading(first) && is_write && first.is("with") => {
                write(rows_per_call)
            }
            Some(first) if is_reading(first) && tables.len() > 1 => StatementClass::Join,
            Some(first) if is_reading(first) => StatementClass::Simple,
            Some(first) if is_write && starts_write(first) => write(rows_per_call),
            _ => StatementClass::Utility,
        };
        let has_filter = words.iter().any(|word| word.is("where"));
        Self {
            class,
            tables,
            compared: compared(&words),
            has_filter,
            aggregates: aggregates(&words),
        }
    }
}

fn aggregates(words: &[Word]) -> bool {
    const FUNCTIONS: [&str; 8] =
        ["count", "sum", "avg", "min", "max", "array_agg", "string_agg", "jsonb_agg"];
    let calls = |pair: &[Word]| {
        pair[1] == Word::Sign('(') && FUNCTIONS.iter().any(|function| pair[0].is(function))
    };
    words.windows(2).any(calls) || words.iter().any(|word| word.is("group"))
}

fn write(rows_per_call: f64) -> StatementClass {
    StatementClass::Write.at_rows(rows_per_call)
}

fn is_reading(first: &Word) -> bool {
    ["select", "with", "table", "values"].iter().any(|keyword| first.is(keyword))
        || *first == Word::Sign('(')
}

fn starts_write(first: &Word) -> bool {
    ["insert", "update", "delete", "merge"].iter().any(|keyword| first.is(keyword))
}

/// Names after FROM, JOIN, UPDATE, INTO, USING and COPY, and after commas of a FROM list.
fn tables(words: &[Word]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() && found.len() < NAMES_MAX {
        let opens = ["from", "join", "update", "into", "using", "copy"]
            .iter()
            .any(|word| words[at].is(word));
        at += 1;
        if !opens || is_inside_function(words, at - 1) {
            continue;
        }
        loop {
            while words.get(at).is_some_and(|word| word.is("only") || word.is("lateral")) {
                at += 1;
            }
            let Some((name, after)) = dotted(words, at) else { break };
            // A function in FROM is no table, and FOR UPDATE OF and ON CONFLICT DO UPDATE SET name none.
            let is_table = words.get(after) != Some(&Word::Sign('(')) || words[at - 1].is("into");
            if is_table
                && !["set", "of", "nowait", "skip"].contains(&name.as_str())
                && !found.contains(&name)
            {
                found.push(name);
            }
            at = after;
            // `a, b` and `a x, b y` and `a AS x, b`.
            while words
                .get(at)
                .is_some_and(|word| word.is("as") || (word.name().is_some() && !is_clause(word)))
            {
                at += 1;
            }
            if words.get(at) != Some(&Word::Sign(',')) {
                break;
            }
            at += 1;
        }
    }
    found
}

/// `extract(year FROM x)`, `substring(x FROM 2)`: no table follows.
fn is_inside_function(words: &[Word], from: usize) -> bool {
    let Some(open) = words[..from].iter().rposition(|word| *word == Word::Sign('(')) else {
        return false;
    };
    let is_closed = words[open..from].contains(&Word::Sign(')'));
    let function = open.checked_sub(1).and_then(|before| words[before].name());
    !is_closed
        && ["extract", "substring", "trim", "overlay", "position"]
            .contains(&function.unwrap_or_default())
}

fn is_clause(word: &Word) -> bool {
    const CLAUSES: [&str; 22] = [
        "where",
        "join",
        "inner",
        "left",
        "right",
        "full",
        "cross",
        "natural",
        "on",
        "using",
        "group",
        "order",
        "having",
        "limit",
        "offset",
        "union",
        "except",
        "intersect",
        "for",
        "set",
        "returning",
        "window",
    ];
    CLAUSES.iter().any(|clause| word.is(clause))
}

/// The last part of `a.b.c`, and where it ends.
fn dotted(words: &[Word], mut at: usize) -> Option<(String, usize)> {
    let mut name = words.get(at)?.name()?;
    if ["select", "with", "values"].contains(&name) {
        return None;
    }
    at += 1;
    while words.get(at) == Some(&Word::Sign('.')) {
        name = words.get(at + 1)?.name()?;
        at += 2;
    }
    Some((name.to_owned(), at))
}

/// Names left of `=`, `<`, `>`, IN, LIKE, BETWEEN, from the first WHERE or ON onwards.
fn compared(words: &[Word]) -> Vec<String> {
    let begin =
        words.iter().position(|word| word.is("where") || word.is("on")).unwrap_or(words.len());
    let mut found: Vec<String> = Vec::new();
    for pair in words[begin..].windows(2) {
        let [left, right] = pair else { continue };
        let compares = matches!(right, Word::Sign('=' | '<' | '>'))
            || ["in", "like", "ilike", "between"].iter().any(|word| right.is(word));
        let name = left.name().filter(|name| compares && *name != "not" && found.len() < NAMES_MAX);
        if let Some(name) = name.filter(|name| !found.iter().any(|known| known == name)) {
            found.push(name.to_owned());
        }
    }
    found
}
