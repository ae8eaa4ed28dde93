//! Parsed SQL back to text that means the same. A literal such as `'\'''` is printed as another one by the parser's own
//! printer, and what follows it would then be SQL that nobody wrote; so such literals are escaped, and what was printed is
//! read again: only text that reads as what it was made from is used.

use std::fmt::Display;
use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Query, Value, ValueWithSpan, VisitMut, VisitorMut};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::read::{DEPTH_MAX, parse_query};

/// A query's text; none where it cannot be printed faithfully.
pub(super) fn query_text(query: &Query) -> Option<String> {
    let (text, escaped) = printed(query);
    (parse_query(&text)? == escaped).then_some(text)
}

/// An expression's text; none where it cannot be printed faithfully.
pub(super) fn expression_text(expr: &Expr) -> Option<String> {
    let (text, escaped) = printed(expr);
    let parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(DEPTH_MAX);
    let again = parser.try_with_sql(&text).ok()?.parse_expr().ok()?;
    (again == escaped).then_some(text)
}

/// A literal for a text, whatever stands in it.
pub(super) fn literal(text: &str) -> Value {
    if is_misprinted(text) {
        Value::EscapedStringLiteral(text.to_owned())
    } else {
        Value::SingleQuotedString(text.to_owned())
    }
}

/// The printer takes a quote after a backslash or another quote for one that is escaped already.
fn is_misprinted(text: &str) -> bool {
    text.contains("\\'") || text.contains("''")
}

fn printed<T: Display + Clone + VisitMut>(tree: &T) -> (String, T) {
    let mut escaped = tree.clone();
    let _ = VisitMut::visit(&mut escaped, &mut Escape);
    (escaped.to_string(), escaped)
}

struct Escape;

impl VisitorMut for Escape {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let Value::SingleQuotedString(text) = &value.value
            && is_misprinted(text)
        {
            value.value = literal(text);
        }
        ControlFlow::Continue(())
    }
}
