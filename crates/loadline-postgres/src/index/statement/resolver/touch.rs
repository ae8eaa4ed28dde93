//! All columns of an expression, noted as read; subqueries in it are walked in the expression's scope.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Query, Visit, VisitMut,
    Visitor, VisitorMut,
};

use super::scope::{Origin, Resolver, Scope};
use crate::index::statement::print::expression_text;
use crate::index::statement::shape::{Expression, OrderKey, push};

/// Walks one expression.
struct Touch<'r, 'c, 's> {
    resolver: &'r mut Resolver<'c>,
    scope: &'s Scope<'s>,
    /// Inside a subquery, which has a scope of its own and has been walked.
    inside: usize,
    found: Vec<Origin>,
    parameters: bool,
}

impl Visitor for Touch<'_, '_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        if self.inside == 0 {
            self.resolver.query(query, Some(self.scope));
        }
        self.inside += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.inside -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if self.inside > 0 {
            return ControlFlow::Continue(());
        }
        match expr {
            Expr::Identifier(ident) => self.column(std::slice::from_ref(ident)),
            Expr::CompoundIdentifier(parts) => self.column(parts),
            Expr::Function(function) => self.extreme(function),
            Expr::Value(value) => {
                self.parameters |= matches!(value.value, sqlparser::ast::Value::Placeholder(_));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

impl Touch<'_, '_, '_> {
    fn column(&mut self, parts: &[sqlparser::ast::Ident]) {
        match self.resolver.find(self.scope, parts) {
            Some(Some(origin)) => {
                self.resolver.reference(origin);
                push(&mut self.found, origin);
            }
            Some(None) => {}
            None => self.resolver.shape.unknown_names += 1,
        }
    }

    /// `min` and `max` of a column read one end of an index.
    fn extreme(&mut self, function: &Function) {
        let name = function.name.to_string().to_ascii_lowercase();
        let FunctionArguments::List(list) = &function.args else { return };
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))] = &list.args[..] else {
            return;
        };
        if matches!(name.as_str(), "min" | "max")
            && let Some(origin) = self.resolver.plain_column(argument, self.scope)
        {
            let key = OrderKey { column: origin.column, descending: false, nulls_first: None };
            let mention = self.resolver.mention(origin);
            if mention.order.is_empty() {
                mention.order.push(key);
            }
        }
    }
}

/// What stands in an expression.
pub(super) struct Touched {
    pub(super) columns: Vec<Origin>,
    pub(super) parameters: bool,
}

impl<'c> Resolver<'c> {
    /// Notes all columns of an expression as read and says which they are.
    pub(super) fn touch(&mut self, expr: &Expr, scope: &Scope<'_>) -> Touched {
        let mut touch =
            Touch { resolver: self, scope, inside: 0, found: Vec::new(), parameters: false };
        let _ = expr.visit(&mut touch);
        Touched { columns: touch.found, parameters: touch.parameters }
    }

    /// The table's column an expression is, if it is nothing more.
    pub(super) fn plain_column(&self, expr: &Expr, scope: &Scope<'_>) -> Option<Origin> {
        match expr {
            Expr::Identifier(ident) => self.find(scope, std::slice::from_ref(ident))?,
            Expr::CompoundIdentifier(parts) => self.find(scope, parts)?,
            Expr::Nested(inner) => self.plain_column(inner, scope),
            _ => None,
        }
    }

    /// An expression over columns of one table as an index would hold it.
    /// None where it cannot be printed.
    pub(super) fn expression(expr: &Expr, columns: &[Origin]) -> Option<Expression> {
        let first = columns.first()?;
        if columns.iter().any(|origin| origin.mention != first.mention) {
            return None;
        }
        let columns = columns.iter().map(|origin| origin.column).collect();
        Some(Expression { text: unqualified(expr)?, columns })
    }
}

/// An expression's text with names of columns alone, as a definition of an index has them; none where it cannot be printed.
pub(super) fn unqualified(expr: &Expr) -> Option<String> {
    struct Strip;
    impl VisitorMut for Strip {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            if let Expr::CompoundIdentifier(parts) = expr
                && let Some(last) = parts.pop()
            {
                *expr = Expr::Identifier(last);
            }
            ControlFlow::Continue(())
        }
    }
    let mut expr = expr.clone();
    let _ = VisitMut::visit(&mut expr, &mut Strip);
    expression_text(&expr)
}
