//! What a statement asks of each table it names. Columns are numbers of the catalogue; each list holds a column once, in
//! the order the statement has them.

/// A sort by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderKey {
    /// The column.
    pub column: usize,
    /// From high to low.
    pub descending: bool,
    /// Where NULLs stand, when the statement says so.
    pub nulls_first: Option<bool>,
}

/// A comparison with constants alone: the reason for a partial index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    /// The column compared.
    pub column: usize,
    /// The comparison as SQL writes it, with the column's name alone.
    pub text: String,
    /// The constant, where the comparison is an equality with one.
    pub value: Option<String>,
    /// The column is asked to be NULL (`Some(true)`), or not to be.
    pub null: Option<bool>,
}

/// An expression compared with something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expression {
    /// Its text, with names of columns alone.
    pub text: String,
    /// The columns in it.
    pub columns: Vec<usize>,
}

/// What an ordinary index cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum SpecialKind {
    /// `@>` on `jsonb`.
    JsonContains,
    /// `?` and its kin on `jsonb`.
    JsonKey,
    /// `@>`, `&&` or `= ANY` on arrays.
    ArrayContains,
    /// `LIKE` with a pattern that does not begin with text.
    Pattern,
    /// `@@`.
    TextSearch,
}

/// A comparison of that sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Special {
    /// The column.
    pub column: usize,
    /// The comparison.
    pub kind: SpecialKind,
}

/// One mention of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TableUse {
    /// The table's number.
    pub table: usize,
    /// Columns that equal a constant, or one of a list.
    pub equal: Vec<usize>,
    /// Columns that lie in a range.
    pub range: Vec<usize>,
    /// Columns that equal another table's.
    pub join: Vec<usize>,
    /// Columns that begin with a text.
    pub prefix: Vec<usize>,
    /// Columns compared in one arm of an OR.
    pub weak: Vec<usize>,
    /// The sort, as far as this table alone gives it.
    pub order: Vec<OrderKey>,
    /// The grouping, as far as this table alone gives it.
    pub group: Vec<usize>,
    /// All columns named.
    pub referenced: Vec<usize>,
    /// Comparisons with constants.
    pub conditions: Vec<Condition>,
    /// Expressions compared.
    pub expressions: Vec<Expression>,
    /// Comparisons that need another kind of index.
    pub special: Vec<Special>,
    /// Whether rows are locked or changed, which an index-only scan cannot serve.
    pub changes: bool,
}

impl TableUse {
    /// Columns an index might begin with.
    #[must_use]
    pub(crate) fn hot(&self) -> Vec<usize> {
        let mut hot = Vec::new();
        let order = self.order.iter().map(|key| &key.column);
        let parts = self.equal.iter().chain(&self.join).chain(&self.range).chain(&self.prefix);
        for column in parts.chain(order).chain(&self.group).chain(&self.weak) {
            push(&mut hot, *column);
        }
        hot
    }
}

/// A statement's mentions of tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// One entry a mention.
    pub uses: Vec<TableUse>,
    /// Names of tables and columns that nothing was found for.
    pub unknown_names: usize,
}

/// Adds what is not there yet.
pub(super) fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
