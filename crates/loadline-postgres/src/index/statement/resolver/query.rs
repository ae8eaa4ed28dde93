//! FROM, SELECT, GROUP BY and ORDER BY.

use std::rc::Rc;

use sqlparser::ast::{
    Cte, Distinct, Expr, GroupByExpr, JoinConstraint, JoinOperator, ObjectName, OrderBy,
    OrderByKind, OrderBySort, Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr,
    TableAlias, TableFactor, TableWithJoins, Value,
};

use super::scope::{Columns, Origin, Output, Resolver, Scope, Source};
use crate::index::catalogue::Relation;
use crate::index::statement::read::parse_query;
use crate::index::statement::shape::{OrderKey, TableUse, push};

/// Views inside views are followed this far.
const VIEWS_DEEP_MAX: usize = 8;
/// A statement's mentions of tables beyond these are not looked at.
const MENTIONS_MAX: usize = 200;

impl<'c> Resolver<'c> {
    /// The whole statement.
    pub(in crate::index::statement) fn top(&mut self, query: &Query, changes: bool) {
        self.functions(query);
        self.query(query, None);
        let locks = changes || !query.locks.is_empty();
        if let Some(first) = self.shape.uses.first_mut() {
            first.changes = locks;
        }
    }

    /// A query and the columns it gives.
    pub(super) fn query(&mut self, query: &Query, parent: Option<&Scope<'_>>) -> Rc<Vec<Output>> {
        let before = self.tables.len();
        if let Some(with) = &query.with {
            for cte in &with.cte_tables {
                self.cte(cte, with.recursive, parent);
            }
        }
        let outputs = self.body(&query.body, query.order_by.as_ref(), parent);
        self.tables.truncate(before);
        outputs
    }

    fn cte(&mut self, cte: &Cte, recursive: bool, parent: Option<&Scope<'_>>) {
        let name = Self::folded(&cte.alias.name);
        if recursive {
            // Its own columns are unknown while it is walked.
            self.tables.push((name.clone(), Rc::new(Vec::new())));
        }
        let outputs = self.query(&cte.query, parent);
        let outputs = renamed(outputs, Some(&cte.alias));
        if recursive {
            self.tables.pop();
        }
        self.tables.push((name, outputs));
    }

    fn body(
        &mut self,
        body: &SetExpr,
        order: Option<&OrderBy>,
        parent: Option<&Scope<'_>>,
    ) -> Rc<Vec<Output>> {
        match body {
            SetExpr::Select(select) => self.select(select, order, parent),
            SetExpr::Query(query) => self.query(query, parent),
            SetExpr::SetOperation { left, right, .. } => {
                let outputs = self.body(left, None, parent);
                self.body(right, None, parent);
                let nameless = |output: &Output| Output { name: output.name.clone(), origin: None };
                Rc::new(outputs.iter().map(nameless).collect())
            }
            _ => Rc::default(),
        }
    }

    fn select(
        &mut self,
        select: &Select,
        order: Option<&OrderBy>,
        parent: Option<&Scope<'_>>,
    ) -> Rc<Vec<Output>> {
        let mut scope = Scope { sources: Vec::new(), parent };
        for from in &select.from {
            self.from(from, &mut scope);
        }
        if let Some(selection) = &select.selection {
            self.condition(selection, &scope, false);
        }
        if let Some(having) = &select.having {
            self.touch(having, &scope);
        }
        let outputs = self.projection(&select.projection, &scope);
        if let GroupByExpr::Expressions(expressions, _) = &select.group_by {
            let columns = self.sort_columns(expressions.iter(), &outputs, &scope);
            self.group(&columns);
        }
        match &select.distinct {
            Some(Distinct::Distinct) => {
                let columns: Vec<_> = outputs.iter().map(|output| output.origin).collect();
                self.group(&columns);
            }
            Some(Distinct::On(expressions)) => {
                let columns = self.sort_columns(expressions.iter(), &outputs, &scope);
                self.group(&columns);
            }
            _ => {}
        }
        if let Some(order) = order {
            self.order(order, &outputs, &scope);
        }
        Rc::new(outputs)
    }

    fn from(&mut self, from: &TableWithJoins, scope: &mut Scope<'_>) {
        self.source(&from.relation, scope);
        for join in &from.joins {
            let left = scope.sources.len();
            self.source(&join.relation, scope);
            if let Some(constraint) = constraint(&join.join_operator) {
                self.constraint(constraint, left, scope);
            }
        }
    }

    fn constraint(&mut self, constraint: &JoinConstraint, left: usize, scope: &Scope<'_>) {
        let names: Vec<String> = match constraint {
            JoinConstraint::On(condition) => return self.condition(condition, scope, false),
            JoinConstraint::Using(names) => names
                .iter()
                .filter_map(|name| name.0.last()?.as_ident().map(Self::folded))
                .collect(),
            JoinConstraint::Natural => {
                let sides =
                    scope.sources[left..].iter().flat_map(|source| self.all(&source.columns));
                sides.map(|output| output.name).collect()
            }
            JoinConstraint::None => return,
        };
        for name in names {
            let (before, after) = scope.sources.split_at(left);
            let find = |sources: &[Source]| {
                sources.iter().find_map(|source| self.find_in(&source.columns, &name))
            };
            if let (Some(one), Some(other)) = (find(before), find(after)) {
                self.joined(one);
                self.joined(other);
            }
        }
    }

    /// Notes that a column equals another table's.
    pub(super) fn joined(&mut self, origin: Option<Origin>) {
        if let Some(origin) = origin {
            self.reference(origin);
            push(&mut self.mention(origin).join, origin.column);
        }
    }

    fn source(&mut self, factor: &TableFactor, scope: &mut Scope<'_>) {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                self.table(name, alias.as_ref(), scope);
            }
            TableFactor::Derived { subquery, alias, .. } => {
                // Those to the left are visible to LATERAL alone, and hide nothing from others.
                let outputs = self.query(subquery, Some(&*scope));
                let name =
                    alias.as_ref().map(|alias| Self::folded(&alias.name)).unwrap_or_default();
                let columns = Columns::Derived(renamed(outputs, alias.as_ref()));
                scope.sources.push(Source { name, columns });
            }
            TableFactor::NestedJoin { table_with_joins, .. } => self.from(table_with_joins, scope),
            TableFactor::Function { args, .. } => {
                for arg in args {
                    if let sqlparser::ast::FunctionArg::Unnamed(
                        sqlparser::ast::FunctionArgExpr::Expr(expr),
                    ) = arg
                    {
                        self.touch(expr, scope);
                    }
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, name: &ObjectName, alias: Option<&TableAlias>, scope: &mut Scope<'_>) {
        let parts: Vec<String> =
            name.0.iter().filter_map(|part| part.as_ident().map(Self::folded)).collect();
        let Some((table, schemas)) = parts.split_last() else { return };
        let shown = alias.map_or_else(|| table.clone(), |alias| Self::folded(&alias.name));
        let schema = schemas.last().map(String::as_str);
        let cte = self.tables.iter().rev().find(|(cte, _)| schema.is_none() && cte == table);
        let columns = if let Some((_, outputs)) = cte {
            Columns::Derived(renamed(Rc::clone(outputs), alias))
        } else {
            match self.catalogue.find(schema, table) {
                Some(Relation::Table(table)) if self.shape.uses.len() < MENTIONS_MAX => {
                    self.shape.uses.push(TableUse { table, ..TableUse::default() });
                    let columns = Columns::Table(self.shape.uses.len() - 1);
                    match alias {
                        Some(alias) if !alias.columns.is_empty() => {
                            Columns::Derived(renamed(Rc::new(self.all(&columns)), Some(alias)))
                        }
                        _ => columns,
                    }
                }
                Some(Relation::View(text)) if self.depth < VIEWS_DEEP_MAX => {
                    let Some(query) = parse_query(text) else {
                        self.shape.unknown_names += 1;
                        return;
                    };
                    self.depth += 1;
                    self.functions(&query);
                    let hidden = std::mem::take(&mut self.tables);
                    let outputs = self.query(&query, None);
                    self.tables = hidden;
                    self.depth -= 1;
                    Columns::Derived(renamed(outputs, alias))
                }
                _ => {
                    self.shape.unknown_names += 1;
                    Columns::Derived(Rc::default())
                }
            }
        };
        scope.sources.push(Source { name: shown, columns });
    }

    fn projection(&mut self, items: &[SelectItem], scope: &Scope<'_>) -> Vec<Output> {
        let mut outputs = Vec::new();
        for item in items {
            match item {
                SelectItem::Wildcard(_) => {
                    for source in &scope.sources {
                        outputs.extend(self.all(&source.columns));
                    }
                }
                SelectItem::QualifiedWildcard(
                    SelectItemQualifiedWildcardKind::ObjectName(name),
                    _,
                ) => {
                    let name = name.0.last().and_then(|part| part.as_ident().map(Self::folded));
                    for source in
                        scope.sources.iter().filter(|source| Some(&source.name) == name.as_ref())
                    {
                        outputs.extend(self.all(&source.columns));
                    }
                }
                SelectItem::UnnamedExpr(expr) => outputs.push(self.output(expr, None, scope)),
                SelectItem::ExprWithAlias { expr, alias } => {
                    outputs.push(self.output(expr, Some(Self::folded(alias)), scope));
                }
                _ => {}
            }
        }
        for output in &outputs {
            if let Some(origin) = output.origin {
                self.reference(origin);
            }
        }
        outputs
    }

    fn output(&mut self, expr: &Expr, name: Option<String>, scope: &Scope<'_>) -> Output {
        self.touch(expr, scope);
        let own = match expr {
            Expr::Identifier(ident) => Self::folded(ident),
            Expr::CompoundIdentifier(parts) => parts.last().map(Self::folded).unwrap_or_default(),
            Expr::Function(function) => function.name.to_string().to_lowercase(),
            _ => String::new(),
        };
        Output { name: name.unwrap_or(own), origin: self.plain_column(expr, scope) }
    }

    /// What GROUP BY and ORDER BY name: a place in the output, a name of the output, or a column.
    fn sort_columns<'e>(
        &mut self,
        expressions: impl Iterator<Item = &'e Expr>,
        outputs: &[Output],
        scope: &Scope<'_>,
    ) -> Vec<Option<Origin>> {
        let mut columns = Vec::new();
        for expr in expressions {
            if let Expr::Value(value) = expr
                && let Value::Number(place, _) = &value.value
            {
                let place = place.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
                columns.push(place.and_then(|place| outputs.get(place)?.origin));
                continue;
            }
            if let Expr::Identifier(ident) = expr
                && let Some(output) =
                    outputs.iter().find(|output| output.name == Self::folded(ident))
            {
                columns.push(output.origin);
                continue;
            }
            self.touch(expr, scope);
            columns.push(self.plain_column(expr, scope));
        }
        columns
    }

    /// Each table keeps the columns of its own, in order.
    fn group(&mut self, columns: &[Option<Origin>]) {
        for origin in columns.iter().flatten() {
            push(&mut self.mention(*origin).group, origin.column);
        }
    }

    fn order(&mut self, order: &OrderBy, outputs: &[Output], scope: &Scope<'_>) {
        let OrderByKind::Expressions(keys) = &order.kind else { return };
        let columns = self.sort_columns(keys.iter().map(|key| &key.expr), outputs, scope);
        let Some(Some(first)) = columns.first().copied() else { return };
        // A sort is saved as far as one table gives its first keys.
        let of_first = columns
            .iter()
            .zip(keys)
            .take_while(|(origin, _)| origin.is_some_and(|origin| origin.mention == first.mention));
        let keys: Vec<OrderKey> = of_first
            .filter_map(|(origin, key)| {
                Some(OrderKey {
                    column: (*origin)?.column,
                    descending: key.options.sort == Some(OrderBySort::Desc),
                    nulls_first: key.options.nulls_first,
                })
            })
            .collect();
        self.mention(first).order = keys;
    }
}

fn constraint(operator: &JoinOperator) -> Option<&JoinConstraint> {
    use JoinOperator as Op;
    match operator {
        Op::Join(constraint)
        | Op::Inner(constraint)
        | Op::Left(constraint)
        | Op::LeftOuter(constraint)
        | Op::Right(constraint)
        | Op::RightOuter(constraint)
        | Op::FullOuter(constraint)
        | Op::CrossJoin(constraint) => Some(constraint),
        _ => None,
    }
}

/// Columns under the names an alias gives them.
fn renamed(outputs: Rc<Vec<Output>>, alias: Option<&TableAlias>) -> Rc<Vec<Output>> {
    let Some(alias) = alias.filter(|alias| !alias.columns.is_empty()) else { return outputs };
    let mut renamed = outputs.to_vec();
    for (output, column) in renamed.iter_mut().zip(&alias.columns) {
        output.name = Resolver::folded(&column.name);
    }
    Rc::new(renamed)
}
