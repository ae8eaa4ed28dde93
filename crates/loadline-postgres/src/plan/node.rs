//! One plan as one tree, whatever it was read from. Nodes lie in a list, parents before children.
//!
//! Deliberately not here: what the figures mean (`measure`, `rules`).

/// Nodes of a plan at most.
pub(super) const NODES_MAX: usize = 20_000;

/// A plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The statement, where the text has it.
    pub query: Option<String>,
    /// All nodes; the first is the root.
    pub nodes: Vec<Node>,
    /// How long planning took.
    pub planning_ms: Option<f64>,
    /// How long the execution took.
    pub execution_ms: Option<f64>,
    /// What compiling to machine code took.
    pub jit: Option<Jit>,
    /// Triggers that ran.
    pub triggers: Vec<Trigger>,
}

/// Just-in-time compilation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Jit {
    /// Functions compiled.
    pub functions: f64,
    /// Milliseconds in all.
    pub total_ms: f64,
}

/// A trigger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trigger {
    /// Its name, or that of the constraint.
    pub name: String,
    /// Whether it checks a constraint.
    pub is_constraint: bool,
    /// Milliseconds in all.
    pub ms: f64,
    /// How often it ran.
    pub calls: f64,
}

/// One step of a plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    /// What it does, as EXPLAIN's text names it: `Seq Scan`, `Hash Left Join`, `Partial HashAggregate`.
    pub kind: String,
    /// The schema of its table.
    pub schema: Option<String>,
    /// Its table, or what else it scans.
    pub relation: Option<String>,
    /// What the query calls that.
    pub alias: Option<String>,
    /// Its index.
    pub index: Option<String>,
    /// `InitPlan 1 (returns $0)`, `SubPlan 1`, `CTE big`, where it is one.
    pub role: Option<String>,
    /// Rows expected.
    pub rows_planned: f64,
    /// Cost of everything below and this.
    pub cost_total: f64,
    /// What happened; none without ANALYZE or where it never ran.
    pub actual: Option<Actual>,
    /// Whether the text says that it never ran.
    pub is_never_executed: bool,
    /// Conditions and keys by EXPLAIN's names: `Filter`, `Index Cond`, `Sort Key`.
    pub conditions: Vec<(String, String)>,
    /// Other figures.
    pub figures: Figures,
    /// Pages touched.
    pub buffers: Buffers,
    /// The node above.
    pub parent: Option<usize>,
    /// The nodes below.
    pub children: Vec<usize>,
}

/// What happened, as EXPLAIN counts it: averages of all loops.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Actual {
    /// Milliseconds of a loop; none with `TIMING OFF`.
    pub ms: Option<f64>,
    /// Rows of a loop.
    pub rows: f64,
    /// How often it ran.
    pub loops: f64,
}

/// Figures that some kinds of node have. Zero where they do not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Rows a filter threw away, of a loop.
    pub removed_by_filter: f64,
    /// Rows a join's filter threw away, of a loop.
    pub removed_by_join_filter: f64,
    /// Rows that an index had named and the table refused, of a loop.
    pub removed_by_recheck: f64,
    /// Rows that an index-only scan looked up in the table, in all loops.
    pub heap_fetches: f64,
    /// How it sorted.
    pub sort_method: String,
    /// KiB that a sort wrote.
    pub sort_disk_kib: f64,
    /// KiB in memory, of a sort or a hash.
    pub memory_kib: f64,
    /// Parts that a hash was cut into.
    pub batches: f64,
    /// KiB that an aggregation wrote.
    pub disk_kib: f64,
    /// Pages of which the rows were known.
    pub exact_blocks: f64,
    /// Pages of which only the page was known.
    pub lossy_blocks: f64,
    /// Workers wanted.
    pub workers_planned: f64,
    /// Workers there were.
    pub workers_launched: f64,
}

/// Pages of 8 KiB touched by a node and all below, in all loops.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Buffers {
    /// Found in shared memory.
    pub hit: f64,
    /// Read from the system.
    pub read: f64,
    /// Read from temporary files.
    pub temp_read: f64,
    /// Written to temporary files.
    pub temp_written: f64,
}

impl Node {
    /// The text of a condition.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<&str> {
        self.conditions.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// Rows of all loops.
    #[must_use]
    pub fn rows_all(&self) -> f64 {
        self.actual.map_or(0.0, |actual| actual.rows * actual.loops)
    }

    /// How often it ran.
    #[must_use]
    pub fn loops(&self) -> f64 {
        self.actual.map_or(0.0, |actual| actual.loops)
    }

    /// `Seq Scan on orders o`, as EXPLAIN writes it.
    #[must_use]
    pub fn title(&self) -> String {
        let mut title = self.kind.clone();
        if let Some(index) = &self.index {
            let word = if self.relation.is_some() { "using" } else { "on" };
            title.push_str(&format!(" {word} {index}"));
        }
        if let Some(relation) = &self.relation {
            title.push_str(&format!(" on {relation}"));
            if let Some(alias) = self.alias.as_ref().filter(|alias| *alias != relation) {
                title.push_str(&format!(" {alias}"));
            }
        }
        title
    }

    /// Whether its kind holds this word.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.kind.contains(word)
    }

    /// Whether it runs once before, when its value is first wanted.
    #[must_use]
    pub fn is_init_plan(&self) -> bool {
        self.role.as_ref().is_some_and(|role| role.starts_with("InitPlan"))
    }

    /// The name of the common table expression that it computes.
    #[must_use]
    pub fn cte(&self) -> Option<&str> {
        self.role.as_ref()?.strip_prefix("CTE ")
    }
}

impl Plan {
    /// Whether it was run with ANALYZE.
    #[must_use]
    pub fn is_analyzed(&self) -> bool {
        self.nodes.first().is_some_and(|root| root.actual.is_some())
    }

    /// A node and all below it.
    #[must_use]
    pub fn subtree(&self, root: usize) -> Vec<usize> {
        let (mut all, mut next) = (vec![root], 0);
        while let Some(node) = all.get(next) {
            all.extend(&self.nodes[*node].children);
            next += 1;
        }
        all
    }
}
