//! Functions of other roles in a statement. Planning computes what is constant, and so would run them with the rights of
//! whoever asks; a statement that calls one is left alone.
//!
//! Deliberately not here: functions behind operators, casts and domains, which text does not name.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, ObjectName, Query, TableFactor, Visit, Visitor};

use super::scope::Resolver;

/// Looks at each call.
struct Calls<'r, 'c>(&'r mut Resolver<'c>);

impl Calls<'_, '_> {
    fn look(&mut self, name: &ObjectName) {
        let Some(last) = name.0.last().and_then(|part| part.as_ident()) else { return };
        let name = Resolver::folded(last);
        self.0.calls_foreign |= self.0.catalogue.foreign_functions.contains(&name);
    }
}

impl Visitor for Calls<'_, '_> {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::Function(function) = expr {
            self.look(&function.name);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Function { name, .. } => self.look(name),
            TableFactor::Table { name, args: Some(_), .. } => self.look(name),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

impl Resolver<'_> {
    /// Notes whether a query calls a function of another role.
    pub(super) fn functions(&mut self, query: &Query) {
        if !self.catalogue.foreign_functions.is_empty() {
            let _ = query.visit(&mut Calls(self));
        }
    }
}
