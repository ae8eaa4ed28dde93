//! The tables of TPC-H, made row by row as the benchmark's own generator makes them. In comes a scale; out come
//! statements that make the tables and their rows as `COPY … DELIMITER '|'` takes them.
//!
//! Deliberately not here: the queries, which are read from where they lie, and a connection to load with.

use std::fmt::{Display, Write as _};

use tpchgen::generators::{
    CustomerGenerator, LineItemGenerator, NationGenerator, OrderGenerator, PartGenerator,
    PartSuppGenerator, RegionGenerator, SupplierGenerator,
};

/// Bytes handed over at once, about.
const CHUNK_BYTES: usize = 256 << 10;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    columns: &'static str,
    /// The columns of its primary key.
    pub key: &'static str,
}

/// All tables, the small ones first.
pub const TABLES: [Table; 8] = [
    Table {
        name: "region",
        key: "r_regionkey",
        columns: "r_regionkey integer, r_name char(25), r_comment varchar(152)",
    },
    Table {
        name: "nation",
        key: "n_nationkey",
        columns: "n_nationkey integer, n_name char(25), n_regionkey integer, n_comment varchar(152)",
    },
    Table {
        name: "supplier",
        key: "s_suppkey",
        columns: "s_suppkey integer, s_name char(25), s_address varchar(40), s_nationkey integer, \
                  s_phone char(15), s_acctbal decimal(15,2), s_comment varchar(101)",
    },
    Table {
        name: "part",
        key: "p_partkey",
        columns: "p_partkey integer, p_name varchar(55), p_mfgr char(25), p_brand char(10), \
                  p_type varchar(25), p_size integer, p_container char(10), \
                  p_retailprice decimal(15,2), p_comment varchar(23)",
    },
    Table {
        name: "partsupp",
        key: "ps_partkey, ps_suppkey",
        columns: "ps_partkey integer, ps_suppkey integer, ps_availqty integer, \
                  ps_supplycost decimal(15,2), ps_comment varchar(199)",
    },
    Table {
        name: "customer",
        key: "c_custkey",
        columns: "c_custkey integer, c_name varchar(25), c_address varchar(40), \
                  c_nationkey integer, c_phone char(15), c_acctbal decimal(15,2), \
                  c_mktsegment char(10), c_comment varchar(117)",
    },
    Table {
        name: "orders",
        key: "o_orderkey",
        columns: "o_orderkey integer, o_custkey integer, o_orderstatus char(1), \
                  o_totalprice decimal(15,2), o_orderdate date, o_orderpriority char(15), \
                  o_clerk char(15), o_shippriority integer, o_comment varchar(79)",
    },
    Table {
        name: "lineitem",
        key: "l_orderkey, l_linenumber",
        columns: "l_orderkey integer, l_partkey integer, l_suppkey integer, l_linenumber integer, \
                  l_quantity decimal(15,2), l_extendedprice decimal(15,2), \
                  l_discount decimal(15,2), l_tax decimal(15,2), l_returnflag char(1), \
                  l_linestatus char(1), l_shipdate date, l_commitdate date, l_receiptdate date, \
                  l_shipinstruct char(25), l_shipmode char(10), l_comment varchar(44)",
    },
];

impl Table {
    /// The statement that makes it, without keys.
    #[must_use]
    pub fn create_sql(&self) -> String {
        let columns =
            self.columns.replace(", ", " NOT NULL, ").replace("(15,2 NOT NULL, ", "(15,2");
        format!("CREATE TABLE {} ({columns} NOT NULL)", self.name)
    }

    /// The statement that gives it its key.
    #[must_use]
    pub fn key_sql(&self) -> String {
        format!("ALTER TABLE {} ADD PRIMARY KEY ({})", self.name, self.key)
    }

    /// The statement that takes its rows.
    #[must_use]
    pub fn copy_sql(&self) -> String {
        format!("COPY {} FROM STDIN (DELIMITER '|')", self.name)
    }

    /// Its rows at a scale, in chunks of whole lines.
    #[must_use]
    pub fn rows(&self, scale: f64) -> Box<dyn Iterator<Item = String> + Send> {
        match self.name {
            "region" => chunks(RegionGenerator::new(scale, 1, 1).iter()),
            "nation" => chunks(NationGenerator::new(scale, 1, 1).iter()),
            "supplier" => chunks(SupplierGenerator::new(scale, 1, 1).iter()),
            "part" => chunks(PartGenerator::new(scale, 1, 1).iter()),
            "partsupp" => chunks(PartSuppGenerator::new(scale, 1, 1).iter()),
            "customer" => chunks(CustomerGenerator::new(scale, 1, 1).iter()),
            "orders" => chunks(OrderGenerator::new(scale, 1, 1).iter()),
            _ => chunks(LineItemGenerator::new(scale, 1, 1).iter()),
        }
    }
}

fn chunks<R: Display>(
    mut rows: impl Iterator<Item = R> + Send + 'static,
) -> Box<dyn Iterator<Item = String> + Send> {
    Box::new(std::iter::from_fn(move || {
        let mut chunk = String::new();
        while chunk.len() < CHUNK_BYTES {
            let Some(row) = rows.next() else { break };
            let _ = write!(chunk, "{row}");
            // The generator ends each row with a delimiter, which COPY takes for another column.
            chunk.pop();
            chunk.push('\n');
        }
        (!chunk.is_empty()).then_some(chunk)
    }))
}
