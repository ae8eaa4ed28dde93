//! The query of a view that answers a statement whatever its values are: columns that are compared with a value become
//! columns of the view. In comes a statement's text with `$1` for values; out goes SQL without any, or nothing.
//!
//! Deliberately not here: statements whose values stand anywhere else, as in `date_trunc($1, at)`.

use std::ops::ControlFlow;
use std::thread;

use sqlparser::ast::{
    BinaryOperator, Expr, GroupByExpr, Query, Select, SelectItem, SetExpr, Statement, Value,
    visit_expressions,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

/// Longer texts are described only.
const TEXT_BYTES_MAX: usize = 8_000;
/// The reader's stack: sums of thousands of terms nest as deep.
const STACK_BYTES: usize = 64 << 20;
/// Columns that become the view's: each multiplies its rows.
const COLUMNS_MAX: usize = 3;
/// Functions whose answer is another at each call.
const MOVING: [&str; 8] = [
    "now(",
    "current_",
    "localtime",
    "clock_timestamp",
    "random(",
    "session_user",
    "statement_timestamp",
    "transaction_timestamp",
];

/// The view's query.
pub(super) fn summary(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if text.len() > TEXT_BYTES_MAX || MOVING.iter().any(|name| lower.contains(name)) {
        return None;
    }
    let text = text.to_owned();
    let reader = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || written(&text));
    reader.ok()?.join().ok()?
}

fn written(text: &str) -> Option<String> {
    let mut statements = Parser::parse_sql(&PostgreSqlDialect {}, text).ok()?;
    let (Some(Statement::Query(mut query)), true) = (statements.pop(), statements.is_empty())
    else {
        return None;
    };
    // Which of its rows are shown, and in what order, is for whoever reads the view.
    query.limit_clause = None;
    query.fetch = None;
    query.order_by = None;
    query.locks.clear();
    if has_value(&query)
        && let SetExpr::Select(select) = query.body.as_mut()
    {
        widen(select)?;
    }
    (!has_value(&query)).then(|| query.to_string())
}

fn has_value(query: &Query) -> bool {
    let is_value = |expression: &Expr| match expression {
        Expr::Value(value) if matches!(value.value, Value::Placeholder(_)) => {
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    };
    visit_expressions(query, is_value).is_break()
}

/// Takes comparisons with values out of the condition, and their columns in.
fn widen(select: &mut Select) -> Option<()> {
    let GroupByExpr::Expressions(groups, _) = &mut select.group_by else { return None };
    let (mut kept, mut columns) = (Vec::new(), Vec::new());
    for part in select.selection.take().map_or(Vec::new(), parts) {
        match compared(&part) {
            Some(column) => columns.push(column),
            None => kept.push(part),
        }
    }
    if columns.len() > COLUMNS_MAX {
        return None;
    }
    select.selection = kept.into_iter().reduce(|left, right| Expr::BinaryOp {
        left: Box::new(left),
        op: BinaryOperator::And,
        right: Box::new(right),
    });
    for column in columns {
        let item = SelectItem::UnnamedExpr(column.clone());
        if !select.projection.contains(&item) {
            select.projection.push(item);
        }
        if !groups.contains(&column) {
            groups.push(column);
        }
    }
    Some(())
}

/// What AND holds together.
fn parts(condition: Expr) -> Vec<Expr> {
    match condition {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            let mut all = parts(*left);
            all.extend(parts(*right));
            all
        }
        other => vec![other],
    }
}

/// The column of `column = $1` and of `column IN ($1, $2)`.
fn compared(part: &Expr) -> Option<Expr> {
    let is_value = |expression: &Expr| matches!(expression, Expr::Value(value) if matches!(value.value, Value::Placeholder(_)));
    let column = match part {
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } if is_value(right) => left,
        Expr::InList { expr, list, negated: false } if list.iter().all(is_value) => expr,
        _ => return None,
    };
    matches!(**column, Expr::Identifier(_) | Expr::CompoundIdentifier(_))
        .then(|| (**column).clone())
}
