//! What is measured: tables and queries, budgets, and the best cost that a public tool reached. Figures come from runs of
//! those tools on PostgreSQL 15.18 with HypoPG 1.3.1 and the planner's defaults, candidates of at most two columns, sizes
//! as HypoPG has them (Extend, DB2Advis, Anytime, Relaxation of index_selection_evaluation; the best of all in each row).

use std::error::Error;
use std::fs;
use std::path::Path;

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) megabytes: f64,
    /// The best cost of a public tool.
    pub(crate) public: f64,
    /// With columns carried along, three keys and sizes as built: at most this share of the public cost, if stated.
    pub(crate) covering_share: Option<f64>,
}

/// Tables and queries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The database's name.
    pub(crate) database: &'static str,
    pub(crate) title: &'static str,
    pub(crate) scale: f64,
    /// Primary keys, and VACUUM, which fills the visibility map.
    pub(crate) keys: bool,
    /// Queries left out.
    pub(crate) without: &'static [usize],
    /// Whether the public figures are shares of the cost without indexes; else they are planner cost.
    pub(crate) relative: bool,
    pub(crate) budgets: &'static [Budget],
}

const fn row(megabytes: f64, public: f64) -> Budget {
    Budget { megabytes, public, covering_share: None }
}

const fn row_covering(megabytes: f64, public: f64, share: f64) -> Budget {
    Budget { megabytes, public, covering_share: Some(share) }
}

/// All settings.
pub(crate) const SETTINGS: [Setting; 3] = [
    Setting {
        database: "h1",
        title: "TPC-H scale 1, no keys, 19 queries (without 2, 17, 20)",
        scale: 1.0,
        keys: false,
        without: &[2, 17, 20],
        relative: true,
        budgets: &[
            row(125.0, 0.9395),
            row(250.0, 0.6545),
            row(500.0, 0.5712),
            row(1000.0, 0.5302),
            row(2000.0, 0.5209),
        ],
    },
    Setting {
        database: "h2",
        title: "TPC-H scale 1, primary keys, vacuumed, 22 queries",
        scale: 1.0,
        keys: true,
        without: &[],
        relative: false,
        budgets: &[
            row(250.0, 4_228_000.0),
            row(500.0, 2_984_000.0),
            row_covering(1000.0, 2_615_000.0, 0.9),
            row_covering(2000.0, 2_429_000.0, 0.9),
        ],
    },
    Setting {
        database: "h4",
        title: "TPC-H scale 0.1, primary keys, vacuumed, 22 queries",
        scale: 0.1,
        keys: true,
        without: &[],
        relative: false,
        budgets: &[
            row(25.0, 490_830.0),
            row(50.0, 359_736.0),
            row(100.0, 316_431.0),
            row(200.0, 270_248.0),
        ],
    },
];

/// A query with its number; one that makes a view has it apart.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) number: usize,
    pub(crate) view: Option<String>,
    pub(crate) text: String,
}

/// Reads the queries of a folder: `q01.sql` to `q22.sql`.
pub(crate) fn queries(folder: &Path) -> Result<Vec<Query>, Box<dyn Error>> {
    let read = |number: usize| {
        let file = folder.join(format!("q{number:02}.sql"));
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("--"));
        let text = lines.collect::<Vec<_>>().join("\n");
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        let (mut view, mut query) = (None, String::new());
        for part in parts {
            match part.split_whitespace().next() {
                Some("create") => view = Some(part.to_owned()),
                Some("select") => query = part.to_owned(),
                _ => {}
            }
        }
        Ok(Query { number, view, text: query })
    };
    (1..=22).map(read).collect()
}
