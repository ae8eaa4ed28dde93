//! A table as its statistics describe it. Plain data: the server or a test fills it.

/// What a column's type allows of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnKind {
    /// Has an order: a B-tree takes it.
    #[default]
    Ordered,
    /// Text: ordered, and open to patterns.
    Text,
    /// True or false.
    Boolean,
    /// `jsonb`.
    Json,
    /// An array.
    Array,
    /// `tsvector`.
    SearchVector,
    /// Nothing that an ordinary index takes.
    Other,
}

/// A column with what ANALYZE knows of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as SQL writes it.
    pub type_name: String,
    /// What its type allows.
    pub kind: ColumnKind,
    /// Whether equal keys share one entry of a B-tree: numbers with a scale, floats and `jsonb` do not.
    pub deduplicates: bool,
    /// Whether NULL is forbidden.
    pub not_null: bool,
    /// Mean width in bytes.
    pub width_bytes: f64,
    /// Distinct values, 0 when unknown.
    pub distinct: f64,
    /// Share of NULLs.
    pub null_share: f64,
    /// How far the order on disk follows the values', -1 to 1.
    pub correlation: f64,
    /// The most common values with their shares.
    pub common: Vec<(String, f64)>,
    /// Bounds that part the other values into equal shares.
    pub histogram: Vec<String>,
}

/// Rows written since the statistics began.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Writes {
    /// Rows inserted.
    pub inserted: f64,
    /// Rows updated.
    pub updated: f64,
    /// Of those, updated without touching any index.
    pub updated_hot: f64,
    /// Rows deleted.
    pub deleted: f64,
}

/// An index that is there, as far as the choice of others needs to know it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExistingIndex {
    /// Its name.
    pub name: String,
    /// btree, gin, …
    pub method: String,
    /// The columns behind the keys; none where a key is an expression or is compared in an unusual way.
    pub key_columns: Vec<Option<usize>>,
    /// Columns carried along.
    pub include: Vec<usize>,
    /// Whether it holds some of the rows only.
    pub partial: bool,
    /// Whether it keeps values unique.
    pub unique: bool,
    /// Whether the server uses it: one left by a failed build is not valid.
    pub valid: bool,
    /// Size on disk.
    pub size_bytes: u64,
}

/// A table with its columns and indexes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Rows, as the planner believes.
    pub rows: f64,
    /// Pages on disk.
    pub pages: f64,
    /// Share of pages whose rows everyone sees: index-only scans need them.
    pub visible_share: f64,
    /// Whether the role may read it: planning needs that, and so do the statistics of its columns.
    pub readable: bool,
    /// Whether it has an index that keeps all its rows apart.
    pub has_unique: bool,
    /// The numbers of the tables that hold its rows, where it is partitioned; its figures are then the sums of theirs.
    pub parts: Vec<usize>,
    /// Its columns in order; dropped ones are left out.
    pub columns: Vec<Column>,
    /// Its indexes.
    pub indexes: Vec<ExistingIndex>,
    /// Distinct combinations of columns, where extended statistics count them.
    pub joint_distinct: Vec<(Vec<usize>, f64)>,
    /// What is written to it.
    pub writes: Writes,
}

impl Table {
    /// For people: `public.orders`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// The number of the column with this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Distinct combinations of these columns: counted where extended statistics have them, else the product of the
    /// columns' own counts, at most the rows.
    #[must_use]
    pub fn distinct(&self, columns: &[usize]) -> f64 {
        let mut sorted = columns.to_vec();
        sorted.sort_unstable();
        let counted = self.joint_distinct.iter().find(|(set, _)| *set == sorted);
        let distinct = counted.map_or_else(
            || {
                let of = |column: &usize| self.columns.get(*column).map_or(0.0, |c| c.distinct);
                columns.iter().map(|column| of(column).max(1.0)).product()
            },
            |(_, count)| *count,
        );
        distinct.clamp(1.0, self.rows.max(1.0))
    }
}
