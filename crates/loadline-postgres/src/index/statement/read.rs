//! Text to shape. Parsing goes as deep as the text is nested, so it happens in a thread whose stack is as deep as the
//! longest text accepted needs; texts beyond that are skipped.
//!
//! Deliberately not here: fingerprints, and anything but SELECT, UPDATE, DELETE and the SELECT inside an INSERT.

use std::thread;

use sqlparser::ast::{
    AssignmentTarget, FromTable, Query, SelectItem, Statement, TableFactor, TableWithJoins,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::parameters::fill;
use super::resolver::Resolver;
use super::shape::Shape;
use super::typed::with_casts;
use crate::index::catalogue::{Catalogue, Relation};
use crate::index::error::IndexError;
use crate::statements::{Word, words};

/// Longer statements are skipped: their plans would take longer than their advice is worth.
pub(crate) const STATEMENT_BYTES_MAX: usize = 128 << 10;
/// The reader's stack: two kilobytes for each byte of the longest statement.
const STACK_BYTES: usize = 256 << 20;
/// Values are drawn this many times where a statement has parameters.
pub(super) const DRAWS: usize = 3;
/// Nested this deep, the parser gives up.
pub(super) const DEPTH_MAX: usize = 100;

/// Why a statement takes no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// The text is no SQL that the parser knows.
    Unreadable,
    /// Longer than what is looked at.
    TooLong,
    /// Nothing that an index could make faster: DDL, INSERT of values, SET.
    NoRowsRead,
    /// It names no table of the catalogue.
    NoKnownTable,
    /// The server would not plan it.
    NotPlanned,
    /// It reads a table that the role may not read, so that the server would not plan it.
    Forbidden,
    /// It calls a function of another role, which planning might run with the rights of this one.
    ForeignFunction,
    /// It ran in another database.
    OtherDatabase,
    /// The server no longer has its text, or has a part of it only.
    NoText,
}

impl SkipReason {
    /// In words that follow a number of statements.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unreadable => "cannot be read as SQL",
            Self::TooLong => "are longer than 128 KB",
            Self::NoRowsRead => "read no rows",
            Self::NoKnownTable => "name no table of this database",
            Self::NotPlanned => "were refused by the planner",
            Self::Forbidden => "read tables that this role may not read",
            Self::ForeignFunction => "call functions of other roles, which planning might run",
            Self::OtherDatabase => "ran in another database",
            Self::NoText => "have no whole text on the server",
        }
    }
}

/// A statement that takes part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadStatement {
    /// Its place in the list that came in.
    pub number: usize,
    /// What it asks of tables.
    pub shape: Shape,
    /// Texts to plan: one, or one for each draw of its parameters.
    pub texts: Vec<String>,
    /// Whether texts still hold `$1`, since no value could be found: to be planned for any value.
    pub generic: bool,
    /// The table it updates and the columns it sets there.
    pub updates: Option<(usize, Vec<usize>)>,
}

/// Reads all statements; each comes back as what it asks for or why it is skipped.
///
/// # Errors
///
/// When no thread can be started.
pub(crate) fn read_statements(
    catalogue: &Catalogue,
    texts: &[&str],
) -> Result<Vec<Result<ReadStatement, SkipReason>>, IndexError> {
    let read_all = || {
        let read = |(number, text): (usize, &&str)| read(catalogue, number, text);
        texts.iter().enumerate().map(read).collect()
    };
    thread::scope(|scope| {
        let reader = thread::Builder::new().name("statements".into()).stack_size(STACK_BYTES);
        let reader = reader.spawn_scoped(scope, read_all).map_err(IndexError::Thread)?;
        // A parser that panics over one text would take the whole answer with it; none is known.
        Ok(reader.join().unwrap_or_else(|_| vec![Err(SkipReason::Unreadable); texts.len()]))
    })
}

fn read(catalogue: &Catalogue, number: usize, text: &str) -> Result<ReadStatement, SkipReason> {
    if text.len() > STATEMENT_BYTES_MAX {
        return Err(SkipReason::TooLong);
    }
    let text = &*with_casts(text);
    let statement = parse(text).ok_or_else(|| unread(text))?;
    let mut resolver = Resolver::new(catalogue);
    let changes = matches!(statement, Statement::Update(_) | Statement::Delete(_));
    let own = matches!(statement, Statement::Query(_)).then(|| unterminated(text));
    let updates = updates(catalogue, &statement);
    let query = as_query(statement).ok_or(SkipReason::NoRowsRead)?;
    resolver.top(&query, changes);
    let (shape, parameters, calls_foreign) = resolver.finish();
    if calls_foreign {
        return Err(SkipReason::ForeignFunction);
    }
    if shape.uses.is_empty() {
        return Err(SkipReason::NoKnownTable);
    }
    let (texts, generic) =
        fill(catalogue, &query, &parameters, own).ok_or(SkipReason::Unreadable)?;
    Ok(ReadStatement { number, shape, texts, generic, updates })
}

/// Why a text that is not understood takes no part: what administers a server reads no rows of a table, however it is
/// written.
fn unread(text: &str) -> SkipReason {
    const READING: [&str; 8] =
        ["select", "with", "update", "delete", "insert", "merge", "table", "values"];
    match words(text, 1).first() {
        Some(Word::Plain(word)) if READING.contains(&&word[..]) => SkipReason::Unreadable,
        Some(Word::Plain(_)) => SkipReason::NoRowsRead,
        _ => SkipReason::Unreadable,
    }
}

/// A statement without the semicolon that ends it. Where a comment follows that, it stays and the server ignores it.
fn unterminated(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| c == ';' || c.is_whitespace())
}

/// The table that an UPDATE changes, and the columns it sets.
fn updates(catalogue: &Catalogue, statement: &Statement) -> Option<(usize, Vec<usize>)> {
    let Statement::Update(update) = statement else { return None };
    let TableFactor::Table { name, .. } = &update.table.relation else { return None };
    let parts: Vec<String> =
        name.0.iter().filter_map(|part| part.as_ident().map(Resolver::folded)).collect();
    let (table, schemas) = parts.split_last()?;
    let Some(Relation::Table(number)) = catalogue.find(schemas.last().map(String::as_str), table)
    else {
        return None;
    };
    let targets = update.assignments.iter().flat_map(|assignment| match &assignment.target {
        AssignmentTarget::ColumnName(name) => std::slice::from_ref(name),
        AssignmentTarget::Tuple(names) => names,
    });
    let columns = targets.filter_map(|name| {
        catalogue.tables[number].column(&Resolver::folded(name.0.last()?.as_ident()?))
    });
    Some((number, columns.collect()))
}

/// The one statement of a text.
fn parse(text: &str) -> Option<Statement> {
    let parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(DEPTH_MAX);
    let mut statements = parser.try_with_sql(text).ok()?.parse_statements().ok()?;
    let statement = statements.pop()?;
    statements.is_empty().then_some(statement)
}

/// A view's query.
pub(super) fn parse_query(text: &str) -> Option<Query> {
    match parse(text)? {
        Statement::Query(query) => Some(*query),
        _ => None,
    }
}

/// The part of a statement that reads rows. A change becomes the SELECT of the rows it would change: planning that needs
/// no right to write.
fn as_query(statement: Statement) -> Option<Query> {
    let (target, others, selection) = match statement {
        Statement::Query(query) => return Some(*query),
        Statement::Insert(insert) => return insert.source.map(|query| *query).filter(reads),
        // Without ANALYZE nobody read anything.
        Statement::Explain { statement, analyze: true, .. } => return as_query(*statement),
        Statement::Update(update) => {
            use sqlparser::ast::UpdateTableFromKind::{AfterSet, BeforeSet};
            let others = update.from.map(|(BeforeSet(from) | AfterSet(from))| from);
            (update.table, others.unwrap_or_default(), update.selection)
        }
        Statement::Delete(delete) => {
            let (FromTable::WithFromKeyword(mut from) | FromTable::WithoutKeyword(mut from)) =
                delete.from;
            let target = from.pop().filter(|_| from.is_empty())?;
            (target, delete.using.unwrap_or_default(), delete.selection)
        }
        _ => return None,
    };
    // The row's address keeps the planner from answering out of an index alone, as a change could not either.
    let text = format!("SELECT {}ctid FROM x", qualifier(&target));
    let mut query = parse_query(&text)?;
    let sqlparser::ast::SetExpr::Select(select) = query.body.as_mut() else { return None };
    select.from = std::iter::once(target).chain(others).collect();
    select.selection = selection;
    debug_assert!(matches!(select.projection[..], [SelectItem::UnnamedExpr(_)]));
    Some(query)
}

fn reads(query: &Query) -> bool {
    !matches!(*query.body, sqlparser::ast::SetExpr::Values(_))
}

/// The name of the table changed and a dot.
fn qualifier(target: &TableWithJoins) -> String {
    match &target.relation {
        TableFactor::Table { alias: Some(alias), .. } => format!("{}.", alias.name),
        TableFactor::Table { name, .. } => {
            name.0.last().map(|part| format!("{part}.")).unwrap_or_default()
        }
        _ => String::new(),
    }
}
