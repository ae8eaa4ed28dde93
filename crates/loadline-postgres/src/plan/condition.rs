//! Conditions as EXPLAIN prints them: cut at their `AND`s, each told by what it compares. From them comes the index
//! that would help.
//!
//! Deliberately not here: SQL of people; the server prints conditions in one way.

use super::node::Node;

/// What a condition compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`, `= ANY`, `IS NULL`, a column that is true.
    Equal,
    /// `<`, `<=`, `>`, `>=`.
    Range,
    /// `LIKE 'x%'`.
    Prefix,
    /// `LIKE '%x%'` and expressions.
    Pattern,
    /// `@>` and its like.
    Contains,
}

/// One condition that an index can serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conjunct {
    /// The column or expression, quoted as SQL wants it.
    pub target: String,
    /// Whether it is just a column.
    pub is_column: bool,
    /// What it compares with.
    pub comparison: Comparison,
}

/// Operators and what they compare; longer ones before those they begin with.
const OPERATORS: [(&str, Comparison); 13] = [
    (" = ", Comparison::Equal),
    (" IS NULL", Comparison::Equal),
    (" >= ", Comparison::Range),
    (" <= ", Comparison::Range),
    (" > ", Comparison::Range),
    (" < ", Comparison::Range),
    (" ~~ ", Comparison::Pattern),
    (" ~~* ", Comparison::Pattern),
    (" ~ ", Comparison::Pattern),
    (" @> ", Comparison::Contains),
    (" && ", Comparison::Contains),
    (" ? ", Comparison::Contains),
    (" @@ ", Comparison::Contains),
];

/// The conditions of a text that an index can serve; others are left out.
#[must_use]
pub fn conjuncts(condition: &str) -> Vec<Conjunct> {
    parts(condition).into_iter().filter_map(conjunct).collect()
}

/// How many conditions a text is made of.
pub(super) fn count(condition: &str) -> usize {
    parts(condition).len()
}

fn parts(condition: &str) -> Vec<&str> {
    let inside = unwrapped(condition.trim());
    let cuts = top_level(inside, " AND ");
    let mut from = 0;
    let mut parts = Vec::new();
    for cut in cuts {
        parts.push(&inside[from..cut]);
        from = cut + " AND ".len();
    }
    parts.push(&inside[from..]);
    parts
}

fn conjunct(text: &str) -> Option<Conjunct> {
    let text = unwrapped(text.trim());
    if !top_level(text, " OR ").is_empty() {
        return None;
    }
    for (operator, comparison) in OPERATORS {
        let Some(at) = top_level(text, operator).first().copied() else { continue };
        let (left, right) = (&text[..at], text[at + operator.len()..].trim());
        if !right.is_empty() && !is_constant(right) {
            return None;
        }
        let is_prefix = comparison == Comparison::Pattern
            && operator == " ~~ "
            && !right.trim_start_matches('\'').starts_with(['%', '_']);
        let comparison = if is_prefix { Comparison::Prefix } else { comparison };
        let target = target(left);
        return Some(Conjunct { is_column: is_name(&target), target, comparison });
    }
    is_name(text).then(|| Conjunct {
        target: target(text),
        is_column: true,
        comparison: Comparison::Equal,
    })
}

/// Whether a text holds no column: a literal, a parameter, a list of them, the time.
fn is_constant(text: &str) -> bool {
    let text = text.trim_start_matches("ANY ").trim_start_matches('(');
    text.starts_with(['\'', '$', '-'])
        || text.starts_with(|first: char| first.is_ascii_digit())
        || ["now()", "CURRENT_", "true", "false", "InitPlan "]
            .iter()
            .any(|word| text.starts_with(word))
}

/// A side of a comparison without casts of columns and the query's names of tables.
fn target(text: &str) -> String {
    let mut text = text.trim();
    if let Some(inside) = text.strip_prefix('(')
        && let Some((inside, cast)) = inside.split_once(')')
        && cast.starts_with("::")
        && is_name(inside)
    {
        text = inside;
    }
    if !is_name(text) {
        return text.to_owned();
    }
    let name = match text.rfind('.') {
        Some(point)
            if !text.ends_with('"') || text[..point].ends_with('"') || !text.starts_with('"') =>
        {
            &text[point + 1..]
        }
        _ => text,
    };
    name.to_owned()
}

/// `name`, `t.name`, `"Name"`.
fn is_name(text: &str) -> bool {
    if text.is_empty()
        || text
            .starts_with(|first: char| first.is_ascii_digit() || matches!(first, '$' | '\'' | '-'))
    {
        return false;
    }
    let mut is_quoted = false;
    text.chars().all(|letter| {
        if letter == '"' {
            is_quoted = !is_quoted;
            return true;
        }
        is_quoted || letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$')
    })
}

/// A text without brackets around the whole.
fn unwrapped(mut text: &str) -> &str {
    while text.starts_with('(') && closing(text) == Some(text.len() - 1) {
        text = text[1..text.len() - 1].trim();
    }
    text
}

/// Where the bracket that the text begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// Where `word` stands outside of brackets and quotes.
fn top_level(text: &str, word: &str) -> Vec<usize> {
    let (mut depth, mut quote, mut found) = (0_i32, None, Vec::new());
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            (None, _) if depth == 0 && text[at..].starts_with(word) => found.push(at),
            (None, _) => {}
        }
    }
    found
}

/// The statement that builds an index for the conditions of a scan; none where no index would serve them.
pub(super) fn index_for(node: &Node, conditions: &[&str]) -> Option<String> {
    let all: Vec<Conjunct> = conditions.iter().flat_map(|text| conjuncts(text)).collect();
    let of = |wanted: Comparison| all.iter().filter(move |found| found.comparison == wanted);
    let mut keys: Vec<String> = Vec::new();
    let ordered = of(Comparison::Equal).chain(of(Comparison::Range).take(1));
    for key in ordered.map(key) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let table = table(node)?;
    let begin = format!("CREATE INDEX CONCURRENTLY ON {table}");
    if !keys.is_empty() {
        return Some(format!("{begin} ({})", keys.join(", ")));
    }
    if let Some(prefix) = of(Comparison::Prefix).next() {
        return Some(format!("{begin} ({} text_pattern_ops)", key(prefix)));
    }
    if let Some(pattern) = of(Comparison::Pattern).next() {
        return Some(format!("{begin} USING gin ({} gin_trgm_ops)", key(pattern)));
    }
    let contains = of(Comparison::Contains).next()?;
    Some(format!("{begin} USING gin ({})", key(contains)))
}

fn key(conjunct: &Conjunct) -> String {
    if conjunct.is_column { conjunct.target.clone() } else { format!("({})", conjunct.target) }
}

/// A scan's table as SQL wants it.
pub(super) fn table(node: &Node) -> Option<String> {
    let relation = quoted(node.relation.as_ref()?);
    Some(match &node.schema {
        Some(schema) => format!("{}.{relation}", quoted(schema)),
        None => relation,
    })
}

/// A name in quotes, whatever it holds: none of it becomes SQL. Plain small letters that no keyword is made of stay
/// as they are.
pub(super) fn quoted(name: &str) -> String {
    crate::session::bare_or_quoted(name, |name| RESERVED.contains(&name))
}

/// Words that PostgreSQL does not take as a table's name.
const RESERVED: [&str; 76] = [
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "natural",
    "not",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "some",
    "table",
    "then",
    "to",
    "union",
    "unique",
    "user",
    "using",
    "when",
    "where",
];
