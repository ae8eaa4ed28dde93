//! WHERE and ON: which columns are compared with what.

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

use super::scope::{Origin, Parameter, Resolver, Scope};
use super::touch::{Touched, unqualified};
use crate::index::catalogue::ColumnKind;
use crate::index::statement::shape::{Condition, Special, SpecialKind, push};

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Above,
    Below,
}

impl<'c> Resolver<'c> {
    /// Takes a condition apart. In an arm of an OR it is `weak`: an index on its column alone may still help.
    pub(super) fn condition(&mut self, expr: &Expr, scope: &Scope<'_>, weak: bool) {
        match expr {
            Expr::Nested(inner) => self.condition(inner, scope, weak),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                self.condition(left, scope, weak);
                self.condition(right, scope, weak);
            }
            Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
                self.condition(left, scope, true);
                self.condition(right, scope, true);
            }
            Expr::BinaryOp { left, op, right } => self.operator(expr, left, op, right, scope, weak),
            Expr::Between { expr: of, negated: false, low, high } => {
                self.compare(of, Comparison::Above, low, None, scope, weak);
                self.compare(of, Comparison::Below, high, None, scope, weak);
            }
            Expr::InList { expr: of, list, negated: false } => {
                for item in list {
                    self.parameter(item, of, Comparison::Equal, scope);
                    self.touch(item, scope);
                }
                self.constant(of, Some(expr), None, scope, weak);
            }
            Expr::InSubquery { expr: of, subquery, negated: false } => {
                let outputs = self.query(subquery, Some(scope));
                self.touch(of, scope);
                let column = self.plain_column(of, scope);
                self.joined(column);
                self.joined(outputs.first().and_then(|output| output.origin));
            }
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => {
                self.any(left, right, scope, weak);
            }
            Expr::Like { negated: false, expr: of, pattern, .. } => {
                self.pattern(of, pattern, true, scope, weak);
            }
            Expr::ILike { negated: false, expr: of, pattern, .. } => {
                self.pattern(of, pattern, false, scope, weak);
            }
            Expr::IsNull(of) => self.null(expr, of, true, scope, weak),
            Expr::IsNotNull(of) => self.null(expr, of, false, scope, weak),
            Expr::IsTrue(of) | Expr::IsFalse(of) => {
                self.constant(of, Some(expr), None, scope, weak);
            }
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                self.constant(expr, Some(expr), Some("true".into()), scope, weak);
            }
            Expr::UnaryOp { op: UnaryOperator::Not, expr: of } => match of.as_ref() {
                Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                    self.constant(of, Some(expr), Some("false".into()), scope, weak);
                }
                _ => drop(self.touch(of, scope)),
            },
            _ => drop(self.touch(expr, scope)),
        }
    }

    fn operator(
        &mut self,
        whole: &Expr,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        scope: &Scope<'_>,
        weak: bool,
    ) {
        use BinaryOperator as Op;
        let (forward, backward) = match op {
            Op::Eq => (Comparison::Equal, Comparison::Equal),
            Op::Gt | Op::GtEq => (Comparison::Above, Comparison::Below),
            Op::Lt | Op::LtEq => (Comparison::Below, Comparison::Above),
            Op::AtArrow
            | Op::PGOverlap
            | Op::Question
            | Op::QuestionAnd
            | Op::QuestionPipe
            | Op::AtAt
            | Op::ArrowAt => return self.special(left, op, right, scope),
            Op::PGLikeMatch => return self.pattern(left, right, true, scope, weak),
            Op::PGILikeMatch | Op::PGRegexMatch | Op::PGRegexIMatch => {
                return self.pattern(left, right, false, scope, weak);
            }
            _ => {
                self.touch(left, scope);
                self.touch(right, scope);
                return;
            }
        };
        if let (Op::Eq, Expr::Tuple(left), Expr::Tuple(right)) = (op, left, right) {
            for (left, right) in left.iter().zip(right) {
                self.compare(left, Comparison::Equal, right, None, scope, weak);
            }
            return;
        }
        if matches!(left, Expr::Value(_))
            || self.plain_column(left, scope).is_none() && self.plain_column(right, scope).is_some()
        {
            self.compare(right, backward, left, Some(whole), scope, weak);
        } else {
            self.compare(left, forward, right, Some(whole), scope, weak);
        }
    }

    /// `of` compared with `with`.
    fn compare(
        &mut self,
        of: &Expr,
        how: Comparison,
        with: &Expr,
        whole: Option<&Expr>,
        scope: &Scope<'_>,
        weak: bool,
    ) {
        let (mine, theirs) = (self.touch(of, scope), self.touch(with, scope));
        self.parameter(with, of, how, scope);
        let (one, other) = (self.plain_column(of, scope), self.plain_column(with, scope));
        match (one, other, how) {
            (Some(one), Some(other), Comparison::Equal) if one.mention != other.mention => {
                self.joined(Some(one));
                self.joined(Some(other));
            }
            (Some(one), _, _) if !theirs.columns.iter().any(|c| c.mention == one.mention) => {
                self.compared(one, how, with, &theirs, whole, weak);
            }
            (None, _, Comparison::Equal | Comparison::Above | Comparison::Below) => {
                let constant = theirs.columns.is_empty() && !matches!(of, Expr::Value(_));
                if constant && let Some(expression) = Self::expression(of, &mine.columns) {
                    push(&mut self.mention(mine.columns[0]).expressions, expression);
                }
            }
            _ => {}
        }
    }

    fn compared(
        &mut self,
        one: Origin,
        how: Comparison,
        with: &Expr,
        theirs: &Touched,
        whole: Option<&Expr>,
        weak: bool,
    ) {
        let constant = theirs.columns.is_empty();
        let condition = whole
            .filter(|_| constant && !theirs.parameters && !weak && is_literal(with))
            .and_then(|whole| {
                let value = (how == Comparison::Equal).then(|| literal(with)).flatten();
                Some(Condition { column: one.column, text: unqualified(whole)?, value, null: None })
            });
        let mention = self.mention(one);
        let list = match how {
            _ if weak => &mut mention.weak,
            Comparison::Equal if constant => &mut mention.equal,
            Comparison::Equal => &mut mention.join,
            Comparison::Above | Comparison::Below => &mut mention.range,
        };
        push(list, one.column);
        if let Some(condition) = condition {
            push(&mut mention.conditions, condition);
        }
    }

    /// A column or expression compared with constants alone.
    fn constant(
        &mut self,
        of: &Expr,
        condition: Option<&Expr>,
        value: Option<String>,
        scope: &Scope<'_>,
        weak: bool,
    ) {
        let touched = self.touch(of, scope);
        let Some(column) = self.plain_column(of, scope) else {
            if let Some(expression) = Self::expression(of, &touched.columns) {
                push(&mut self.mention(touched.columns[0]).expressions, expression);
            }
            return;
        };
        let condition = condition.filter(|_| !weak && value.is_some()).and_then(|whole| {
            let text = unqualified(whole)?;
            Some(Condition { column: column.column, text, value, null: None })
        });
        let mention = self.mention(column);
        push(if weak { &mut mention.weak } else { &mut mention.equal }, column.column);
        if let Some(condition) = condition {
            push(&mut mention.conditions, condition);
        }
    }

    fn null(&mut self, whole: &Expr, of: &Expr, null: bool, scope: &Scope<'_>, weak: bool) {
        self.touch(of, scope);
        let Some(column) = self.plain_column(of, scope) else { return };
        let mention = self.mention(column);
        if null {
            push(if weak { &mut mention.weak } else { &mut mention.equal }, column.column);
        }
        if !weak && let Some(text) = unqualified(whole) {
            let condition =
                Condition { column: column.column, text, value: None, null: Some(null) };
            push(&mut mention.conditions, condition);
        }
    }

    fn any(&mut self, left: &Expr, right: &Expr, scope: &Scope<'_>, weak: bool) {
        self.touch(right, scope);
        match self.plain_column(right, scope) {
            // `value = ANY (column)`: the column is an array.
            Some(array) => {
                self.touch(left, scope);
                let special = Special { column: array.column, kind: SpecialKind::ArrayContains };
                push(&mut self.mention(array).special, special);
            }
            None => {
                let before = self.parameters.len();
                self.parameter(right, left, Comparison::Equal, scope);
                self.parameters[before..].iter_mut().for_each(|parameter| parameter.list = true);
                self.constant(left, None, None, scope, weak);
            }
        }
    }

    fn pattern(
        &mut self,
        of: &Expr,
        pattern: &Expr,
        anchored: bool,
        scope: &Scope<'_>,
        weak: bool,
    ) {
        let touched = self.touch(of, scope);
        self.touch(pattern, scope);
        let begins = |text: &str| !text.starts_with(['%', '_']) && !text.is_empty();
        let prefix = anchored && literal(pattern).is_some_and(|text| begins(&text));
        let Some(column) = self.plain_column(of, scope) else {
            if let Some(expression) = Self::expression(of, &touched.columns).filter(|_| prefix) {
                push(&mut self.mention(touched.columns[0]).expressions, expression);
            }
            return;
        };
        let mention = self.mention(column);
        if prefix {
            push(if weak { &mut mention.weak } else { &mut mention.prefix }, column.column);
        } else {
            let special = Special { column: column.column, kind: SpecialKind::Pattern };
            push(&mut mention.special, special);
        }
    }

    fn special(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr, scope: &Scope<'_>) {
        self.touch(left, scope);
        self.touch(right, scope);
        let column = self.plain_column(left, scope).or_else(|| self.plain_column(right, scope));
        let Some(column) = column else { return };
        let table = &self.catalogue.tables[self.shape.uses[column.mention].table];
        use BinaryOperator as Op;
        let kind = match (table.columns[column.column].kind, op) {
            (ColumnKind::Json, Op::AtArrow) => SpecialKind::JsonContains,
            (ColumnKind::Json, Op::Question | Op::QuestionAnd | Op::QuestionPipe) => {
                SpecialKind::JsonKey
            }
            (ColumnKind::Array, Op::AtArrow | Op::ArrowAt | Op::PGOverlap) => {
                SpecialKind::ArrayContains
            }
            (ColumnKind::SearchVector, Op::AtAt) => SpecialKind::TextSearch,
            _ => return,
        };
        push(&mut self.mention(column).special, Special { column: column.column, kind });
    }

    /// Remembers what a `$1` is compared with.
    fn parameter(&mut self, with: &Expr, of: &Expr, how: Comparison, scope: &Scope<'_>) {
        let Some(name) = placeholder(with) else { return };
        let column = self
            .plain_column(of, scope)
            .map(|origin| (self.shape.uses[origin.mention].table, origin.column));
        let lower = match how {
            Comparison::Equal => None,
            Comparison::Above => Some(true),
            Comparison::Below => Some(false),
        };
        push(&mut self.parameters, Parameter { name, column, lower, list: false });
    }
}

/// `$1`, also behind a cast.
fn placeholder(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Placeholder(name) => Some(name.clone()),
            _ => None,
        },
        Expr::Cast { expr, .. } | Expr::Nested(expr) => placeholder(expr),
        _ => None,
    }
}

fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Value(_) | Expr::TypedString(_) => true,
        Expr::Cast { expr, .. } | Expr::Nested(expr) => is_literal(expr),
        _ => false,
    }
}

/// A constant's text.
fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::Number(text, _) => Some(text.clone()),
            Value::Boolean(truth) => Some(truth.to_string()),
            _ => None,
        },
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        Expr::Cast { expr, .. } | Expr::Nested(expr) => literal(expr),
        _ => None,
    }
}
