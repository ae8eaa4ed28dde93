//! What a module asks of others and gives to them, read off its syntax tree.
//!
//! A tree goes in, after types are gone; the imports with their places, the names asked of each, and the names
//! a CommonJS module seems to export come out. What an import stands for is the business of `resolve.rs`.

use std::collections::{BTreeMap, BTreeSet};

use oxc::ast::ast::{
    Argument, ArrowFunctionExpression, AssignmentExpression, AssignmentTarget, AwaitExpression,
    CallExpression, Class, Decorator, ExportAllDeclaration, ExportFromDeclaration, Expression,
    ForOfStatement, Function, ImportDeclaration, ImportDeclarationSpecifier, ImportExpression,
    ObjectExpression, ObjectPropertyKind, Program, Statement, StaticMemberExpression,
    StringLiteral, WithClause,
};
use oxc::ast_visit::{Visit, walk};
use oxc::span::{GetSpan, Span};
use oxc::syntax::scope::ScopeFlags;

use super::exports::{Exports, Wish};

/// A name of another module in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// As written.
    pub(super) specifier: String,
    /// The byte where it stands.
    pub(super) offset: usize,
    /// How it is asked for.
    pub(super) how: How,
}

/// How a module is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// `import` or `export … from`: it must be there before anything runs.
    Import,
    /// `import()`: whether it is there matters when it is called.
    Dynamic,
    /// `require()`: likewise.
    Require,
}

/// What a module asks of others and gives to them.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// In the order of the source.
    pub(super) requests: Vec<Request>,
    /// The names that are imported, each with its place.
    pub(super) wishes: Vec<Wish>,
    /// What it exports, if it is an ES module.
    pub(super) exports: Exports,
    /// The names asked of each specifier, those of members of its namespace among them.
    pub(super) asked: BTreeMap<String, BTreeSet<String>>,
    /// Names that a CommonJS module exports, as far as its text tells.
    pub(super) exported: BTreeSet<String>,
    /// Whether it awaits outside functions, which makes it an ES module.
    pub(super) awaits: bool,
    /// Import attributes: QuickJS must not see them.
    pub(super) attributes: Vec<Span>,
    /// The first decorator.
    pub(super) decorator: Option<usize>,
    /// Local names of namespaces and the specifiers they stand for.
    namespaces: BTreeMap<String, String>,
    /// How many functions and classes are open.
    depth: usize,
}

impl Scan {
    /// Reads a tree.
    pub(super) fn of(program: &Program<'_>) -> Self {
        let mut scan = Self { exports: Exports::of(program), ..Self::default() };
        for statement in &program.body {
            if let Statement::ImportDeclaration(import) = statement {
                scan.note_names(import);
            }
        }
        scan.visit_program(program);
        scan
    }

    fn request(&mut self, source: &StringLiteral<'_>, how: How) {
        let offset = source.span.start as usize;
        self.requests.push(Request { specifier: source.value.to_string(), offset, how });
    }

    fn ask(&mut self, specifier: &str, name: &str) {
        if !self.asked.get(specifier).is_some_and(|names| names.contains(name)) {
            self.asked.entry(specifier.to_owned()).or_default().insert(name.to_owned());
        }
    }

    /// A name that must be there.
    fn wish(&mut self, specifier: &str, name: &str, span: Span) {
        self.ask(specifier, name);
        let (specifier, name) = (specifier.to_owned(), name.to_owned());
        self.wishes.push(Wish { specifier, name, offset: span.start as usize });
    }

    fn note_names(&mut self, import: &ImportDeclaration<'_>) {
        let source = import.source.value.as_str();
        for specifier in import.specifiers.iter().flatten() {
            match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(one) => {
                    self.wish(source, one.imported.name().as_str(), one.span);
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                    self.wish(source, "default", one.span);
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(all) => {
                    self.namespaces.insert(all.local.name.to_string(), source.to_owned());
                }
            }
        }
    }

    /// Attributes reach from the end of the source to the closing brace.
    fn note_attributes(&mut self, source: &StringLiteral<'_>, clause: Option<&WithClause<'_>>) {
        self.attributes.extend(clause.map(|clause| Span::new(source.span.end, clause.span.end)));
    }

    /// The names of an object's properties are exports: `module.exports = { … }`.
    fn export_keys(&mut self, object: &ObjectExpression<'_>) {
        for property in &object.properties {
            if let ObjectPropertyKind::ObjectProperty(property) = property
                && let Some(name) = property.key.static_name()
            {
                self.exported.insert(name.into_owned());
            }
        }
    }

    /// Calls by which transpilers define exports: `Object.defineProperty(exports, "a", …)`,
    /// `__export(exports, { a: () => a })`, `require.d(exports, { a: () => a })`.
    fn export_calls(&mut self, call: &CallExpression<'_>) {
        let name = match &call.callee {
            Expression::StaticMemberExpression(member) => member.property.name.as_str(),
            Expression::Identifier(identifier) => identifier.name.as_str(),
            _ => return,
        };
        match (name, call.arguments.first(), call.arguments.get(1)) {
            ("defineProperty", Some(first), Some(Argument::StringLiteral(key)))
                if key.value != "__esModule" && first.as_expression().is_some_and(is_exports) =>
            {
                self.exported.insert(key.value.to_string());
            }
            ("__export" | "d", Some(_), Some(Argument::ObjectExpression(object))) => {
                self.export_keys(object);
            }
            _ => {}
        }
    }
}

/// `exports` or `module.exports`.
fn is_exports(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Identifier(identifier) => identifier.name == "exports",
        Expression::StaticMemberExpression(member) => is_module_exports(member),
        _ => false,
    }
}

fn is_module_exports(member: &StaticMemberExpression<'_>) -> bool {
    member.property.name == "exports"
        && matches!(&member.object, Expression::Identifier(object) if object.name == "module")
}

impl<'a> Visit<'a> for Scan {
    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        self.request(&import.source, How::Import);
        self.note_attributes(&import.source, import.with_clause.as_deref());
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        self.request(&export.source, How::Import);
        for specifier in &export.specifiers {
            let source = export.source.value.as_str();
            self.wish(source, specifier.local.name().as_str(), specifier.span);
        }
        self.note_attributes(&export.source, export.with_clause.as_deref());
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'a>) {
        self.request(&export.source, How::Import);
        self.note_attributes(&export.source, export.with_clause.as_deref());
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'a>) {
        if let Expression::StringLiteral(source) = &import.source {
            self.request(source, How::Dynamic);
        }
        walk::walk_import_expression(self, import);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let Expression::Identifier(callee) = &call.callee
            && callee.name == "require"
            && let Some(Argument::StringLiteral(source)) = call.arguments.first()
        {
            self.request(source, How::Require);
        }
        self.export_calls(call);
        walk::walk_call_expression(self, call);
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        if let AssignmentTarget::StaticMemberExpression(member) = &assignment.left {
            if is_exports(&member.object) {
                self.exported.insert(member.property.name.to_string());
            } else if let Expression::ObjectExpression(object) = &assignment.right
                && is_module_exports(member)
            {
                self.export_keys(object);
            }
        }
        walk::walk_assignment_expression(self, assignment);
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        if let Expression::Identifier(object) = &member.object
            && let Some(source) = self.namespaces.get(object.name.as_str()).cloned()
        {
            self.ask(&source, member.property.name.as_str());
        }
        walk::walk_static_member_expression(self, member);
    }

    fn visit_await_expression(&mut self, expression: &AwaitExpression<'a>) {
        self.awaits |= self.depth == 0;
        walk::walk_await_expression(self, expression);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        self.awaits |= statement.r#await && self.depth == 0;
        walk::walk_for_of_statement(self, statement);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.depth += 1;
        walk::walk_function(self, function, flags);
        self.depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.depth += 1;
        walk::walk_arrow_function_expression(self, function);
        self.depth -= 1;
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        self.depth += 1;
        walk::walk_class(self, class);
        self.depth -= 1;
    }

    fn visit_decorator(&mut self, decorator: &Decorator<'a>) {
        self.decorator.get_or_insert(decorator.span().start as usize);
        walk::walk_decorator(self, decorator);
    }
}
